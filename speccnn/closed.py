"""Tables of a spec as frozen values, validated by pydantic's engine.

Fields are annotated as in pydantic's models, and errors are pydantic's. But of pydantic only its
core is loaded: to define the first model of its own takes as long again as importing pydantic, and
`speccnn check` has to answer sooner than that.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from functools import cache
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

from pydantic_core import SchemaValidator, core_schema

from speccnn.values import Frozen

MISSING = object()


class Mark(ABC):
    """Something that `Annotated` says of a field's type."""

    @abstractmethod
    def core(self, schema: core_schema.CoreSchema) -> core_schema.CoreSchema:
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
class Closed(Frozen, ABC):
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
    fields = {
        name: core_schema.typed_dict_field(_with_default(cls, name, field))
        for name, field in cls.fields().items()
    }
    strict = core_schema.CoreConfig(strict=True)
    return SchemaValidator(
        core_schema.typed_dict_schema(fields, extra_behavior="forbid", config=strict)
    )


def _with_default(cls: type[Closed], name: str, field: Field) -> core_schema.CoreSchema:
    schema = core_of(field.annotation)
    if field.is_required:
        return schema
    return core_schema.with_default_schema(
        schema, default=field.default, validate_default=name in cls.written_defaults
    )


def core_of(annotation: object) -> core_schema.CoreSchema:
    """Return how pydantic's engine validates a value of an annotated type."""
    parts = get_args(annotation)
    if get_origin(annotation) is Annotated:
        schema = core_of(parts[0])
        for mark in parts[1:]:
            assert isinstance(mark, Mark), "fields are annotated with marks"
            schema = mark.core(schema)
        return schema
    match get_origin(annotation) or annotation:
        case form if form in _SCALARS:
            return _SCALARS[form]()
        case form if form is Literal:
            return core_schema.literal_schema(list(parts))
        case form if form is Union or form is UnionType:
            return _union(parts)
        case form if form is tuple:
            variadic = 0 if parts[-1] is ... else None
            items = [core_of(part) for part in parts if part is not ...]
            return core_schema.tuple_schema(items, variadic_item_index=variadic, strict=False)
        case form if form is dict:
            return core_schema.dict_schema(core_of(parts[0]), core_of(parts[1]))
        case form if isinstance(form, type) and issubclass(form, Closed):
            return core_schema.no_info_plain_validator_function(form.model_validate)
        case form:
            raise AssertionError(f"no field of a table has the type {form}")


_SCALARS: dict[object, Callable[[], core_schema.CoreSchema]] = {
    int: core_schema.int_schema,
    float: lambda: core_schema.float_schema(allow_inf_nan=False),
    bool: core_schema.bool_schema,
    str: core_schema.str_schema,
    object: core_schema.any_schema,
}


def _union(parts: tuple[object, ...]) -> core_schema.CoreSchema:
    """Return the schema of what may be null, or of a word or something else."""
    present = [part for part in parts if part is not NoneType]
    if len(present) < len(parts):
        return core_schema.nullable_schema(
            core_of(present[0]) if len(present) == 1 else _union(tuple(present))
        )
    word, other = present
    return core_schema.tagged_union_schema(
        {"word": core_of(word), "other": core_of(other)},
        discriminator=lambda value: "word" if isinstance(value, str) else "other",
    )


@final
class Bounds(Mark):
    """Says how large a number, or how long a list or text, may be, in pydantic's words."""

    def __init__(self, **limits: float) -> None:
        self.limits = limits

    def core(self, schema: core_schema.CoreSchema) -> core_schema.CoreSchema:
        return {**schema, **self.limits}  # pyright: ignore[reportReturnType]


@final
class Pattern(Mark):
    """Says which text a string may be, by a regular expression for the whole of it."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    def core(self, schema: core_schema.CoreSchema) -> core_schema.CoreSchema:
        del schema
        return core_schema.str_schema(pattern=f"^(?:{self.pattern})$")


@final
class Form(Mark):
    """Says in words what a field may hold, for messages and editors."""

    def __init__(self, words: str) -> None:
        self.words = words

    def core(self, schema: core_schema.CoreSchema) -> core_schema.CoreSchema:
        return schema


@final
class Spelled(Mark):
    """Settles other spellings, given by their types, before a value is validated."""

    def __init__(self, settle: Callable[[object], object], *others: object) -> None:
        self.settle = settle
        self.others = others

    def core(self, schema: core_schema.CoreSchema) -> core_schema.CoreSchema:
        return core_schema.no_info_before_validator_function(self.settle, schema)
