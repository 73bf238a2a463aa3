"""What is suggested for a key takes the value that stands there, in every table of a spec."""

import json
from collections.abc import Iterator
from copy import deepcopy
from itertools import cycle

import pytest

from speccnn import pipeline
from speccnn.closed import Closed
from speccnn.described import Kinds
from speccnn.diagnostics.fix import applied
from speccnn.diagnostics.sink import Diagnostic, Path, Sink
from speccnn.diagnostics.source import Source
from speccnn.document.accepts import accepts
from speccnn.document.elsewhere import ADVICE, HOMES, SAME
from speccnn.document.findings import UnknownKey
from speccnn.document.foreign import is_same
from speccnn.document.lookup import model_at, value_at
from speccnn.document.unknown_keys import RANGES
from speccnn.document.validate import validate
from speccnn.fields import is_list, is_table
from speccnn.fixes.advise import advised
from speccnn.layers.kinds import LAYERS
from speccnn.training.kinds import LOSSES, METRICS, OPTIMIZERS, SCHEDULES
from speccnn.training.sources.kinds import SOURCES

Spec = dict[str, object]

VALUES: tuple[object, ...] = (
    True, 3, 0.5, -1, "x", "imagenet", "3", "balanced", "adam", [1, 2], ["a", "b"], [], {},
    {"type": "L2"}, {"a": 1},
)  # fmt: skip
WRITTEN: tuple[object, ...] = (
    2, 0.5, [1, 1], "relu", True, "mirrored", "name", [0.1, 0.01], ["a", "b"], {"a": 1},
)  # fmt: skip
# What people write who know Keras, PyTorch or the words of training scripts.
WORDS = (
    "initial_weights", "shuffle", "mixed_precision", "sample_weights", "weights", "lr", "clipnorm",
    "momentum", "patience", "verbose", "callbacks", "validation_split", "steps_per_epoch",
    "keep_prob", "upscale_factor", "output", "stride", "bias", "n_filters", "outputs", "epochs",
    "scheduler", "warmup", "dropout", "class_weight", "path", "augmentation", "loss_weight",
    "min", "max", "step", "multiple", "height", "width", "channels", "reg", "init", "activations",
)  # fmt: skip


def _filled(model: type[Closed], kind: Spec) -> Spec:
    table = dict(kind)
    for key, field in model.fields().items():
        if field.is_required and key not in table:
            table[key] = next((v for v in WRITTEN if accepts(model, key, v)), None)
    return table


def _base() -> Spec:
    return {
        "speccnn": 1,
        "name": "net",
        "inputs": {"image": {"shape": ["H", 8, 3]}},
        "layers": [{"type": "Flatten"}, {"type": "Dense", "units": 10}],
        "sizes": {"H": {}},
        "data": {"source": "digits"},
        "training": {
            "loss": "mse",
            "checkpoint": {},
            "early_stopping": {},
            "precision": {},
            "tensorboard": {},
            "distribution": {"strategy": "mirrored"},
        },
        "lint": {},
        "blocks": {"cell": {"layers": [{"type": "ReLU"}]}},
    }


def _with(path: Path, table: Spec) -> Spec:
    spec = _base()
    parent = value_at(spec, path[:-1])
    if is_list(parent):
        parent[int(path[-1])] = table
    else:
        assert is_table(parent)
        parent[str(path[-1])] = table
    return spec


def tables() -> Iterator[tuple[Path, Spec]]:
    """Yield the path of every kind of table that a spec may hold, in a spec that holds it."""
    alone: tuple[Path, ...] = (
        *((), ("inputs", "image"), ("sizes", "H"), ("lint",), ("training",), ("blocks", "cell")),
        *(("training", key) for key in ("checkpoint", "early_stopping", "precision")),
        *(("training", key) for key in ("tensorboard", "distribution")),
    )
    for path in alone:
        yield path, _base()
    kinds: tuple[tuple[Path, str, dict[str, str]], ...] = (
        (("layers", 0), "type", LAYERS),
        (("training", "optimizer"), "type", OPTIMIZERS),
        (("training", "schedule"), "type", SCHEDULES),
        (("training", "loss"), "type", LOSSES),
        (("data",), "source", SOURCES),
    )
    for path, key, modules in kinds:
        for kind in modules:
            spec = _with(path, {key: kind})
            model = Kinds("", modules).model(kind)
            yield path, _with(path, _filled(model, {key: kind}))
            del spec
    for kind in METRICS:
        model = Kinds("", METRICS).model(kind)
        spec = _base()
        training = spec["training"]
        assert is_table(training)
        training["metrics"] = [_filled(model, {"type": kind})]
        yield ("training", "metrics", 0), spec


