"""A process that knows Keras and not speccnn: loads `.keras` files, and says what they give.

For each line of standard input, the path of a file and the module that it needs, if any, it answers
by a line once the outputs for `inputs.npz` beside the file are in `outputs.npz`.
"""

import importlib
import sys
from pathlib import Path

sys.modules["speccnn"] = None  # type: ignore[assignment]  # as if it were not installed

import keras  # noqa: E402
import numpy as np  # noqa: E402

for line in sys.stdin:
    name, *modules = line.split()
    path = Path(name)
    sys.path.insert(0, str(path.parent))
    for module in modules:
        importlib.import_module(module)
    model = keras.saving.load_model(path)
    given = list(np.load(path.with_name("inputs.npz")).values())
    found = model(given[0] if len(given) == 1 else given, training=False)
    several = found if isinstance(found, list | tuple) else [found]
    np.savez(path.with_name("outputs.npz"), *map(np.asarray, several))
    print(*(weight.path for weight in model.weights), flush=True)
