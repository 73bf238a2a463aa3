"""What is meant by a key that its table does not have."""

import json
from collections.abc import Iterator
from typing import NamedTuple, final

from speccnn.closed import Closed
from speccnn.diagnostics.sink import Path
from speccnn.document.accepts import accepts
from speccnn.document.elsewhere import ADVICE, HOMES, OPTIMIZER, SAME
from speccnn.document.foreign import KEYS, LEFT_OUT, advice_on_key, is_same, meant, plainly
from speccnn.document.frameworks.meaning import told
from speccnn.document.lookup import model_at, table_name, value_at
from speccnn.fields import is_table
from speccnn.layers.base import Layer
from speccnn.training.kinds import OPTIMIZER_ALIASES
from speccnn.words import nearest, short

MOST_IN_VALUE = 40
MOST_DIGITS = 12

# What TensorFlow 1 and others call the share of numbers that `Dropout` leaves as they are.
KEPT = frozenset(
    {
        "keep",
        "keepprob",
        "keepprobability",
        "keeprate",
        "keepratio",
        "retain",
        "survivalprob",
        "survivalprobability",
    }
)
SIZES = frozenset({"height", "width", "channels", "depth", "length", "h", "w", "c", "d"})
RANGES: dict[str, tuple[str, ...]] = {
    "multiple_of": ("multiple", "multiples", "step", "stride", "divisor", "divisibleby"),
    "at_least": ("min", "minimum", "from", "lower", "smallest", "start"),
    "at_most": ("max", "maximum", "to", "upper", "largest", "stop"),
    "remainder": ("offset", "mod", "modulo", "rest"),
}
SHAPES = frozenset({"inputshape", "inputsize", "inputdim", "imagesize", "imageshape", "shape"})
NAMED_INPUTS = "inputs have names, such as `inputs = { image = [28, 28, 1] }`"
ONE_LIST = "the sizes are one list, such as `shape = [28, 28, 1]`: height, width, channels"


@final
class Meaning(NamedTuple):
    """What may be meant by a key: another one of its table, or one that is at home elsewhere.

    `home` is the path of the key elsewhere; `advice` says what to do in words. `instead` are keys
    that must be written, one of which is meant.
    """

    suggestion: str | None = None
    home: Path = ()
    advice: str = ""
    instead: tuple[str, ...] = ()


@final
class Stranger(NamedTuple):
    """A key that its table does not have: where it is, what it holds, and what might be meant.

    `model` is that of the table, `known` are its keys that are not written, `missing` those of them
    that must be.
    """

    root: object
    path: Path
    model: type[Closed] | None
    known: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def key(self) -> str:
        """The key, as it is written."""
        return str(self.path[-1])

    @property
    def value(self) -> object:
        """What it holds."""
        return value_at(self.root, self.path)

    def takes(self, key: str, *, inside: bool = False) -> bool:
        """Whether a key of the same table can hold the value."""
        return self.model is not None and accepts(self.model, key, self.value, inside=inside)


def meaning(stranger: Stranger) -> Meaning:
    """Return what is meant by a key.

    A key is suggested only if it can hold the value. Where the layer is one of another framework's,
    all its keys are.
    """
    table = value_at(stranger.root, stranger.path[:-1])
    is_layer = stranger.model is not None and issubclass(stranger.model, Layer)
    answer = told(table) if is_layer and is_table(table) else None
    if answer and answer.meaning and is_table(table):
        new = tuple(key for layer in answer.meaning.layers for key in layer if key not in table)
        return Meaning(meant(stranger.key, KEYS, new), advice=answer.advice, instead=new)
    found = _of_key(stranger)
    if answer and not (found.suggestion or found.home or found.advice):
        return found._replace(advice=answer.advice)
    return found


def _of_key(stranger: Stranger) -> Meaning:
    """Return what is meant by a key as such, whatever stands beside it."""
    key, known = stranger.key, stranger.known
    taken = [name for name in known if stranger.takes(name, inside=is_same(key, name))]
    by_word = {plainly(name): name for name in known}
    if same := by_word.get(plainly(key)):
        return Meaning(same) if same in taken else _needs(stranger, same)
    if explained := _explained(stranger):
        return explained
    words = RANGES if stranger.path[0] == "sizes" else KEYS
    if found := meant(key, words, tuple(taken)):
        return Meaning(found)
    if stranger.path[0] in {"training", "data"} and plainly(key) in ADVICE:
        return Meaning(advice=ADVICE[plainly(key)])
    return _near(stranger, taken)


def _near(stranger: Stranger, taken: list[str]) -> Meaning:
    """Return what a key is nearly, or what is missing in its table; it is none of a framework's."""
    key, known = stranger.key, stranger.known
    if other := meant(key, KEYS, known):
        return _needs(stranger, other)
    if found := nearest(key, taken):
        return Meaning(found)
    if near := nearest(key, [name for name in known if is_same(key, name)]):
        return _needs(stranger, near)
    return _lacking(stranger)


