"""Whether a key can hold a value: what is asked before another key is suggested for it."""

from functools import cache

from speccnn.closed import Closed, core_of
from speccnn.engine import SchemaValidator, ValidationError
from speccnn.fields import is_list, is_table

WHOLE = "value"
# Errors about the key of a table that tells of which kind it is.
OF_A_KIND = frozenset({"missing_type", "unknown_type"})


def accepts(model: type[Closed], key: str, value: object, *, inside: bool = False) -> bool:
    """Whether a key of a table can hold a value.

    With `inside`, mistakes inside of a list or table do not count, only those of the whole value.
    """
    try:
        _validator(model, key).validate_python({WHOLE: value})
    except ValidationError as error:
        found = error.errors(include_url=False)
        return inside and all(
            _is_inside(value, detail["loc"][1:])
            or (detail["type"] in OF_A_KIND and is_table(value))
            for detail in found
        )
    return True


@cache
def _validator(model: type[Closed], key: str) -> SchemaValidator:
    schema = core_of(model.fields()[key].annotation)
    return SchemaValidator(
        {
            "type": "typed-dict",
            "fields": {WHOLE: {"type": "typed-dict-field", "schema": schema}},
            "config": {"strict": True},
        }
    )


def _is_inside(value: object, location: tuple[int | str, ...]) -> bool:
    """Whether one of pydantic's locations leads to a part of the value, as it is written."""
    for step in location:
        if is_table(value) and step in value:
            return True
        if is_list(value) and isinstance(step, int) and step < len(value):
            return True
    return False
