"""Expressions: Python's grammar, a closed list of its nodes, and our own evaluation.

Nothing is ever evaluated by Python. Every result is bounded, and what would be too large is refused
before it is computed.
"""

import ast
import math
import warnings
from collections.abc import Callable, Mapping
from functools import cache
from typing import TypeAlias, final

from speccnn.characters import named
from speccnn.fields import is_list
from speccnn.language.slips import Mended, mended

Result: TypeAlias = bool | int | float | str | list["Result"]

LONGEST = 1000
DEEPEST = 40
LARGEST = 2**63 - 1
MOST_DIGITS = 20
MOST_BITS = 1024


@final
class ExpressionError(Exception):
    """Why an expression has no value; `name` is set when it is for want of a variable.

    `mended` is what is meant, where it is written as in another language.
    """

    def __init__(
        self, reason: str, *, name: str | None = None, mended: Mended | None = None
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.name = name
        self.mended = mended


def evaluate(text: str, scope: Mapping[str, Result]) -> Result:
    """Return the value of an expression; raise `ExpressionError` when it has none."""
    try:
        return _value(_parsed(text), scope, 0)
    except ExpressionError:
        found = mended(text) if len(text) <= LONGEST else None
        if found is None:
            raise
        raise ExpressionError(found.reason, mended=found) from None


@cache
def names_in(text: str) -> frozenset[str]:
    """Return the names that an expression reads, those of functions left out."""
    nodes = list(ast.walk(_parsed(text)))
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    return frozenset(
        node.id for node in nodes if isinstance(node, ast.Name) and id(node) not in called
    )


@cache
def _parsed(text: str) -> ast.expr:
    if len(text) > LONGEST:
        raise ExpressionError(f"it is longer than {LONGEST} characters")
    if not text.isascii():
        other = next(char for char in text if not char.isascii())
        raise ExpressionError(f"expressions have no character {named(other)}")
    if not text.strip():
        raise ExpressionError("there is nothing between its braces")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # what Python only warns of, as in `1or 2`, is refused
            return ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        raise ExpressionError(f"it cannot be read ({error.msg})") from None
    except (ValueError, RecursionError, MemoryError):
        raise ExpressionError("it cannot be read") from None


def _value(  # noqa: C901, PLR0912  one case for each form that there is
    node: ast.expr, scope: Mapping[str, Result], depth: int
) -> Result:
    if depth > DEEPEST:
        raise ExpressionError(f"it is nested more than {DEEPEST} deep")
    if isinstance(node, ast.Name):
        if node.id not in scope:
            raise ExpressionError(f"there is no variable `{node.id}`", name=node.id)
        return scope[node.id]

    def part(child: ast.expr) -> Result:
        return _value(child, scope, depth + 1)

    match node:
        case ast.Constant(value=bool() | int() | float() | str() as constant):
            return _bounded(constant)
        case ast.List(elts=items):
            return _bounded([part(item) for item in items])
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _operated(type(op), part(left), part(right))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not part(operand)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
            number = _number(part(operand), "a sign")
            return _bounded(-number if isinstance(sign, ast.USub) else +number)
        case ast.BoolOp(op=op, values=values):
            return _either(values, part, stops_at=isinstance(op, ast.Or))
        case ast.Compare():
            return _compared(node, part)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return part(body) if part(test) else part(orelse)
        case ast.Subscript(value=value, slice=index) if not isinstance(index, ast.Slice):
            return _item(part(value), part(index))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            return _called(name, [part(argument) for argument in arguments])
        case _:
            raise ExpressionError(f"expressions have no {_NAMES.get(type(node), 'such form')}")


_NAMES: dict[type[ast.expr], str] = {
    ast.Attribute: "attributes",
    ast.Lambda: "lambdas",
    ast.ListComp: "comprehensions",
    ast.Dict: "tables",
    ast.Tuple: "tuples; a list is written [1, 2]",
    ast.Call: "calls but of min, max, round, ceil, floor, abs, int and len",
    ast.Subscript: "slices",
    ast.NamedExpr: "assignments",
    ast.JoinedStr: "f-strings",
    ast.BinOp: "operators but + - * / // % **",
    ast.Constant: "values but numbers, strings, True and False",
}


def _either(
    values: list[ast.expr], part: Callable[[ast.expr], Result], *, stops_at: bool
) -> Result:
    result: Result = not stops_at
    for value in values:
        result = part(value)
        if bool(result) is stops_at:
            break
    return result


def _compared(node: ast.Compare, part: Callable[[ast.expr], Result]) -> bool:
    left = part(node.left)
    for op, comparator in zip(node.ops, node.comparators, strict=True):
        if type(op) not in _COMPARISONS:
            raise ExpressionError("expressions have no `in` and no `is`")
        right = part(comparator)
        if isinstance(op, ast.Eq | ast.NotEq):
            holds = (left == right) is isinstance(op, ast.Eq)
        else:
            holds = _ordered(op, left, right)
        if not holds:
            return False
        left = right
    return True


def _ordered(op: ast.cmpop, left: Result, right: Result) -> bool:
    match left, right:
        case (int() | float() as a, int() | float() as b):
            order = (a > b) - (a < b)
        case (str() as a, str() as b):
            order = (a > b) - (a < b)
        case _:
            raise ExpressionError(f"{_kind(left)} and {_kind(right)} have no order")
    return order in _ORDERS[type(op)]


_ORDERS: dict[type[ast.cmpop], tuple[int, ...]] = {
    ast.Lt: (-1,),
    ast.LtE: (-1, 0),
    ast.Gt: (1,),
    ast.GtE: (0, 1),
}
_COMPARISONS = {ast.Eq, ast.NotEq, *_ORDERS}


_Numbers: TypeAlias = Callable[[float, float], complex]
_OPERATORS: dict[type[ast.operator], _Numbers] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.FloorDiv: lambda a, b: a // b,
    ast.Mod: lambda a, b: a % b,
    ast.Pow: lambda a, b: a**b,
}


