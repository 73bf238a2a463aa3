"""The steps of an expansion: variables, then layers, then names."""

from collections.abc import Mapping
from keyword import iskeyword
from typing import TypeAlias

from speccnn.diagnostics.sink import Path, Sink, Traced
from speccnn.document.findings import BadName
from speccnn.document.program import Program
from speccnn.engine import ValidationError
from speccnn.fields import is_list
from speccnn.language.emitted import Emitted
from speccnn.language.expander import Expander, TooMuch
from speccnn.language.frames import Scope
from speccnn.language.limit_findings import TooManyExpressions
from speccnn.language.naming import finished
from speccnn.language.size_like_variable import report_sizes_like_variables
from speccnn.language.template import TemplateError, resolved, texts_with_expressions
from speccnn.language.unused import report_unused
from speccnn.language.variables import report_problem, scope_of
from speccnn.words import short

Root: TypeAlias = dict[str, object]

MOST_CHARACTERS = 1 << 18
VERBATIM = frozenset({"metadata", "layers", "variables", "blocks"})


def expanded(root: Root, overrides: Mapping[str, str], out: Sink) -> Root | None:
    """Return the values of a spec that uses the language, without what it uses.

    Findings about the expanded spec are led back to where it was written, from here on.
    """
    program = _program(root, out)
    if program is None:
        return None
    if not _is_short(root, out) or not _can_be_read(program, out):
        return None
    scope = scope_of(root, program.variables, overrides, out)
    if scope is None:
        return None
    report_sizes_like_variables(root, scope, out)
    others = _others(root, scope, out)
    expander = Expander(program.blocks, root, scope, out)
    layers = root.get("layers")
    if not is_list(layers):
        return others
    try:
        expander.entries(layers, ("layers",), expander.top)
    except TooMuch:
        return None
    if out.has_errors or others is None:
        return None
    report_unused(root, program, expander.used, out)
    expanded = finished(others, expander, out)
    _trace(expander.emitted, out)
    return expanded


def _program(root: Root, out: Sink) -> Program | None:
    try:
        return Program.model_validate({key: root[key] for key in Program.fields() if key in root})
    except ValidationError as error:
        from speccnn.document.mistakes import report  # noqa: PLC0415  sound specs do not pay

        report(error.errors(include_url=False), root, out)
    return None


def _is_short(root: Root, out: Sink) -> bool:
    """Whether there is little enough to evaluate; report it otherwise."""
    texts = {
        text
        for key, value in root.items()
        if key != "metadata"
        for text in texts_with_expressions(value)
    }
    length = sum(map(len, texts))
    if length > MOST_CHARACTERS:
        out.report(TooManyExpressions(length, MOST_CHARACTERS), at=())
    return length <= MOST_CHARACTERS


def _can_be_read(program: Program, out: Sink) -> bool:
    """Whether expressions can read every variable and parameter; report those they cannot."""
    paths: list[Path] = [("variables", name) for name in program.variables]
    for block, body in program.blocks.items():
        paths += [("blocks", block, "parameters", name) for name in body.parameters]
    words = [path for path in paths if iskeyword(str(path[-1]))]
    for path in words:
        out.report(BadName(short(path[-1])), at=path, part="key")
    return not words


def _others(root: Root, scope: Scope, out: Sink) -> Root | None:
    """Return all of a spec but its layers, variables and blocks, with expressions evaluated."""
    others: Root = {}
    for key, value in root.items():
        if key in VERBATIM:
            if key in {"metadata", "layers"}:
                others[key] = value
            continue
        try:
            others[key] = resolved(value, scope, (key,))
        except TemplateError as error:
            report_problem(error, Traced(error.path), scope, out, root=root)
    return None if out.has_errors else others


def _trace(emitted: list[Emitted], out: Sink) -> None:
    def trace(path: Path) -> Traced:
        match path:
            case ("layers", int(index), *rest) if index < len(emitted):
                return emitted[index].trace(tuple(rest))
            case _:
                return Traced(path)

    out.trace_by(trace)
