"""Tables of a spec as frozen values, validated by pydantic's engine.

Fields are annotated as in pydantic's models, and errors are pydantic's. But of pydantic only its
core is loaded: to define the first model of its own takes as long again as importing pydantic, and
`speccnn check` has to answer sooner than that.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from functools import cache, partial
from types import NoneType, UnionType
from typing import (
    Annotated,
    ClassVar,
    Literal,
    NamedTuple,
    Self,
    Union,
    dataclass_transform,
    final,
    get_args,
    get_origin,
)

from speccnn.engine import CoreSchema, PydanticCustomError, SchemaValidator
from speccnn.values import Frozen

MISSING = object()
MOST_ITEMS = 10_000


class Mark(ABC):
    """Something that `Annotated` says of a field's type."""

    @abstractmethod
    def core(self, schema: CoreSchema) -> CoreSchema:
        """Return how a value is validated, given how one of the bare type is."""


class Field(NamedTuple):
    """One key of a table: its type, and what it is when it is not written."""

    annotation: object
    default: object

    @property
    def is_required(self) -> bool:
        """Whether the key must be written."""
        return self.default is MISSING


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Closed(Frozen):
    """A table of a spec: strict about types and closed to unknown keys.

    `written_defaults` holds the defaults that are given as a spec would write them.
    """

    written_defaults: ClassVar[Mapping[str, object]] = {}

    def __init__(self, /, **values: object) -> None:
        vars(self).update(_validator(type(self)).validate_python(values))

    @classmethod
    def model_validate(cls, value: object) -> Self:
        """Return the table that a value of a spec holds; raise pydantic's `ValidationError`."""
        if isinstance(value, cls):
            return value
        made = object.__new__(cls)
        vars(made).update(_validator(cls).validate_python(value))
        return made

    @classmethod
    def fields(cls) -> dict[str, Field]:
        """Return the keys of the table, those of its base classes first."""
        return _fields(cls)


@cache
def _fields(cls: type[Closed]) -> dict[str, Field]:
    annotations = {
        name: annotation
        for base in reversed(cls.__mro__)
        if issubclass(base, Closed)
        for name, annotation in base.__annotations__.items()
        if get_origin(annotation) is not ClassVar
    }
    return {
        name: Field(annotation, cls.written_defaults.get(name, getattr(cls, name, MISSING)))
        for name, annotation in annotations.items()
    }


@cache
def _validator(cls: type[Closed]) -> SchemaValidator:
    return SchemaValidator(
        {
            "type": "typed-dict",
            "fields": {
                name: {"type": "typed-dict-field", "schema": _with_default(cls, name, field)}
                for name, field in cls.fields().items()
            },
            "extra_behavior": "forbid",
            "config": {"strict": True},
        }
    )


def _with_default(cls: type[Closed], name: str, field: Field) -> CoreSchema:
    schema = core_of(field.annotation)
    if field.is_required:
        return schema
    return {
        "type": "default",
        "schema": schema,
        "default": field.default,
        "validate_default": name in cls.written_defaults,
    }


def core_of(annotation: object) -> CoreSchema:
    """Return how pydantic's engine validates a value of an annotated type."""
    parts = get_args(annotation)
    if get_origin(annotation) is not Annotated:
        return _lengths_first(_bare(annotation))
    schema = _bare(parts[0])
    if not any(isinstance(mark, Bounds) for mark in parts[1:]):
        schema = _lengths_first(schema)
    for mark in parts[1:]:
        assert isinstance(mark, Mark), "fields are annotated with marks"
        schema = mark.core(schema)
    return schema


