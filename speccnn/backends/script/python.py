"""The Python printer: all text from specs enters scripts through it, as literals."""

import ast
import keyword
import math
import re
from collections.abc import Mapping, Sequence
from typing import final

from speccnn.calls import Call, Reference, Value
from speccnn.sizes.formula import Atom, Monomial, Name, Size

WIDTH = 88
STEP = 4
SHORTENED = {"keras.layers.": "layers.", "extra_layers.": ""}
ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
ASCII_END = 0x7F
LATIN_END = 0x100
BMP_END = 0x10000


@final
class Python(str):
    """Python source text; only this module makes it, and only it is printed into scripts."""

    __slots__ = ()


def code(value: Value, *, after: str = "", tail: int = 0) -> Python:
    """Return a value as source, laid out as `ruff format` would.

    `after` is the text before it on its first line; its indentation is that of the statement.
    `tail` is how many characters follow it on its last line.
    """
    indent = len(after) - len(after.lstrip())
    return Python(_fitted(value, len(after), indent, tail=tail))


def application(call: Call, reads: Sequence[str], *, after: str) -> Python:
    """Return the source of calling what `call` makes on the variables `reads`.

    Several variables are passed as one list, as Keras's merging layers want them.
    """
    indent = len(after) - len(after.lstrip())
    names = [identifier(read) for read in reads]
    made = _fitted(call, len(after), indent, tail=len("("))
    column = len(made) - made.rfind("\n") - 1 if "\n" in made else len(after) + len(made)
    arguments: tuple[Value, ...] = (names[0],) if len(names) == 1 else (list[Value](names),)
    return Python(made + _bracketed(Call("", arguments), column, indent, tail=0))


def application_of(layer: str, reads: Sequence[str]) -> Python:
    """Return the source of calling the variable `layer` on the variables `reads`."""
    names = [identifier(read) for read in reads]
    arguments: tuple[Value, ...] = (names[0],) if len(names) == 1 else (list[Value](names),)
    return code(Call(layer, arguments))


def unpacking(names: Sequence[str], value: str, *, indent: int) -> Python:
    """Return the statement that gives names to all items of the variable `value`."""
    listed = [identifier(name) for name in names]
    joined = f"({listed[0]},)" if len(listed) == 1 else ", ".join(listed)
    flat = f"{joined} = {identifier(value)}"
    if indent + len(flat) <= WIDTH:
        return Python(flat)
    lines = "".join(f"{' ' * (indent + STEP)}{name},\n" for name in listed)
    return Python(f"(\n{lines}{' ' * indent}) = {identifier(value)}")


def statement(variable: str, value: Value, *, indent: int) -> Python:
    """Return the statement that sets a variable, or, if `variable` is empty, only makes a call."""
    before = f"{' ' * indent}{identifier(variable)} = " if variable else " " * indent
    return Python(before + code(value, after=before))


def assertion(variable: str, shape: Sequence[int | None], *, indent: int) -> Python:
    """Return the statement that a tensor has this shape behind the axis of the batch."""
    name = identifier(variable)
    return Python(f"{' ' * indent}assert {name}.shape[1:] == {_flat(list[Value](shape))}")


def identifier(name: str) -> Python:
    """Return a name, dotted or not, that speccnn chose; no text of a spec may stand here."""
    assert all(
        re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", part) and not keyword.iskeyword(part)
        for part in name.split(".")
    ), f"{name!r} is no Python name"
    return Python(name)


def shortened(target: str) -> Python:
    """Return the name of what a call makes as scripts import it."""
    name = identifier(target)
    for long, short in SHORTENED.items():
        if name.startswith(long):
            return Python(short + name.removeprefix(long))
    return name


def arithmetic(size: Size, variables: Mapping[str, str]) -> Python:
    """Return a size as an expression over `variables`, which stand for the names in it."""
    if isinstance(size, int):
        return Python(repr(size))
    terms = sorted(size.terms.items(), key=lambda term: (term[1] < 0, not term[0]))
    text = "".join(f" {'-' if n < 0 else '+'} {_product(abs(n), it, variables)}" for it, n in terms)
    return Python(text.removeprefix(" + ").removeprefix(" "))


