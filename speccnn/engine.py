"""Pydantic's engine, without the Python half of the package that it comes in.

That half declares the types of schemas, for type checkers. It takes as long to import as all the
modules that check a spec, and validates nothing.
"""

import sys
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import TYPE_CHECKING


def loaded(name: str) -> ModuleType:
    """Return the engine, a module of `pydantic_core` of that name, or else the whole package.

    Whoever imports `pydantic_core` later gets the same engine.
    """
    if name in sys.modules:
        return sys.modules[name]
    package = find_spec("pydantic_core")
    found = PathFinder.find_spec(name, package and package.submodule_search_locations)
    if found is None or found.loader is None:
        return import_module("pydantic_core")  # slower; the name is not one that it promises
    sys.modules[name] = module = module_from_spec(found)
    found.loader.exec_module(module)
    return module


if TYPE_CHECKING:
    from pydantic_core import ErrorDetails as ErrorDetails
    from pydantic_core import PydanticCustomError as PydanticCustomError
    from pydantic_core import SchemaValidator as SchemaValidator
    from pydantic_core import ValidationError as ValidationError
    from pydantic_core.core_schema import CoreSchema as CoreSchema
else:
    _engine = loaded("pydantic_core._pydantic_core")
    PydanticCustomError = _engine.PydanticCustomError
    SchemaValidator = _engine.SchemaValidator
    ValidationError = _engine.ValidationError
    CoreSchema = ErrorDetails = dict