def _bare(annotation: object) -> CoreSchema:
    """Return how a value is validated whose type has no marks."""
    parts = get_args(annotation)
    match get_origin(annotation) or annotation:
        case form if form in _SCALARS:
            return _SCALARS[form]
        case form if form is Literal:
            return {"type": "literal", "expected": list(parts)}
        case form if form is Union or form is UnionType:
            return _union(parts)
        case form if form is tuple:
            items = [core_of(part) for part in parts if part is not ...]
            variadic: dict[Literal["variadic_item_index"], int] = (
                {"variadic_item_index": 0} if parts[-1] is ... else {}
            )
            return {"type": "tuple", "items_schema": items, "strict": False, **variadic}
        case form if form is dict:
            key, value = map(core_of, parts)
            return {"type": "dict", "keys_schema": key, "values_schema": value}
        case form if isinstance(form, type) and issubclass(form, Closed):
            return plain(form.model_validate)
        case form:
            raise AssertionError(f"no field of a table has the type {form}")


_SCALARS: dict[object, CoreSchema] = {
    int: {"type": "int"},
    float: {"type": "float", "allow_inf_nan": False},
    bool: {"type": "bool"},
    str: {"type": "str"},
    object: {"type": "any"},
}


def _lengths_first(schema: CoreSchema) -> CoreSchema:
    """Return a schema that refuses lists and tables that are too long before it looks into them.

    The engine would look at all items first and complain of each. Tables of anything may be long.
    """
    match schema:
        case {"type": "tuple", "items_schema": items} if "variadic_item_index" not in schema:
            most = len(items)
        case {"type": "tuple"}:
            most = schema.get("max_length", MOST_ITEMS)
        case {"type": "dict", "values_schema": values} if values["type"] != "any":
            most = schema.get("max_length", MOST_ITEMS)
        case _:
            return schema
    return before(partial(_not_longer, most), schema)


def _not_longer(most: int, value: object) -> object:
    if isinstance(value, list | dict) and len(value) > most:  # pyright: ignore[reportUnknownArgumentType]
        raise PydanticCustomError("too_long", "too long", {"max_length": most})
    return value  # pyright: ignore[reportUnknownVariableType]


def plain(validate: Callable[[object], object]) -> CoreSchema:
    """Return the schema of a value that a function validates and may replace."""
    return {"type": "function-plain", "function": {"type": "no-info", "function": validate}}


def before(settle: Callable[[object], object], schema: CoreSchema) -> CoreSchema:
    """Return the schema of a value that a function settles before it is validated."""
    return {
        "type": "function-before",
        "function": {"type": "no-info", "function": settle},
        "schema": schema,
    }


def _union(parts: tuple[object, ...]) -> CoreSchema:
    """Return the schema of what may be null, or of a word or something else."""
    present = [part for part in parts if part is not NoneType]
    if len(present) < len(parts):
        value = core_of(present[0]) if len(present) == 1 else _union(tuple(present))
        return {"type": "nullable", "schema": value}
    word, other = present
    return {
        "type": "tagged-union",
        "choices": {"word": core_of(word), "other": core_of(other)},
        "discriminator": lambda value: "word" if isinstance(value, str) else "other",
    }


@final
class Bounds(Mark):
    """Says how large a number, or how long a list or text, may be, in pydantic's words."""

    def __init__(self, **limits: float) -> None:
        self.limits = limits

    def core(self, schema: CoreSchema) -> CoreSchema:
        return _lengths_first({**schema, **self.limits})  # pyright: ignore[reportArgumentType]


@final
class Pattern(Mark):
    """Says which text a string may be, by a regular expression for the whole of it."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    def core(self, schema: CoreSchema) -> CoreSchema:
        del schema
        return {"type": "str", "pattern": f"^(?:{self.pattern})$"}


@final
class Form(Mark):
    """Says in words what a field may hold, for messages and editors."""

    def __init__(self, words: str) -> None:
        self.words = words

    def core(self, schema: CoreSchema) -> CoreSchema:
        return schema


@final
class Spelled(Mark):
    """Settles other spellings, given by their types, before a value is validated."""

    def __init__(self, settle: Callable[[object], object], *others: object) -> None:
        self.settle = settle
        self.others = others

    def core(self, schema: CoreSchema) -> CoreSchema:
        return before(self.settle, schema)
