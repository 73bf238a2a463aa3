"""The optimizer that scripts carry with them takes the steps of Keras's."""

from pathlib import Path

import pytest
from backend_specs import PLAIN, as_module, script, trained

keras = pytest.importorskip("keras")
np = pytest.importorskip("numpy")

STEPS = 20
SIZES = {"kernel": (3, 4), "bias": (4,)}
EMA, ACCUMULATED = {"use_ema": True}, {"gradient_accumulation_steps": 3}
OTHERS = {"beta_1": 0.8, "beta_2": 0.9, "epsilon": 1e-3, "clipnorm": 1.0, "weight_decay": 0.1}


@pytest.mark.parametrize(
    "others", [{}, OTHERS, {"use_ema": True}, {"gradient_accumulation_steps": 3}]
)
@pytest.mark.parametrize("name", ["Adam", "AdamW"])
def test_takes_the_steps_of_keras(tmp_path: Path, name: str, others: dict[str, object]) -> None:
    module = as_module(tmp_path, script(trained(PLAIN, optimizer=name)))
    optimizers = [module.FusedAdam(0.01, **others), getattr(keras.optimizers, name)(0.01, **others)]
    weights = [
        [keras.Variable(np.ones(size, np.float32), name=name) for name, size in SIZES.items()]
        for _ in optimizers
    ]
    noise = np.random.default_rng(0)
    for _ in range(STEPS):
        gradients = [noise.normal(size=weight.shape).astype(np.float32) for weight in weights[0]]
        for optimizer, changed in zip(optimizers, weights, strict=True):
            optimizer.apply([keras.ops.array(gradient) for gradient in gradients], changed)
    for ours, theirs in zip(*weights, strict=True):
        np.testing.assert_allclose(ours.numpy(), theirs.numpy(), rtol=0, atol=1e-6)
    kept = [{slot.path.partition("/")[2] for slot in each.variables} for each in optimizers]
    assert kept[0] == kept[1]
