"""`speccnn train`, and what needs TensorFlow where there is none."""

import subprocess
import sys
from pathlib import Path

import pytest

BLOCKED = """
import sys
class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"tensorflow", "keras"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Blocker())
from speccnn.cli.main import main
main()
"""
SPEC = """speccnn = 1
name = "small"
inputs = { image = [8, 8, 1] }
layers = [{ type = "Flatten" }, { type = "Dense", units = 10 }]
data = { source = "digits" }
training = { loss = "sparse_categorical_crossentropy", batch_size = 500 }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.toml").write_text(SPEC, "utf-8")
    return tmp_path


def python(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["train", "small.toml"], "train needs tensorflow: pip install 'speccnn[tf]'"),
        (
            ["compile", "small.toml", "--target", "keras"],
            "--target keras needs tensorflow: pip install 'speccnn[tf]'",
        ),
        (
            ["compile", "small.toml", "--target", "onnx"],
            "--target onnx needs tensorflow: pip install 'speccnn[onnx]'",
        ),
        (
            ["compile", "small.toml", "--target", "litert"],
            "--target litert needs tensorflow: pip install 'speccnn[litert]'",
        ),
    ],
)
def test_without_tensorflow_one_line_says_what_to_install(
    arguments: list[str], told: str, folder: Path
) -> None:
    done = python("-c", BLOCKED, *arguments, folder=folder)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"Error: {told}\n")
    assert [path.name for path in folder.iterdir()] == ["small.toml"]


def test_a_script_without_tensorflow_ends_in_one_line(folder: Path) -> None:
    made = python("-m", "speccnn", "compile", "small.toml", "-q", folder=folder)
    assert (made.returncode, made.stdout, made.stderr) == (0, "", "")
    (folder / "tensorflow.py").write_text("raise ImportError('No module named tensorflow')")
    done = python("small.py", folder=folder)
    assert done.returncode == 1
    assert done.stderr.startswith("error: ")
    assert done.stderr.endswith("; install TensorFlow: pip install tensorflow\n")
    assert done.stderr.count("\n") == 1


def test_quiet_training_says_nothing(folder: Path) -> None:
    pytest.importorskip("tensorflow")
    pytest.importorskip("sklearn")
    done = python("-m", "speccnn", "train", "-q", "small.toml", folder=folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (folder / "runs" / "small" / "result.json").exists()
