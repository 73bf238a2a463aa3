"""The spec in a run directory: as it was compiled, with the values of `--set`."""

from collections.abc import Mapping

from speccnn.diagnostics.fix import applied
from speccnn.diagnostics.sink import Sink
from speccnn.diagnostics.source import Source
from speccnn.fields import is_table
from speccnn.fixes.draft import CannotEditError, Draft, Set
from speccnn.language.canonical import as_toml
from speccnn.language.variables import scope_of


def as_compiled(source: Source, overrides: Mapping[str, str]) -> str:
    """Return the text of a sound spec, as TOML, in which variables have the values of `overrides`.

    TOML keeps its comments and its form.
    """
    draft = Draft(source)
    written = draft.values.get("variables")
    variables = written if is_table(written) else {}
    scope = scope_of(draft.values, variables, overrides, Sink(source)) or {}
    given = {name: scope[name] for name in overrides if name in scope}
    if not source.is_json:
        try:
            edits = draft.edits(tuple(Set(("variables", it), given[it]) for it in given))
        except CannotEditError:
            pass
        else:
            return applied(draft.text, edits)
    changed = {"variables": {**variables, **given}} if given else {}
    return as_toml({**draft.values, **changed})