def _operated(op: type[ast.operator], left: Result, right: Result) -> Result:
    match left, right:
        case (str(), str()) if op is ast.Add:
            return _bounded(left + right)
        case (list(), list()) if op is ast.Add:
            return _bounded([*left, *right])
        case _:
            pass
    a, b = _number(left, "arithmetic"), _number(right, "arithmetic")
    if op is ast.Pow and abs(a) > 1 and b * math.log2(abs(a)) > MOST_BITS:
        raise ExpressionError("the result is too large")
    try:
        return _bounded(_OPERATORS[op](a, b))
    except ZeroDivisionError:
        raise ExpressionError("it divides by zero") from None
    except OverflowError:
        raise ExpressionError("the result is too large") from None


def _item(value: Result, index: Result) -> Result:
    if not isinstance(value, list | str):
        raise ExpressionError(f"{_kind(value)} has no items")
    if type(index) is not int:
        raise ExpressionError("an index is a whole number")
    if not -len(value) <= index < len(value):
        raise ExpressionError(_no_item(value, index))
    return value[index]


def _no_item(value: list[Result] | str, index: int) -> str:
    what, parts = ("text", "character") if isinstance(value, str) else ("list", "item")
    if not value:
        return f"the {what} is empty, so there is no {parts} {index}"
    count = f"{len(value)} {parts}{'s' if len(value) > 1 else ''}"
    last = f"numbered from 0, so the last is {len(value) - 1}"
    return f"the {what} has {count}, {last}; there is no {parts} {index}"


def _called(name: str, arguments: list[Result]) -> Result:
    match name, arguments:
        case ("min" | "max", [list() as items]) if items:
            return _extreme(name, items)
        case "min" | "max", [_, _, *_]:
            return _extreme(name, arguments)
        case "len", [list() | str() as items]:
            return len(items)
        case "round", [value]:
            return _bounded(round(_number(value, "round")))
        case "round", [value, int() as digits] if abs(digits) <= MOST_DIGITS:
            return _bounded(round(_number(value, "round"), digits))
        case "ceil" | "floor" | "abs" | "int", [value]:
            return _bounded(_ROUNDINGS[name](_number(value, name)))
        case _ if name in _USES:
            raise ExpressionError(f"`{name}` is called so: {_USES[name]}")
        case _:
            reason = f"there is no function `{name}`; there are {', '.join(_USES)}"
            raise ExpressionError(reason)


_USES = {
    "min": "`min(a, b)` or `min(list)`, of numbers",
    "max": "`max(a, b)` or `max(list)`, of numbers",
    "round": f"`round(x)` or `round(x, digits)`, with up to {MOST_DIGITS} digits",
    "ceil": "`ceil(x)`",
    "floor": "`floor(x)`",
    "abs": "`abs(x)`",
    "int": "`int(x)`",
    "len": "`len(list)` or `len(text)`",
}


_ROUNDINGS: dict[str, Callable[[int | float], int | float]] = {
    "ceil": math.ceil,
    "floor": math.floor,
    "abs": abs,
    "int": int,
}


def _extreme(name: str, items: list[Result]) -> Result:
    numbers = [_number(item, name) for item in items]
    return min(numbers) if name == "min" else max(numbers)


def _number(value: Result, what: str) -> int | float:
    if isinstance(value, int | float):
        return value
    raise ExpressionError(f"{what} takes numbers, not {_kind(value)}")


def _bounded(value: complex | str | list[Result]) -> Result:
    match value:
        case bool():
            return value
        case int() if abs(value) > LARGEST:
            raise ExpressionError("the result is too large")
        case float() if not math.isfinite(value):
            raise ExpressionError("the result is not finite")
        case complex():
            raise ExpressionError("the result is not a real number")
        case str() if len(value) > LONGEST:
            raise ExpressionError(f"the result is longer than {LONGEST} characters")
        case list() if not is_small(value):
            raise ExpressionError(f"the result is a list of more than {LONGEST} items")
        case _:
            return value


def is_small(value: object) -> bool:
    """Whether a list has at most `LONGEST` items, those of lists in it too, `DEEPEST` deep."""
    level = value if is_list(value) else []
    count, depth = len(level), 0
    while level and count <= LONGEST and depth <= DEEPEST:
        lists = [item for item in level if is_list(item)]
        count += sum(map(len, lists))
        depth += 1
        level = [inner for item in lists for inner in item] if count <= LONGEST else level
    return count <= LONGEST and depth <= DEEPEST


def _kind(value: Result) -> str:
    match value:
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "a list"
