"""Examples of a spec's data, in the form that its network reads: read by its own script."""

# pyright: basic, reportMissingImports=false

from collections.abc import Mapping, Sequence
from types import ModuleType

import numpy as np

from speccnn.backends.tf.agreement import Arrays

MOST = 200


def read_sample(
    names: Sequence[str], script: str, data: str | None, facts: Mapping[str, object]
) -> Arrays:
    """Return up to 200 training examples for the inputs of these names, spread over all.

    `script` is the text of the spec's training script, `data` what its `--data` would name, and
    `facts` what a run knows of its data. Raise OSError with what the script would end in.
    """
    module = ModuleType("train")
    module.__file__ = "train.py"
    known = dict(facts)
    try:
        exec(script, module.__dict__)  # noqa: S102  speccnn has written it
        images = module.load_examples(data, known)[0].images
    except SystemExit as end:
        raise OSError(str(end).removeprefix("error: ")) from end
    parts = images if isinstance(images, list) else [images]
    chosen = {name: part[:: len(part) // MOST + 1] for name, part in zip(names, parts, strict=True)}
    if hasattr(module, "as_image"):
        return {name: _decoded(module, part, known) for name, part in chosen.items()}
    return chosen


def _decoded(module: ModuleType, part: np.ndarray, facts: Mapping[str, object]) -> np.ndarray:
    """Return images as each step of training has them: read from their files now, and scaled."""
    images = np.stack([np.asarray(module.as_image(module.tf.constant(it))) for it in part])
    if "mean" not in facts:
        return images
    return (images - np.asarray(facts["mean"], np.float32)) / np.asarray(facts["std"], np.float32)
