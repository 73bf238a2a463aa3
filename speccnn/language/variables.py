"""The values of variables: as written, as the command line says, and through each other."""

import json
from collections.abc import Mapping

from speccnn.diagnostics.sink import Path, Sink, Traced
from speccnn.document.findings import WrongType
from speccnn.fields import is_list
from speccnn.language.expression import Result
from speccnn.language.findings import BadExpression, UnknownVariable
from speccnn.language.frames import Scope
from speccnn.language.template import TemplateError, names_read, resolved
from speccnn.words import nearest, short

TYPES: dict[str, str] = {
    "bool": "true or false",
    "int": "a whole number",
    "float": "a number",
    "str": "a string",
    "list": "a list",
}


def scope_of(
    variables: Mapping[str, object], overrides: Mapping[str, str], out: Sink
) -> Scope | None:
    """Return the value of each variable, or report those that have none."""
    given = {**variables, **_overridden(variables, overrides, out)}
    scope: dict[str, Result] = {}
    waiting = dict(given)
    while waiting:
        ready = [name for name in waiting if not set(names_read(waiting[name])) & waiting.keys()]
        for name in ready or list(waiting)[:1]:
            path: Path = ("variables", name)
            value = waiting.pop(name)
            if not ready:
                circle = BadExpression("variables are defined by each other in a circle")
                out.report(circle, at=path)
                return None
            try:
                settled = as_result(resolved(value, scope, path))
            except TemplateError as error:
                report_problem(error, Traced(error.path), scope, out)
                return None
            if settled is None:
                out.report(WrongType(name, _ANY, short(value)), at=path)
                return None
            scope[name] = settled
    return None if out.has_errors else scope


_ANY = "a number, a string, true or false, or a list of these"


def as_result(value: object) -> Result | None:
    """Return a value of a spec as one of expressions, or None if it is none."""
    if isinstance(value, bool | int | float | str):
        return value
    if not is_list(value):
        return None
    items = [as_result(item) for item in value]
    found = [item for item in items if item is not None]
    return found if len(found) == len(items) else None


def kind_of(value: object) -> str:
    """Return the name of a value's type."""
    return next(name for name in TYPES if type(value).__name__ == name)


def is_of(value: object, kind: str) -> bool:
    """Whether a value is of a type; whole numbers are numbers too."""
    return type(value).__name__ == kind or (kind == "float" and type(value) is int)


def report_problem(
    error: TemplateError, traced: Traced, scope: Scope, out: Sink, *, layer: str | None = None
) -> None:
    """Report a string that has no value."""
    problem = error.problem
    name = problem.error.name
    if name is None:
        finding = BadExpression(problem.error.reason)
    else:
        finding = UnknownVariable(name, nearest(name, scope), tuple(scope))
    within = (problem.start, problem.end)
    out.report(finding, at=traced, layer=layer, within=within)


def _overridden(
    variables: Mapping[str, object], overrides: Mapping[str, str], out: Sink
) -> dict[str, object]:
    """Return what the command line sets, read as JSON, or else as text."""
    found: dict[str, object] = {}
    for name, text in overrides.items():
        if name not in variables:
            finding = UnknownVariable(short(name)[1:-1], nearest(name, variables), tuple(variables))
            out.report(finding, at=("variables",), part="key")
            continue
        value = _read(text)
        written = as_result(variables[name])
        if written is not None and not isinstance(written, str):
            kind = kind_of(written)
            if not is_of(value, kind):
                out.report(WrongType(name, TYPES[kind], short(text)), at=("variables", name))
                continue
            found[name] = value
        else:
            found[name] = text
    return found


def _read(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text
