"""Examples of a spec's data, in the form that its network reads: read by its own script."""

# pyright: basic, reportMissingImports=false

from collections.abc import Sequence
from types import ModuleType

import numpy as np

from speccnn.backends.tf.agreement import Arrays

MOST = 200


def read_sample(names: Sequence[str], script: str, data: str | None) -> Arrays:
    """Return up to 200 training examples for the inputs of these names, spread over all.

    `script` is the text of the spec's training script, and `data` what its `--data` would name.
    Raise OSError with what the script would end in.
    """
    module = ModuleType("train")
    module.__file__ = "train.py"
    try:
        exec(script, module.__dict__)  # noqa: S102  speccnn has written it
        images = module.load_examples(data)[0].images
    except SystemExit as end:
        raise OSError(str(end).removeprefix("error: ")) from end
    parts = images if isinstance(images, list) else [images]
    chosen = {name: part[:: len(part) // MOST + 1] for name, part in zip(names, parts, strict=True)}
    if hasattr(module, "moments"):
        raise OSError(
            "images of files that are standardised while the network trains are no sample"
        )
    return {name: _decoded(module, part) for name, part in chosen.items()}


def _decoded(module: ModuleType, part: np.ndarray) -> np.ndarray:
    """Return images that are read from files now, if that is done in each step of training."""
    return np.stack([module.decode(place) for place in part]) if part.dtype == object else part
