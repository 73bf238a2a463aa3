"""What a run knows of its data belongs to its checkpoint: scale, classes, which data they are."""

import json
import shutil
from pathlib import Path

import pytest
from backend_specs import Table, checked, head, script, spec, trained
from data_files import Trained
from v1_specs import v1_script

from speccnn.cli.checkpoints import load
from speccnn.cli.console import Console
from speccnn.cli.files import FileProblem

tf = pytest.importorskip("tensorflow")
np = pytest.importorskip("numpy")

STYLES = {"keras": script, "v1": v1_script}
CLASSES, SIZE = ["bird", "cat", "dog"], 6
TABLE = trained(
    spec(*head(3), image=(SIZE, SIZE, 1)),
    epochs=30,
    batch_size=16,
    optimizer={"type": "SGD", "learning_rate": 0.1, "momentum": 0.9},
)
STANDARD: Table = {"scale": "standard"}


def pixels(label: int, number: int, *, light: int = 0) -> object:
    """Return an image of a class: the part that is brighter than the others tells which."""
    image = np.random.default_rng(number + 100 * label).integers(60, 100, (SIZE, SIZE, 1))
    image[2 * label : 2 * label + 2] += 40
    return (image + light).astype(np.uint8)


def write(folder: Path, names: list[str], count: int, first: int = 0, light: int = 0) -> Path:
    """Write images of classes, by the place of their names."""
    for label, name in enumerate(names):
        (folder / name).mkdir(parents=True)
        for number in range(first, first + count):
            image = tf.io.encode_png(pixels(label, number, light=light)).numpy()
            (folder / name / f"{number}.png").write_bytes(image)
    return folder


def arrays(count: int, first: int = 0, light: int = 0) -> tuple[object, object]:
    labels = np.repeat(np.arange(3), count)
    places = zip(labels, [*range(first, first + count)] * 3, strict=True)
    return np.stack([pixels(label, number, light=light) for label, number in places]), labels


