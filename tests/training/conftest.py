"""Lets these tests share `test_scripts` and its examples."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="module")
def arrays(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of 96 examples to train on and 40 to test on, of four classes."""
    np = pytest.importorskip("numpy")
    draw = np.random.default_rng(7)
    held: dict[str, object] = {}
    for part, count in (("train", 96), ("test", 40)):
        classes = draw.integers(0, 4, count)
        noise = draw.normal(size=(2, count, 3, 3, 1)).astype("float32")
        images = noise + 0.5 * classes[:, None, None, None]
        held |= {f"x_{part}": images[0], f"x_{part}_left": images[0], f"x_{part}_right": images[1]}
        held |= {f"y_{part}": classes, f"y_{part}_size": classes.astype("float32") / 4}
    path = tmp_path_factory.mktemp("arrays") / "own.npz"
    np.savez(path, **held)
    return path
