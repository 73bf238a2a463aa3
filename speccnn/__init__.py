"""A declarative model-spec compiler for convolutional networks."""

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from speccnn.diagnostics.sink import Diagnostic, SpecError
    from speccnn.diagnostics.source import Source
    from speccnn.pipeline import Checked, check, diagnose, emit

__all__ = [
    "Checked",
    "Diagnostic",
    "Source",
    "SpecError",
    "__version__",
    "check",
    "diagnose",
    "emit",
]

_HOMES = {
    "Checked": "speccnn.pipeline",
    "Diagnostic": "speccnn.diagnostics.sink",
    "Source": "speccnn.diagnostics.source",
    "SpecError": "speccnn.diagnostics.sink",
    "check": "speccnn.pipeline",
    "diagnose": "speccnn.pipeline",
    "emit": "speccnn.pipeline",
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'speccnn' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
