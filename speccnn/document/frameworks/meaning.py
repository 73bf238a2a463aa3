"""What a layer in the words of other frameworks means, if they agree about it."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple, final

from speccnn.document.accepts import accepts
from speccnn.document.foreign import plainly
from speccnn.document.frameworks import caffe, darknet, explained, keras, onnx, torch
from speccnn.document.frameworks.choices import meant_word
from speccnn.document.frameworks.entry import (
    COPIED,
    Entry,
    Meaning,
    Table,
    Translate,
    Untold,
    model,
)
from speccnn.document.frameworks.names import ELSEWHERE
from speccnn.fields import is_list, is_table
from speccnn.layers.kinds import LAYERS
from speccnn.words import nearest, short

COMMON = ""
MOST_SHOWN = 8
# More keys than a layer of any framework has.
MOST_KEYS = 100
LONGEST = 100

FRAMEWORKS: dict[str, tuple[Mapping[str, Translate], dict[str, str]]] = {
    "Keras": (keras.TYPES, explained.KERAS),
    "PyTorch": (torch.TYPES, explained.TORCH),
    "ONNX": (onnx.TYPES, explained.ONNX),
    "Caffe": (caffe.TYPES, explained.CAFFE),
    "Darknet": (darknet.TYPES, explained.DARKNET),
    COMMON: ({}, explained.COMMON),
}
# What stands before a dotted name says whose it is.
_PREFIXES = {
    "Keras": {"keras", "tf", "layers", "tensorflow", "tfa"},
    "PyTorch": {"torch", "nn", "F", "functional", "torchvision"},
    "ONNX": {"onnx"},
    "Caffe": {"caffe", "L"},
    "Darknet": {"darknet"},
}


@final
class Answer(NamedTuple):
    """What a layer means, if that is sure, and in any case the sentence to say about it."""

    meaning: Meaning | None
    advice: str

    @property
    def main(self) -> str | None:
        """The type of the layer that stands for the whole, of several."""
        kinds = [str(layer["type"]) for layer in self.meaning.layers] if self.meaning else []
        return next((kind for kind in kinds if kind != "Flatten"), next(iter(kinds), None))


@final
class _Reading(NamedTuple):
    framework: str
    meaning: Meaning | None
    said: str
    is_known: bool
    is_exact: bool = False
    is_like_ours: bool = False

    @property
    def is_ours(self) -> bool:
        """Whether it is a layer of a spec in a spec's words, or an older Keras's."""
        return self.framework == "Keras"

    @property
    def is_complete(self) -> bool:
        """Whether no key is missing that a spec's layer must have."""
        layers = self.meaning.layers if self.meaning else ()
        needed = (
            key in layer
            for layer in layers
            for key, field in model(str(layer["type"])).fields().items()
            if field.is_required
        )
        return bool(layers) and all(needed)


def told(table: Mapping[str, object]) -> Answer | None:
    """Return what to say about a layer whose type or keys are not those of a spec.

    None where no framework has a layer of this type with so many keys.
    """
    word = table.get("type")
    if not isinstance(word, str) or len(table) > MOST_KEYS:
        return None
    readings = list(_readings(word, table))
    if not readings:
        return None
    chosen = [r for r in readings if r.is_exact] or readings
    if not any(r.meaning for r in chosen) and word in LAYERS:
        chosen = readings
    sure = [r for r in chosen if r.meaning]
    ours = [r for r in readings if r.is_ours and r.is_like_ours and r.is_complete]
    if ours and not any(r.is_exact for r in chosen):
        sure = [r for r in sure if r.is_ours or not r.is_like_ours]
    meanings = [r.meaning for r in (*sure, *ours) if r.meaning] if sure else []
    if not meanings:
        return Answer(None, _said(word, chosen))
    if any(_essence(other) != _essence(meanings[0]) for other in meanings[1:]):
        return Answer(None, _differing(sure, ours))
    flat = any(meaning.flat for meaning in meanings)
    return _kept(Meaning(meanings[0].layers, flat), table)


def meant_type(table: object, choices: tuple[str, ...]) -> tuple[str | None, str]:
    """Return the type that a table of an unknown type means, or None, and what to say about it."""
    word = table.get("type") if is_table(table) else None
    if not isinstance(word, str) or not is_table(table):
        return None, ""
    if LAYERS.keys() <= {*choices} and (answer := told(table)):
        return answer.main, answer.advice
    last = word.rpartition(".")[2]
    if "Conv2D" not in choices:
        return meant_word(last, choices)
    if is_elsewhere(last):
        return None, f"nothing here is {short(word)}: `speccnn layers` lists the types"
    flat = f"{last}2D"
    return flat if flat in choices else nearest(last, choices), ""


def is_elsewhere(word: str) -> bool:
    """Whether another framework has a word, so that it is no slip of another word."""
    plain = plainly(word)
    return plain in ELSEWHERE or any(plain in _by_word(name) for name in FRAMEWORKS)


def shown(layers: Iterable[Table]) -> str:
    """Return layers as the keys to write, one after the other."""
    return " and then ".join(
        ", ".join(f"`{key} = {_value(value)}`" for key, value in layer.items()) for layer in layers
    )


