"""Pydantic's engine is loaded alone, and with its package where it is not found by its name."""

import sys

import pydantic_core
import pytest

from speccnn import engine


def test_the_engine_is_that_of_the_package() -> None:
    alone = engine.loaded("pydantic_core._pydantic_core")
    assert alone is sys.modules["pydantic_core._pydantic_core"]
    assert engine.SchemaValidator is pydantic_core.SchemaValidator
    assert engine.ValidationError is pydantic_core.ValidationError


def test_where_the_module_has_another_name_the_package_is_loaded() -> None:
    package = engine.loaded("pydantic_core._of_another_name")
    assert package is pydantic_core
    with pytest.raises(engine.ValidationError):
        package.SchemaValidator({"type": "int"}).validate_python("seven")
    for name in ("PydanticCustomError", "SchemaValidator", "ValidationError"):
        assert getattr(package, name) is getattr(engine, name)


def test_a_module_that_is_not_loaded_yet_is_found_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "pydantic_core.core_schema"
    monkeypatch.delitem(sys.modules, name, raising=False)
    module = engine.loaded(name)
    assert sys.modules[name] is module
    assert "CoreSchema" in vars(module)
