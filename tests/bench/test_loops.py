"""What `make bench-train` changes in a script is still in it."""

from pathlib import Path

import pytest

from speccnn import Source, check, emit

pytest.importorskip("tensorflow")

from bench.loops import with_keras_adam, without_exactness

SPEC = Path(__file__).parents[2] / "specs" / "digits_cnn.toml"


def test_the_usual_loop_is_the_script_without_what_makes_it_exact() -> None:
    usual = without_exactness(emit(check(Source(SPEC.name, SPEC.read_bytes()))))
    assert "= shuffled(" not in usual
    assert "self.seed_noise(step)\n        with" not in usual


def test_keras_loops_have_the_optimizer_of_keras() -> None:
    fused = emit(check(Source(SPEC.name, SPEC.read_bytes())))
    assert "return FusedAdam(" in fused
    assert "return keras.optimizers.Adam(learning_rate=learning_rate" in with_keras_adam(fused)
