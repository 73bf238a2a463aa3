"""The loops that `train_speed.py` races, each in a process of its own.

`python loops.py LOOP SPEC BATCH` trains one step and prints the CPU seconds that it took to get
there, TensorFlow and the examples being loaded. Then, for each line with a number of examples, it
trains on at least that many and prints how many and the CPU seconds. All loops train the same
network on the same synthetic examples, and compute loss and accuracy at every step.
"""

import argparse
import importlib.util
import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras
import numpy as np
import tensorflow as tf

from speccnn import Source, check, emit

EXAMPLES = 60_000
CLASSES = 10

Train = Callable[[int], int]


@cache
def examples(shape: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Return as many images and class numbers as MNIST has, all noise."""
    noise = np.random.default_rng(0)
    images = noise.random((EXAMPLES, *shape), dtype=np.float32)
    return images, noise.integers(0, CLASSES, EXAMPLES)


def emitted(spec: Path, edit: Callable[[str], str] = str) -> ModuleType:
    """Return the script of a spec as a module, its text edited."""
    text = edit(emit(check(Source(spec.name, spec.read_bytes()))))
    path = Path(tempfile.mkdtemp(prefix="speccnn-bench-")) / "train.py"
    path.write_text(text)  # in a file: TensorFlow reads the source of what it compiles
    found = importlib.util.spec_from_file_location("train", path)
    assert found is not None, "the file was just written"
    assert found.loader is not None, "a Python file has a loader"
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def script(spec: Path, batch: int, edit: Callable[[str], str] = str) -> Train:
    """Return the loop of the emitted script."""
    module = emitted(spec, edit)
    module.set_up()
    options = argparse.Namespace(seed=0, batch_size=batch, learning_rate=0.001)
    train = module.Examples(*examples(module.INPUT_SHAPE))
    trainer = module.Trainer(options, train, module.Examples(*(part[:batch] for part in train)))
    step = 0

    def run(count: int) -> int:
        nonlocal step
        first, last = step, step - (-count // batch)
        while step < last:
            end = min(step + module.STEPS_PER_CALL, last)
            reached, _ = trainer.take_steps(tf.constant(step, tf.int64), tf.constant(end, tf.int64))
            step = int(reached)
        return (step - first) * batch

    return run


def inexact(spec: Path, batch: int) -> Train:
    """Return the script's loop without what makes it exact: the usual noise and order."""
    return script(spec, batch, without_exactness)


def without_exactness(text: str) -> str:
    for exact, usual in (
        ("        self.seed_noise(step)\n", ""),
        (
            "shuffled(places, self.examples, self.seed, epoch)\n",
            "tf.random.uniform(tf.shape(places), 0, self.examples, tf.int64) + 0 * epoch\n",
        ),
    ):
        assert exact in text, f"the script has no {exact.strip()}"
        text = text.replace(exact, usual)
    return text


def with_keras_adam(text: str) -> str:
    """Edit a script to use the optimizer that a Keras user has, not the fused one."""
    return text.replace("return FusedAdam(", "return keras.optimizers.Adam(")


def fit(spec: Path, batch: int) -> Train:
    """Return Keras's own loop."""
    module = emitted(spec, with_keras_adam)
    model = module.build_model()
    model.compile(
        optimizer=module.build_optimizer(0.001),
        loss=module.build_loss(),
        metrics=["accuracy"],
    )
    images, labels = examples(module.INPUT_SHAPE)

    def run(count: int) -> int:
        if count == batch:  # the first step, for which Keras takes all the examples
            model.fit(images, labels, batch_size=batch, steps_per_epoch=1, verbose=0)
            return count
        count = min(-(-count // batch) * batch, EXAMPLES)
        model.fit(images[:count], labels[:count], batch_size=batch, verbose=0)
        return count

    return run


def function(spec: Path, batch: int) -> Train:
    """Return a loop as TensorFlow's guides write it: `tf.data`, and a compiled step."""
    module = emitted(spec, with_keras_adam)
    model, optimizer, loss_of = (
        module.build_model(),
        module.build_optimizer(0.001),
        module.build_loss(),
    )
    loss_mean, accuracy = keras.metrics.Mean(), keras.metrics.SparseCategoricalAccuracy()
    data = tf.data.Dataset.from_tensor_slices(examples(module.INPUT_SHAPE))
    batches = iter(data.shuffle(10_000).repeat().batch(batch).prefetch(tf.data.AUTOTUNE))

    @tf.function
    def step(images: tf.Tensor, labels: tf.Tensor) -> None:
        with tf.GradientTape() as tape:
            outputs = model(images, training=True)
            loss = loss_of(labels, outputs) + sum(model.losses)
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
        loss_mean.update_state(loss)
        accuracy.update_state(labels, outputs)

    def run(count: int) -> int:
        steps = -(-count // batch)
        for _ in range(steps):
            step(*next(batches))
        return steps * batch

    return run


def placeholders(_: Path, batch: int) -> Train:
    """Return the loop of the classic tutorials, for the network of `mnist_cnn`."""
    v1 = tf.compat.v1
    data = examples((28, 28, 1))
    order = np.random.default_rng(0)
    with tf.Graph().as_default():
        x = v1.placeholder(tf.float32, [None, 28, 28, 1])
        y = v1.placeholder(tf.int64, [None])

        def weights(name: str, *shape: int) -> tuple[tf.Tensor, tf.Tensor]:
            start = v1.truncated_normal_initializer(stddev=0.02)
            return (
                v1.get_variable(f"{name}_weights", shape, initializer=start),
                v1.get_variable(f"{name}_bias", shape[-1:], initializer=v1.zeros_initializer()),
            )

        value = x
        for name, size in (("conv1", (5, 5, 1, 16)), ("conv2", (5, 5, 16, 32))):
            kernel, bias = weights(name, *size)
            value = tf.nn.conv2d(value, kernel, strides=1, padding="SAME")
            value = tf.nn.relu(tf.nn.bias_add(value, bias))
            value = tf.nn.max_pool2d(value, 2, 2, "SAME")
        kernel, bias = weights("fc1", 1568, 128)
        value = tf.nn.relu(tf.matmul(tf.reshape(value, [-1, 1568]), kernel) + bias)
        kernel, bias = weights("logits", 128, CLASSES)
        logits = tf.matmul(value, kernel) + bias
        loss = tf.reduce_mean(
            tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
        )
        accuracy = tf.reduce_mean(tf.cast(tf.equal(tf.argmax(logits, 1), y), tf.float32))
        train = v1.train.AdamOptimizer(0.001).minimize(loss)
        session = v1.Session()
        session.run(v1.global_variables_initializer())

    def run(count: int) -> int:
        steps = -(-count // batch)
        images, labels = data
        for _ in range(steps):
            chosen = order.integers(0, EXAMPLES, batch)
            feed = {x: images[chosen], y: labels[chosen]}
            session.run([train, loss, accuracy], feed_dict=feed)
        return steps * batch

    return run


LOOPS = {
    "script": script,
    "inexact": inexact,
    "fit": fit,
    "feed_dict": placeholders,
    "tf.function": function,
}


def main() -> None:
    """Answer each line with what was trained and what it took."""
    loop, path, batch = sys.argv[1:]
    spec = Path(path)
    (given,) = check(Source(spec.name, spec.read_bytes())).model.inputs.values()
    examples(given.shape)
    started = time.process_time()
    train = LOOPS[loop](spec, int(batch))
    train(int(batch))
    print(time.process_time() - started, flush=True)
    for line in sys.stdin:
        started = time.process_time()
        count = train(int(line))
        print(count, time.process_time() - started, flush=True)


if __name__ == "__main__":
    main()
