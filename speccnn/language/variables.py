"""The values of variables: as written, as the command line says, and through each other."""

import json
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import islice
from math import isfinite

from speccnn.diagnostics.sink import Path, Sink, Traced
from speccnn.document.findings import WrongType
from speccnn.fields import is_list
from speccnn.language.expression import LARGEST, LONGEST, Result, is_small
from speccnn.language.findings import BadExpression, UnknownVariable
from speccnn.language.frames import Scope
from speccnn.language.places import place_of
from speccnn.language.template import Problem, TemplateError, names_read, resolved
from speccnn.words import nearest, short

TYPES: dict[str, str] = {
    "bool": "true or false",
    "int": "a whole number",
    "float": "a number",
    "str": "a string",
    "list": "a list",
}


def scope_of(
    root: dict[str, object],
    variables: Mapping[str, object],
    overrides: Mapping[str, str],
    out: Sink,
) -> Scope | None:
    """Return the value of each variable of a spec, or report those that have none."""
    scope = _settled(root, variables, {}, out)
    if not overrides or scope is None:
        return scope
    given = _overridden(scope, overrides, out)
    rest = {name: value for name, value in variables.items() if name not in given}
    return None if out.has_errors else _settled(root, rest, given, out)


def _settled(
    root: dict[str, object],
    variables: Mapping[str, object],
    given: Mapping[str, Result],
    out: Sink,
) -> Scope | None:
    """Return `given` and the values of variables, which may read each other in any order."""
    reads = {
        name: sorted(set(names_read(value)) & variables.keys()) for name, value in variables.items()
    }
    try:
        order = tuple(TopologicalSorter(reads).static_order())
    except CycleError as error:
        names: list[str] = error.args[1][::-1]
        shown = names if len(names) <= MOST_NAMES else [*names[: MOST_NAMES - 1], "…", names[-1]]
        circle = BadExpression(f"variables read each other in a circle: {' -> '.join(shown)}")
        out.report(circle, at=("variables", names[0]))
        return None
    scope = dict(given)
    for name in order:
        path: Path = ("variables", name)
        value = variables[name]
        try:
            settled = as_result(resolved(value, scope, path))
        except TemplateError as error:
            report_problem(error, Traced(error.path), scope, out, root=root)
            return None
        if settled is None:
            out.report(WrongType(name, ANY, short(value)), at=path)
            return None
        scope[name] = settled
    return scope


ANY = f"a number, a string, true or false, or a list of at most {LONGEST} of these"
MOST_NAMES = 8
MOST_SUGGESTIONS = 500


def as_result(value: object) -> Result | None:
    """Return a value of a spec as one of expressions, or None if it is none."""
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return value if abs(value) <= LARGEST else None
    if not is_list(value) or not is_small(value):
        return None
    items = [as_result(item) for item in value]
    found = [item for item in items if item is not None]
    return found if len(found) == len(items) else None


def kind_of(value: object) -> str:
    """Return the name of a value's type."""
    return type(value).__name__


def is_of(value: object, kind: str) -> bool:
    """Whether a value is of a type; whole numbers are numbers too."""
    return type(value).__name__ == kind or (kind == "float" and type(value) is int)


def report_problem(
    error: TemplateError, traced: Traced, scope: Scope, out: Sink, *, root: object = None
) -> None:
    """Report a string that has no value; `root` is the spec, where a name may stand elsewhere."""
    problem = error.problem
    name = problem.error.name
    finding = _bad(problem) if name is None else _unknown(name, scope, root)
    out.report(finding, at=traced, within=(problem.start, problem.end))


def _bad(problem: Problem) -> BadExpression:
    meant = problem.error.mended
    if meant is None:
        return BadExpression(problem.error.reason)
    return BadExpression(meant.reason, problem.text, meant.text, meant.is_safe)


def _unknown(name: str, scope: Mapping[str, object], root: object = None) -> UnknownVariable:
    known = tuple(islice(scope, MOST_SUGGESTIONS))
    more = ("…",) if len(known) > MOST_NAMES else ()
    words, place = place_of(name, root)
    meant = None if words else nearest(name, known)
    return UnknownVariable(short(name)[1:-1], meant, (*known[:MOST_NAMES], *more), words, place)


def _overridden(written: Scope, overrides: Mapping[str, str], out: Sink) -> dict[str, Result]:
    """Return what the command line sets: JSON, of the type that is written, or text for text."""
    found: dict[str, Result] = {}
    for name, text in overrides.items():
        if name not in written:
            out.report(_unknown(name, written), at=("variables",), part="key")
            continue
        kind = kind_of(written[name])
        value = text if kind == "str" else as_result(_read(text))
        if value is None or not is_of(value, kind):
            out.report(WrongType(name, TYPES[kind], short(text)), at=("variables", name))
            continue
        found[name] = value
    return found


def _read(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