def _explained(stranger: Stranger) -> Meaning | None:
    """Return what is said of a key that has its place elsewhere, or none."""
    word = plainly(stranger.key)
    if len(stranger.path) == 1 and word in SHAPES and "inputs" in stranger.missing:
        return Meaning(advice=NAMED_INPUTS, instead=("inputs",))
    if stranger.path[0] == "inputs" and word in SIZES:
        return Meaning(advice=ONE_LIST, instead=("shape",))
    table = stranger.path[:-1]
    homes = _homes(stranger, HOMES if table in HOMES else HOMES[:1])
    if homes:
        return _elsewhere(stranger, homes)
    same = SAME.get(word, ()) if table in HOMES else ()
    if same:
        key, is_here = str(same[-1]), same[:-1] == table
        if is_here and key in stranger.known and stranger.takes(key):
            return Meaning(key)
        where = "" if is_here else f" in `{'.'.join(map(str, same[:-1]))}`"
        refused = f"which does not take {short(stranger.value)}"
        return Meaning(advice=f"it is `{key}`{where}, {refused}")
    if word in KEPT and "rate" in stranger.known:
        return _dropped(stranger)
    return Meaning(advice=advice_on_key(stranger.key)) if word in LEFT_OUT else None


def _lacking(stranger: Stranger) -> Meaning:
    """Return the key that the table lacks and that takes the value, or those of which one does."""
    is_other = plainly(stranger.key) in map(plainly, KEYS)
    instead = tuple(name for name in stranger.missing if stranger.takes(name) and not is_other)
    if len(instead) == len(stranger.missing) == 1:
        return Meaning(instead[0])
    if not instead and (homes := _homes(stranger, HOMES)):
        return _elsewhere(stranger, homes)
    lacks = " and ".join(f"`{name}`" for name in instead)
    return Meaning(advice=f"{lacks} must be written and are not" if lacks else "", instead=instead)


def _dropped(stranger: Stranger) -> Meaning:
    """Return what is meant by a share that is kept: all but the share that is dropped."""
    share = dropped(stranger.value)
    pair = "1 - the share that is kept" if share is None else f"`rate = {share}`"
    return Meaning(advice=f"`rate` is the share that is dropped: {pair}", instead=("rate",))


def dropped(kept: object) -> float | None:
    """Return the share that is dropped where another is kept, if that is a share below 1."""
    if isinstance(kept, bool) or not isinstance(kept, int | float) or not 0 < kept <= 1:
        return None
    return round(1 - kept, MOST_DIGITS)


def _needs(stranger: Stranger, key: str) -> Meaning:
    """Return why a key that is nearly the same is not suggested."""
    why = f"`{key}` is a key, but it does not take {short(stranger.value)}"
    return Meaning(advice=why, instead=(key,))


def _homes(stranger: Stranger, tables: tuple[Path, ...]) -> list[Path]:
    """Return where a key is at home that stands in another table."""
    found = dict.fromkeys(_homes_in(stranger, tables))
    return list(found)


def _homes_in(stranger: Stranger, tables: tuple[Path, ...]) -> Iterator[Path]:
    table, word = stranger.path[:-1], plainly(stranger.key)
    same = SAME.get(word, ())
    if same and same[:-1] != table and same[:-1] in tables and _takes(stranger, same):
        yield same
    for home in tables:
        model = _model_at(stranger.root, home) if home != table else None
        for key in model.fields() if model else ():
            if plainly(key) == word and key != "type" and _takes(stranger, (*home, key)):
                yield (*home, key)


def _elsewhere(stranger: Stranger, homes: list[Path]) -> Meaning:
    """Return what is said of a key that is at home in one table, or in one of several."""
    if len(homes) == 1:
        return Meaning(home=homes[0], advice=_at_home(stranger, homes[0]))
    tables = [f"`{'.'.join(map(str, home[:-1]))}`" for home in homes if len(home) > 1]
    return Meaning(advice=f"it belongs to {' or '.join(tables) or 'the spec'}")


def _takes(stranger: Stranger, path: Path) -> bool:
    """Whether a key elsewhere is free, and can hold the value."""
    *table, key = path
    model = _model_at(stranger.root, tuple(table))
    is_free = value_at(stranger.root, path) is None
    return (
        model is not None
        and str(key) in model.fields()
        and is_free
        and accepts(model, str(key), stranger.value)
    )


def _model_at(root: object, path: Path) -> type[Closed] | None:
    """Return the model of a table, written or not; of an optimizer that is a name, too."""
    value = value_at(root, path)
    if path == OPTIMIZER and not is_table(value):
        name = "adam" if value is None else value
        kind = OPTIMIZER_ALIASES.get(name) if isinstance(name, str) else None
        return model_at({"training": {"optimizer": {"type": kind}}}, path) if kind else None
    return model_at(root, path)


def _at_home(stranger: Stranger, home: Path) -> str:
    *table, key = home
    shown = _shown(stranger.value)
    pair = f"{key} = {shown}" if shown else key
    if not table:
        here = table_name(stranger.root, stranger.path[:-1])
        return f"it is a key of the spec, not of {here}: write it at the top"
    return f"it belongs to `{'.'.join(map(str, table))}`: `{pair}`"


def _shown(value: object) -> str:
    """Return a plain value as TOML and JSON have it, or the empty text."""
    if isinstance(value, bool | int | float | str):
        text = json.dumps(value, ensure_ascii=False)
        return text if len(text) <= MOST_IN_VALUE else ""
    return ""
