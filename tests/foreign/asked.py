"""Specs with one layer in another framework's words, and what becomes of it."""

from collections.abc import Mapping

from speccnn import pipeline
from speccnn.diagnostics.sink import Diagnostic
from speccnn.diagnostics.source import Source
from speccnn.fixes.advise import advised, fixed
from speccnn.language.canonical import key_text, value_text

Entry = Mapping[str, object]


def source(*layers: Entry, inputs: Mapping[str, object] | None = None, more: str = "") -> Source:
    """Return a spec of these layers."""
    shapes = value_text(dict(inputs or {"image": [8, 8, 4]}))
    head = f'speccnn = 1\nname = "net"\ninputs = {shapes}\n{more}\n'
    tables = ["\n".join(f"{key_text(k)} = {value_text(v)}" for k, v in x.items()) for x in layers]
    return Source("spec.toml", (head + "".join(f"[[layers]]\n{t}\n\n" for t in tables)).encode())


def told(given: Source) -> tuple[Diagnostic, ...]:
    """Return what is said of a spec, with fixes."""
    return advised(given, pipeline.diagnose(given), {})


def repaired(given: Source) -> Source:
    """Return the spec after `check --fix`."""
    return fixed(given, pipeline.diagnose(given), {})[0]


def safe_titles(given: Source) -> list[str]:
    """Return what `check --fix` would do."""
    return [fix.title for diagnostic in told(given) for fix in diagnostic.fixes if fix.safe]
