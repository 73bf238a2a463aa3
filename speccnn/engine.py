"""Pydantic's engine, without the Python half of the package that it comes in.

That half declares the types of schemas, for type checkers. It takes as long to import as all the
modules that check a spec, and validates nothing.
"""

import sys
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import TYPE_CHECKING

_NAME = "pydantic_core._pydantic_core"


def _loaded() -> ModuleType:
    """Return the engine; whoever imports `pydantic_core` later gets the same one."""
    if _NAME in sys.modules:
        return sys.modules[_NAME]
    package = find_spec("pydantic_core")
    found = PathFinder.find_spec(_NAME, package and package.submodule_search_locations)
    assert found is not None, "speccnn is installed with pydantic"
    assert found.loader is not None, "the engine is a module"
    sys.modules[_NAME] = module = module_from_spec(found)
    found.loader.exec_module(module)
    return module


if TYPE_CHECKING:
    from pydantic_core import ErrorDetails as ErrorDetails
    from pydantic_core import PydanticCustomError as PydanticCustomError
    from pydantic_core import SchemaValidator as SchemaValidator
    from pydantic_core import ValidationError as ValidationError
    from pydantic_core.core_schema import CoreSchema as CoreSchema
else:
    PydanticCustomError = _loaded().PydanticCustomError
    SchemaValidator = _loaded().SchemaValidator
    ValidationError = _loaded().ValidationError
    CoreSchema = ErrorDetails = dict
