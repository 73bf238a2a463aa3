"""Several devices and processes train as one; when one is lost the others stop, to go on later."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest
from backend_specs import Table, checked

from speccnn.pipeline import emit

tf = pytest.importorskip("tensorflow")
np = pytest.importorskip("numpy")

EXAMPLES, BATCH, EPOCHS = 70, 16, 60  # the last step of an epoch has 6 examples
COMPARED = 63
CPUS = """
import json, os, sys
import tensorflow as tf

(cpu,) = tf.config.list_physical_devices("CPU")
tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
for name, *words in json.loads(sys.argv[1]):
    import keras

    keras.backend.clear_session()
    sys.argv = [name, *words]
    script = {"__name__": "train", "__file__": name}
    exec(compile(open(name).read(), name, "exec"), script)
    script["main"]()
    print("devices", tf.distribute.MirroredStrategy().num_replicas_in_sync)
"""


class Ended(NamedTuple):
    code: int
    out: str
    err: str


def spec(distribution: Table | None, *more: Table) -> Table:
    norm = {"type": "BatchNormalization", "synchronized": True}
    kernel = {"kernel_size": 3, "kernel_regularizer": "l2", "use_bias": False}
    conv = {"type": "Conv2D", "filters": 4, **kernel}
    layers = [conv, norm, {"type": "ReLU"}, *more, {"type": "Flatten"}]
    training: Table = {
        "loss": "sparse_categorical_crossentropy",
        "optimizer": {"type": "SGD", "learning_rate": 0.02, "momentum": 0.9, "clipnorm": 0.5},
        "metrics": ["accuracy", {"type": "F1Score", "average": "macro"}],
        "epochs": EPOCHS,
        "batch_size": BATCH,
        "checkpoint": {"every_steps": 7, "keep": 400},
    }
    if distribution is not None:
        training["distribution"] = distribution
    return {
        "speccnn": 1,
        "name": "shared",
        "inputs": {"image": [6, 6, 1]},
        "layers": [*layers, {"type": "Dense", "units": 4}],
        "training": training,
    }


AUGMENT = [
    {"type": "RandomTranslation", "height_factor": 0.2, "width_factor": 0.2},
    {"type": "RandomFlip"},
]


NOISE = [
    {"type": "StochasticDepth", "rate": 0.1},
    {"type": "SpatialDropout2D", "rate": 0.1},
    {"type": "GaussianNoise", "stddev": 0.1},
    {"type": "GaussianDropout", "rate": 0.1},
    {"type": "Dropout", "rate": 0.3},
]


def varied(*more: Table) -> Table:
    """Return a spec of workers whose images vary from step to step."""
    return {**spec(WORKERS, *more), "data": {"source": "npz", "augment": AUGMENT}}


WORKERS = {"strategy": "multi_worker", "deadline_seconds": 200}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workers")
    draw = np.random.default_rng(3)
    held = {}
    for part, count in (("train", EXAMPLES), ("test", 21)):
        classes = draw.integers(0, 4, count)
        noise = draw.normal(size=(count, 6, 6, 1))
        held[f"x_{part}"] = (noise + 0.4 * classes[:, None, None, None]).astype("float32")
        held[f"y_{part}"] = classes
    np.savez(path / "own.npz", **held)
    (path / "spec.json").write_text(json.dumps(spec(WORKERS)))
    (path / "train.py").write_text(emit(checked(spec(WORKERS))))
    return path


def python(folder: Path, *words: str, config: Table | None = None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **({"TF_CONFIG": json.dumps(config)} if config else {})},
    )


def end(process: subprocess.Popen[str], seconds: float = 400) -> Ended:
    out, err = process.communicate(timeout=seconds)
    assert "Traceback" not in err, err
    return Ended(process.returncode, out, err)


def together(folder: Path, run: str, *more: str, spec: str = "spec.json") -> subprocess.Popen[str]:
    script = ("--data", "own.npz", *more)
    words = ("train", spec, "--run-dir", run, "--workers", "2", *script)
    return python(folder, "-m", "speccnn", *words)


def ports(count: int) -> list[str]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    addresses = [f"127.0.0.1:{listener.getsockname()[1]}" for listener in held]
    for listener in held:
        listener.close()
    return addresses


def worker(addresses: list[str], index: int) -> Table:
    return {"cluster": {"worker": addresses}, "task": {"type": "worker", "index": index}}


def result(folder: Path, run: str) -> tuple[str, str]:
    ended = json.loads((folder / run / "result.json").read_text())
    assert ended["finished"]
    return ended["weights_sha256"], (folder / run / "history.csv").read_text()


def values(folder: Path, run: str, step: int) -> dict[str, object]:
    """Return what the checkpoint after `step` steps holds; rounding grows with the steps."""
    saved = tf.train.load_checkpoint(str(folder / run / "checkpoints" / f"step-{step}"))
    return {name: saved.get_tensor(name) for name in saved.get_variable_to_shape_map()}


def assert_same(folder: Path, one: str, other: str, step: int = COMPARED) -> None:
    ours, theirs = (values(folder, run, step) for run in (one, other))
    assert ours.keys() == theirs.keys()
    for name, value in ours.items():
        np.testing.assert_allclose(value, theirs[name], rtol=1e-5, atol=1e-5, err_msg=name)


@pytest.fixture(scope="module")
def whole(folder: Path) -> str:
    """Return the run of two workers that nobody interrupted."""
    ended = end(together(folder, "whole"))
    assert ended.code == 0, ended.err
    assert not ended.err
    assert ended.out.count(f"epoch  {EPOCHS}") == 1
    return "whole"


@pytest.fixture(scope="module")
def alone(folder: Path) -> str:
    """Return the run of the same script in one process."""
    ended = end(python(folder, "train.py", "--data", "own.npz", "--run-dir", "alone"))
    assert ended.code == 0, ended.err
    return "alone"


def test_two_workers_end_as_one_process(folder: Path, alone: str, whole: str) -> None:
    assert_same(folder, alone, whole)
    rows = [
        np.loadtxt(folder / run / "history.csv", delimiter=",", skiprows=1)
        for run in (alone, whole)
    ]
    np.testing.assert_allclose(*(table[:12] for table in rows), rtol=1e-4)


def test_a_killed_worker_ends_the_others_and_all_go_on_later(folder: Path, whole: str) -> None:
    addresses = ports(2)
    words = ("train.py", "--data", "own.npz", "--run-dir", "killed")
    chief, other = (python(folder, *words, config=worker(addresses, n)) for n in range(2))
    assert chief.stdout is not None
    while "epoch   3" not in chief.stdout.readline():
        assert chief.poll() is None, chief.communicate()
    other.kill()
    ended = end(chief)  # without its watch, the chief would wait far longer
    assert ended.code == 1
    reason = f"worker 1 ({addresses[1]}) is gone; run all workers again to resume"
    assert ended.err == f"error: {reason}\n"
    assert end(other).out == ""
    assert not (folder / "killed" / "result.json").exists()
    again = end(together(folder, "killed"))
    assert again.code == 0, again.err
    assert "continuing at step" in again.out
    assert result(folder, "killed") == result(folder, whole)


def test_noise_of_two_workers_is_that_of_one_process(folder: Path) -> None:
    (folder / "noisy.json").write_text(json.dumps(varied(*NOISE)))
    few = ("--epochs", "6")
    both = end(together(folder, "both", *few, spec="noisy.json"))
    assert both.code == 0, both.err
    one = end(python(folder, "both/train.py", "--data", "own.npz", "--run-dir", "one", *few))
    assert one.code == 0, one.err
    assert_same(folder, "one", "both", 21)
    addresses = ports(2)
    words = ("both/train.py", "--data", "own.npz", "--run-dir", "cut_short", *few)
    pair = [python(folder, *words, config=worker(addresses, n)) for n in range(2)]
    saved = folder / "cut_short" / "checkpoints" / "step-7.json"
    while not saved.exists():
        assert pair[0].poll() is None, pair[0].communicate()
        time.sleep(0.002)
    pair[0].kill()
    assert end(pair[1]).err.endswith("is gone; run all workers again to resume\n")
    end(pair[0])
    again = end(together(folder, "cut_short", *few, spec="noisy.json"))
    assert again.code == 0, again.err
    assert "continuing at step" in again.out
    assert result(folder, "cut_short") == result(folder, "both")


def test_ctrl_c_saves_and_stops_all(folder: Path) -> None:
    process = together(folder, "stopped", "--fresh")
    assert process.stdout is not None
    while "epoch   2" not in process.stdout.readline():
        assert process.poll() is None, process.communicate()
    process.send_signal(2)
    ended = end(process)
    assert (ended.code, ended.err) == (130, "")
    manifests = (folder / "stopped" / "checkpoints").glob("*.json")
    step = max(int(path.stem.removeprefix("step-")) for path in manifests)
    script = "spec.json --run-dir stopped --workers 2 --data own.npz"
    assert ended.out.endswith(
        f"\nsaved at step {step}; run all workers again to resume\n"
        f"go on by: speccnn train {script}\n"
    )


def test_a_worker_that_never_comes_is_told_after_the_deadline(folder: Path) -> None:
    short = emit(checked(spec({**WORKERS, "deadline_seconds": 5})))
    (folder / "short.py").write_text(short)
    addresses = ports(2)
    words = ("short.py", "--data", "own.npz", "--run-dir", "lonely")
    ended = end(python(folder, *words, config=worker(addresses, 0)), seconds=120)
    missing = f"worker 1 ({addresses[1]}) did not come within 5 seconds"
    assert ended == Ended(1, "", f"error: {missing}\n")


def test_a_worker_that_is_not_among_the_workers_is_told(folder: Path) -> None:
    words = ("train.py", "--data", "own.npz", "--run-dir", "lost")
    ended = end(python(folder, *words, config=worker(ports(2), 2)))
    assert ended.code == 1
    assert ended.err.endswith("TF_CONFIG does not name workers and which of them this is\n")


def test_two_devices_of_one_process_train_as_one_and_resume(folder: Path, alone: str) -> None:
    mirrored: Table = {"strategy": "mirrored"}
    noise = {"type": "Dropout", "rate": 0.3}
    (folder / "mirrored.py").write_text(emit(checked(spec(mirrored))))
    (folder / "noisy.py").write_text(emit(checked(spec(mirrored, noise))))
    data = ("--data", "own.npz", "--run-dir")
    few = (*data, "parts", "--epochs", "3")
    runs = [
        ("mirrored.py", *data, "mirrored"),
        ("noisy.py", *data, "unbroken", "--epochs", "3"),
        ("noisy.py", *few, "--steps", "6"),
        ("noisy.py", *few),
    ]
    ended = end(python(folder, "-c", CPUS, json.dumps(runs)))
    assert ended.code == 0, ended.err
    assert ended.out.count("devices 2") == len(runs)
    assert_same(folder, alone, "mirrored")
    assert result(folder, "unbroken") == result(folder, "parts")