def _value(value: object) -> str:
    """Return a value as it is written, at most `LONGEST` characters of it."""
    if is_list(value) and len(value) <= MOST_SHOWN:
        return _cut(f"[{', '.join(map(_value, value))}]")
    if is_table(value) and len(value) <= MOST_SHOWN:
        pairs = (f"{short(key)[1:-1]} = {_value(item)}" for key, item in value.items())
        return _cut(f"{{ {', '.join(pairs)} }}")
    return _cut(short(value))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _takes(layer: Table, key: str, value: object) -> bool:
    """Whether a key can hold a value; what an expression gives is seen where it stands for it."""
    is_expression = isinstance(value, str) and "${" in value
    return is_expression or key in COPIED or accepts(model(str(layer["type"])), key, value)


def _readings(word: str, table: Mapping[str, object]) -> Iterable[_Reading]:
    *before, last = word.split(".")
    for framework in FRAMEWORKS:
        whose = [name for name, words in _PREFIXES.items() if {*before} & words]
        found = _by_word(framework).get(plainly(last))
        if found is None or (whose and (framework or "Keras") not in whose):
            continue
        spelling, translate = found
        if isinstance(translate, str):
            reading = _Reading(framework, None, translate, is_known=True)
        else:
            reading = _read(framework, translate, table)
        yield reading._replace(
            is_exact=last in spelling, is_like_ours=not LAYERS.keys().isdisjoint(spelling)
        )


def _read(framework: str, translate: Translate, table: Mapping[str, object]) -> _Reading:
    entry = Entry(table)
    try:
        meaning = translate(entry)
    except Untold as untold:
        return _Reading(framework, None, str(untold), is_known=True)
    if entry.left:
        key, word = short(entry.left[0])[1:-1], short(table["type"])
        said = f"{word} is {framework}'s, and nothing here is its `{key}`"
        return _Reading(framework, None, said, is_known=False)
    return _Reading(framework, meaning, "", is_known=True)


@cache
def _by_word(framework: str) -> dict[str, tuple[set[str], Translate | str]]:
    """Return the types of a framework in small letters, each with its spellings."""
    types, says = FRAMEWORKS[framework]
    found: dict[str, tuple[set[str], Translate | str]] = {}
    for sentence, names in says.items():
        for name in names.split():
            found.setdefault(plainly(name), (set(), sentence))[0].add(name)
    for name, translate in types.items():
        spellings = found[plainly(name)][0] if plainly(name) in found else set[str]()
        found[plainly(name)] = ({*spellings, name}, translate)
    return found


def _said(word: str, readings: list[_Reading]) -> str:
    """Return why a layer is not said, in the words of the first framework that knows why."""
    known = [r for r in readings if r.is_known]
    if not known:
        return "" if word in LAYERS else readings[0].said
    if known[0].framework == COMMON:
        return known[0].said
    return f"{short(word)} is {known[0].framework}'s; {known[0].said}"


def _differing(sure: list[_Reading], ours: list[_Reading]) -> str:
    """Return the sentence about a word that means several things."""
    meanings = {r.framework: r.meaning.layers for r in (*sure, *ours) if r.meaning}
    keys = {key for layers in meanings.values() for key in layers[-1]}
    seen: dict[str, list[str]] = {}
    for name, (*rest, last) in meanings.items():
        seen.setdefault(shown([*rest, _full(last, keys)]), []).append(name)
    return "; ".join(f"in {' and '.join(names)} it is {text}" for text, names in seen.items())


def _full(layer: Table, keys: set[str]) -> Table:
    """Return a layer with the defaults of those keys that others write."""
    fields = model(str(layer["type"])).fields()
    more = sorted(key for key in keys & fields.keys() - layer.keys() if not fields[key].is_required)
    return layer | {key: fields[key].default for key in more}


def _essence(meaning: Meaning) -> list[Table]:
    return [
        {key: value for key, value in layer.items() if not _is_default(layer, key, value)}
        for layer in meaning.layers
    ]


def _is_default(layer: Table, key: str, value: object) -> bool:
    field = model(str(layer["type"])).fields().get(key)
    if key == "type" or field is None:
        return False
    return field.default in (value, (value,), (value, value), (value, value, value))


def _kept(meaning: Meaning, table: Mapping[str, object]) -> Answer:
    """Return an answer with the name and the inputs of the layer at their places."""
    *before, last = meaning.layers
    kept = Entry(table).kept
    if before and any(key in kept for key in (*COPIED, "trainable")):
        keys = " and ".join(f"`{key}`" for key in (*COPIED, "trainable") if key in kept)
        several = f"it is several layers here, beside which {keys} cannot stand"
        return Answer(None, f"{several}: {shown(meaning.layers)}")
    read = {"inputs": kept.pop("inputs")} if before and "inputs" in kept else {}
    first = [before[0] | read, *before[1:]] if before else []
    whole = Meaning((*first, last | kept), meaning.flat)
    for layer in whole.layers:
        for key, value in layer.items():
            if key != "type" and table.get(key) is not value and not _takes(layer, key, value):
                return Answer(None, f"`{key}` of `{layer['type']}` does not take {short(value)}")
    on_vectors = ", which is the same for vectors" if meaning.flat else ""
    if not before and not on_vectors and last | kept | {"type": table["type"]} == table:
        return Answer(whole, f"did you mean `{last['type']}`?")
    return Answer(whole, f"write {shown(meaning.layers)}{on_vectors}")