def _product(count: int, monomial: Monomial, variables: Mapping[str, str]) -> str:
    factors = [_factor(atom, variables) for atom in monomial]
    return " * ".join([repr(count), *factors] if count > 1 or not factors else factors)


def _factor(atom: Atom, variables: Mapping[str, str]) -> str:
    if isinstance(atom, Name):
        return identifier(variables[atom.text])
    inner = arithmetic(atom.inner, variables)
    return f"({f'({inner})' if ' ' in inner else inner} // {atom.divisor})"


def own_source(text: str) -> Python:
    """Return source that speccnn itself holds, such as a layer that Keras lacks."""
    ast.parse(text)
    return Python(text)


def only_python(value: object) -> Python:
    """Return `value` if the printer made it; a template must not output anything else."""
    assert isinstance(value, Python), f"a template outputs {value!r} without a filter"
    return value


def _fitted(value: Value, column: int, indent: int, *, tail: int) -> str:
    """Return source that starts at `column` and is followed by `tail` characters on its line."""
    flat = _flat(value)
    if column + len(flat) + tail <= WIDTH:
        return flat
    match value:
        case Python() | str() | Reference():
            return flat
        case Call():
            target = shortened(value.target)
            return target + _bracketed(value, column + len(target), indent, tail=tail)
        case Mapping() if value:
            return "{" + _one_a_line(_items(value), indent) + "}"
        case tuple() if value:
            return "(" + _one_a_line([("", item) for item in value], indent) + ")"
        case list() if value:
            return "[" + _one_a_line([("", item) for item in value], indent) + "]"
        case _:
            return flat


def _bracketed(call: Call, column: int, indent: int, *, tail: int) -> str:
    """Return a call's arguments in brackets: on one line, on a line of their own, or on many."""
    parts = _arguments(call)
    flat = _joined(parts)
    if not parts or column + len(flat) + len("()") + tail <= WIDTH:
        return f"({flat})"
    if indent + STEP + len(flat) <= WIDTH:
        return f"(\n{' ' * (indent + STEP)}{flat}\n{' ' * indent})"
    return f"({_one_a_line(parts, indent)})"


def _one_a_line(parts: list[tuple[str, Value]], indent: int) -> str:
    inner = " " * (indent + STEP)
    lines = [
        inner
        + label
        + _fitted(value, indent + STEP + len(label), indent + STEP, tail=len(","))
        + ",\n"
        for label, value in parts
    ]
    return "\n" + "".join(lines) + " " * indent


def _flat(value: Value) -> str:
    match value:
        case Python():
            return value
        case Reference():
            return identifier(value.target)
        case str():
            return _quoted(value)
        case None | bool() | int():
            return repr(value)
        case float():
            assert math.isfinite(value), f"{value} has no literal"
            return repr(value).replace("e+", "e")
        case Call():
            return f"{shortened(value.target)}({_joined(_arguments(value))})"
        case tuple():
            return f"({_flat(value[0])},)" if len(value) == 1 else f"({_listed(value)})"
        case list():
            return f"[{_listed(value)}]"
        case _:
            return "{" + _joined(_items(value)) + "}"


def _listed(values: Sequence[Value]) -> str:
    return ", ".join(_flat(value) for value in values)


def _joined(parts: list[tuple[str, Value]]) -> str:
    return ", ".join(label + _flat(value) for label, value in parts)


def _arguments(call: Call) -> list[tuple[str, Value]]:
    keywords = [(f"{identifier(name)}=", value) for name, value in call.kwargs.items()]
    return [("", value) for value in call.args] + keywords


def _items(table: Mapping[str, Value]) -> list[tuple[str, Value]]:
    return [(f"{_quoted(key)}: ", value) for key, value in table.items()]


def _quoted(text: str) -> str:
    """Return an ASCII string literal, in the quotes that need fewer escapes."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    return quote + "".join(_escaped(character, quote) for character in text) + quote


def _escaped(character: str, quote: str) -> str:
    if character == quote:
        return "\\" + quote
    if character in ESCAPES:
        return ESCAPES[character]
    number = ord(character)
    if character.isprintable() and number < ASCII_END:
        return character
    if number < LATIN_END:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < BMP_END else f"\\U{number:08x}"