def misspelt(key: str) -> Iterator[str]:
    """Yield a key as people mistype it."""
    yield key[:-1]
    yield f"{key}s"
    yield key.replace("_", "-").capitalize()
    yield key[1:2] + key[:1] + key[2:]
    yield f"my_{key}"


def strangers() -> Iterator[tuple[Path, Spec, str]]:
    """Yield tables, each with a key that it does not have."""
    values = cycle(VALUES)
    for path, spec in tables():
        model = model_at(spec, path)
        assert model is not None, path
        table = value_at(spec, path)
        assert is_table(table)
        for key in model.fields():
            for word in misspelt(key):
                yield from _strange(path, spec, word, [next(values), next(values), table.get(key)])
        for word in WORDS:
            yield from _strange(path, spec, word, [next(values) for _ in range(3)])


def _strange(
    path: Path, spec: Spec, word: str, values: list[object]
) -> Iterator[tuple[Path, Spec, str]]:
    for value in values:
        made = deepcopy(spec)
        table = value_at(made, path)
        assert is_table(table)
        known = model_at(spec, path)
        if word and known is not None and word not in known.fields() and value is not None:
            for key in [key for key in table if is_same(key, word) and key != "type"]:
                del table[key]
            table[word] = value
            yield (*path, word), made, word


def told(spec: Spec) -> dict[Path, Diagnostic]:
    out = Sink(Source("a.json", json.dumps(spec).encode()))
    validate(spec, out)
    return {diagnostic.path: diagnostic for diagnostic in out.diagnostics}


def test_a_suggested_key_takes_the_value() -> None:
    count = suggested = 0
    for path, spec, word in strangers():
        count += 1
        found = told(spec).get(path)
        if found is None or not isinstance(found.finding, UnknownKey):
            continue
        right = found.finding.suggestion
        if right is None:
            continue
        suggested += 1
        *parent, _ = path
        there = (*parent, right)
        assert there not in told(spec), f"{right} is told twice"
        table = value_at(spec, tuple(parent))
        assert is_table(table)
        table[right] = table.pop(word)
        again = told(spec)
        assert path not in again
        assert there not in again, (path, right, table[right])
    assert count > 10_000
    assert suggested > 1_000


def test_what_is_told_about_a_key_was_tried() -> None:
    """Every fix removes its finding, and no key is suggested for which there is no fix."""
    fixes = 0
    for number, (path, spec, _) in enumerate(strangers()):
        if number % 29:
            continue
        source = Source("a.json", json.dumps(spec).encode())
        for diagnostic in advised(source, pipeline.diagnose(source), {}):
            if diagnostic.path != path:
                continue
            if not diagnostic.fixes:
                assert "did you mean" not in diagnostic.finding.help
            for fix in diagnostic.fixes:
                fixes += 1
                text = applied(source.text, fix.edits)
                left = pipeline.diagnose(Source("a.json", text.encode()))
                assert path not in [d.path for d in left], (path, fix.title)
    assert fixes > 100


@pytest.mark.parametrize(("word", "home"), SAME.items())
def test_the_same_thing_under_another_name_is_a_key(word: str, home: Path) -> None:
    *table, key = home
    spec = _with(("data",), {"source": "npz"})
    if tuple(table) == ("training", "optimizer"):
        spec = _with(("training", "optimizer"), {"type": "Adam"})
    model = model_at(spec, tuple(table))
    assert model is not None
    assert key in model.fields()
    assert word == word.lower().replace("_", "")
    assert tuple(table) in HOMES


@pytest.mark.parametrize("word", ADVICE)
def test_a_word_with_advice_is_no_key_of_its_table(word: str) -> None:
    spec = _base()
    for path in (("training",), ("data",)):
        model = model_at(spec, path)
        assert model is not None
        assert word not in {key.replace("_", "") for key in model.fields()}


def test_the_words_for_ranges_of_sizes_are_keys() -> None:
    model = model_at(_base(), ("sizes", "H"))
    assert model is not None
    assert RANGES.keys() == model.fields().keys()