class Learner:
    """A script of a spec, with what it said last."""

    def __init__(
        self,
        folder: Path,
        style: str,
        data: Table,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        self.folder, self.patch, self.capsys = folder, monkeypatch, capsys
        self.program = Trained(folder, STYLES[style]({**TABLE, "data": data}))
        self.module = self.program.module

    def run(self, *options: str, memory: int | None = None) -> str:
        if memory is not None:
            self.patch.setattr(self.module, "MEMORY", memory)
        self.capsys.readouterr()
        self.program.run(self.patch, "run", *options)
        out, err = self.capsys.readouterr()
        return out + err

    def fails(self, *options: str) -> str:
        with pytest.raises(SystemExit) as stopped:
            self.run(*options)
        assert "\n" not in str(stopped.value)
        return str(stopped.value)

    def manifest(self) -> dict[str, object]:
        found = (self.folder / "run" / "checkpoints").glob("*.json")
        return json.loads(max(found, key=lambda it: (len(it.name), it.name)).read_text())


def accuracy(said: str) -> float:
    return float(said.rsplit("accuracy ", maxsplit=1)[-1].split(maxsplit=1)[0])


@pytest.mark.parametrize(
    ("style", "memory"), [("keras", 0), ("keras", 2**30), ("v1", None)], ids=str
)
def test_a_run_of_folders_tests_other_data_as_it_was_trained(
    style: str,
    memory: int | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    data = {"source": "folder", **STANDARD, "validation": 0.2}
    learner = Learner(tmp_path, style, data, monkeypatch, capsys)
    own = "--data", str(write(tmp_path / "own", CLASSES, 20))
    said = learner.run(*own, memory=memory)
    assert "on 12 test examples: loss" in said
    assert accuracy(said) == 1
    facts = learner.manifest()["data"]
    assert facts["classes"] == CLASSES
    # Of two classes, and brighter: scaled by themselves they would look like any other.
    bright = write(tmp_path / "bright", CLASSES[:2], 5, 50, light=60)
    said = learner.run("--evaluate", "--data", str(bright))
    assert f"these are all examples of {bright}" in said
    assert "on 10 test examples: loss" in said
    if style == "v1":  # which holds them as they are read, scaled
        images, labels = learner.module.load_examples(str(bright), dict(facts), tests=True)[0]
        raw, classes = arrays(5, 50, 60)
        wanted = (raw[:10].astype(np.float32) / 255 - facts["mean"]) / facts["std"]
        assert images.mean() == pytest.approx(wanted.mean(), rel=1e-4)
        assert labels.tolist() == classes[:10].tolist()
    # The same data, elsewhere, are those of the run.
    shutil.copytree(tmp_path / "own", tmp_path / "copy")
    said = learner.run("--evaluate", "--data", str(tmp_path / "copy"))
    assert "on 12 test examples: loss" in said
    assert "these are" not in said
    assert "warning" not in said
    # One class by another name, or more of them.
    (tmp_path / "copy" / "dog").rename(tmp_path / "copy" / "ape")
    told = "has folders ape, and the run was trained on the classes bird, cat, dog"
    assert told in learner.fails("--evaluate", "--data", str(tmp_path / "copy"))
    told = (
        "trained on the classes bird, cat, dog, and these are ape, bird, cat; --fresh starts anew"
    )
    assert told in learner.fails("--data", str(tmp_path / "copy"), "--epochs", "31")
    # Folders of their own for tests.
    write(tmp_path / "parts" / "train", CLASSES, 4, 70)
    write(tmp_path / "parts" / "test", CLASSES, 3, 80)
    said = learner.run("--evaluate", "--data", str(tmp_path / "parts"))
    assert f"these are the test examples of {tmp_path / 'parts'}" in said
    assert "on 9 test examples: loss" in said
    assert accuracy(said) == 1


@pytest.mark.parametrize("style", STYLES)
def test_a_run_of_arrays_tests_other_data_as_it_was_trained(
    style: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    learner = Learner(tmp_path, style, {"source": "npz", **STANDARD}, monkeypatch, capsys)
    x, y = arrays(20)
    np.savez(tmp_path / "own.npz", x_train=x, y_train=y)
    own = "--data", str(tmp_path / "own.npz")
    assert "on 12 test examples: loss" in learner.run(*own)
    facts = learner.manifest()["data"]
    inner = learner.module.load_examples(own[1])[0].images
    assert abs(float(inner.mean())) < 1e-5
    # Noise of one class: whoever scales them by themselves sees other images.
    x, y = arrays(7, 40, 50)
    for held in ({"x_train": x, "y_train": y}, {"x_test": x, "y_test": y}):
        np.savez(tmp_path / "other.npz", **held)
        other = str(tmp_path / "other.npz")
        said = learner.run("--evaluate", "--data", other)
        assert f"these are all examples of {other}" in said
        assert "on 21 test examples: loss" in said
        images, labels = learner.module.load_examples(other, dict(facts), tests=True)[1]
        wanted = (x.astype(np.float32) / 255 - np.float32(facts["mean"])) / np.float32(facts["std"])
        np.testing.assert_allclose(images, wanted, rtol=1e-5)
        assert labels.tolist() == y.tolist()
    np.savez(tmp_path / "other.npz", x_train=x, y_train=y, x_test=x[:9], y_test=y[:9])
    said = learner.run("--evaluate", "--data", other)
    assert "on 9 test examples: loss" in said
    # As many other examples: the run goes on, scaled as before, and says so.
    x, y = arrays(20, 200)
    np.savez(tmp_path / "other.npz", x_train=x, y_train=y)
    said = learner.run("--data", other, "--epochs", "31")
    told = "warning: these are not the examples that the run was trained on so far"
    assert said.count(told) == 1
    assert learner.manifest()["data"] == facts


def test_a_run_of_an_earlier_script_is_told_what_it_does_not_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    learner = Learner(tmp_path, "keras", {"source": "npz", **STANDARD}, monkeypatch, capsys)
    x, y = arrays(10)
    np.savez(tmp_path / "own.npz", x_train=x, y_train=y)
    own = "--data", str(tmp_path / "own.npz"), "--epochs", "1"
    learner.run(*own)
    for path in (tmp_path / "run" / "checkpoints").glob("*.json"):
        made = json.loads(path.read_text())
        del made["sha256"], made["data"]
        made |= {"sha256": learner.module.seal(made)}
        path.write_text(json.dumps(made))
    said = learner.run("--evaluate", *own)
    assert "warning: the run holds no mean and deviation; those of these images are taken" in said
    assert "on 30 test examples" in said
    learner.run(*own[:2], "--epochs", "2")
    assert {"mark", "mean", "std"} <= learner.manifest()["data"].keys()
    assert "on 6 test examples" in learner.run("--evaluate", *own)


def test_classes_that_a_spec_names_are_those_of_the_checkpoint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = {"source": "folder", "path": "own", "classes": CLASSES}
    write(tmp_path / "own", CLASSES, 10)
    Learner(tmp_path, "keras", data, monkeypatch, capsys).run("--epochs", "1")
    turned = {**data, "classes": CLASSES[::-1]}
    learner = Learner(tmp_path, "keras", turned, monkeypatch, capsys)
    told = "was trained on the classes bird, cat, dog, and these are dog, cat, bird"
    for options in ((), ("--evaluate",)):
        assert told in learner.fails(*options)
    learner = Learner(tmp_path, "keras", data, monkeypatch, capsys)
    some = write(tmp_path / "some", ["bird", "cat"], 2, 90)
    assert "on 4 test examples" in learner.run("--evaluate", "--data", str(some))
    run = tmp_path / "run"
    found = load(Console(), checked({**TABLE, "data": data}), run)
    assert found.facts["classes"] == CLASSES
    with pytest.raises(FileProblem, match="classes bird, cat, dog, and the spec names dog, cat, b"):
        load(Console(), checked({**TABLE, "data": turned}), run)


def test_damaged_manifests_are_passed_over(tmp_path: Path) -> None:
    module = Trained(tmp_path, script({**TABLE, "data": {"source": "npz"}})).module
    folder = tmp_path / "checkpoints"
    folder.mkdir()
    assert module.kept_facts(tmp_path) == {}
    for step, facts in ((9, {"mark": 1}), (10, {"mark": 2})):
        made = {"step": step, "data": facts}
        text = json.dumps(made | {"sha256": module.seal(made)})
        (folder / f"step-{step}.json").write_text(text)
    assert module.kept_facts(tmp_path) == {"mark": 2}
    for text in ("", "[]", "{}", '{"sha256": 0}', "\0"):
        (folder / "step-10.json").write_text(text)
        assert module.kept_facts(tmp_path) == {"mark": 1}
