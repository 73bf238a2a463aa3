"""The JSON Schema of specs, for editors, generated from the tables that validate them."""

import inspect
import json
from types import NoneType, UnionType
from typing import Annotated, Literal, TypeAlias, Union, final, get_args, get_origin

from speccnn.closed import Bounds, Closed, Field, Form, Mark, Pattern, Spelled
from speccnn.described import Kinds
from speccnn.document.model import Document

Json: TypeAlias = dict[str, object]

TITLE = "speccnn spec, version 1"

_SCALARS: dict[object, str] = {
    int: "integer",
    float: "number",
    bool: "boolean",
    str: "string",
    NoneType: "null",
}
_LIMITS = {
    "ge": "minimum",
    "gt": "exclusiveMinimum",
    "le": "maximum",
    "lt": "exclusiveMaximum",
}
_LENGTHS = {"array": "Items", "object": "Properties"}


def schema_text() -> str:
    """Return the published schema, as the file holds it."""
    definitions = _Definitions()
    document = definitions.table(Document)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": TITLE,
        **document,
        "$defs": dict(sorted(definitions.found.items())),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


@final
class _Definitions:
    """The schemas of tables and choices, by name, as they are met."""

    def __init__(self) -> None:
        self.found: dict[str, Json] = {}

    def table(self, model: type[Closed]) -> Json:
        """Return the schema of a table."""
        fields = model.fields()
        return {
            "description": inspect.getdoc(model) or "",
            "type": "object",
            "properties": {name: self._field(field) for name, field in fields.items()},
            "required": [name for name, field in fields.items() if field.is_required],
            "additionalProperties": False,
        }

    def _field(self, field: Field) -> Json:
        schema = self._of(field.annotation)
        if field.is_required or isinstance(field.default, Closed):
            return schema
        return {**schema, "default": field.default}

    def _of(self, annotation: object) -> Json:
        parts = get_args(annotation)
        if get_origin(annotation) is Annotated:
            schema = self._of(parts[0]) if not isinstance(parts[1], Kinds) else {}
            for mark in parts[1:]:
                schema = self._marked(schema, mark)
            return schema
        match get_origin(annotation) or annotation:
            case form if form in _SCALARS:
                return {"type": _SCALARS[form]}
            case form if form is object:
                return {}
            case form if form is Literal:
                return {"enum": list(parts)}
            case form if form is Union or form is UnionType:
                return {"anyOf": [self._of(part) for part in parts]}
            case form if form is tuple:
                return self._list(parts)
            case form if form is dict:
                return {
                    "type": "object",
                    "propertyNames": self._of(parts[0]),
                    "additionalProperties": self._of(parts[1]),
                }
            case form:
                assert isinstance(form, type), "a field's type is a class or a form of one"
                assert issubclass(form, Closed), "every other table is closed"
                return self._reference(form.__name__, form)

    def _list(self, parts: tuple[object, ...]) -> Json:
        if parts[-1] is ...:
            return {"type": "array", "items": self._of(parts[0])}
        items = [self._of(part) for part in parts]
        bounds: Json = {"minItems": len(items), "maxItems": len(items)}
        if all(item == items[0] for item in items):
            return {"type": "array", "items": items[0], **bounds}
        return {"type": "array", "prefixItems": items, **bounds}

    def _marked(self, schema: Json, mark: object) -> Json:
        assert isinstance(mark, Mark), "fields are annotated with marks"
        match mark:
            case Bounds():
                unit = _LENGTHS.get(str(schema.get("type")), "Length")
                names = {**_LIMITS, "min_length": f"min{unit}", "max_length": f"max{unit}"}
                return {**schema, **{names[name]: to for name, to in mark.limits.items()}}
            case Pattern():
                # `$` of Python's and JavaScript's engines lets one newline more pass than ours.
                return {**schema, "pattern": f"^(?:{mark.pattern})$(?!\\n)"}
            case Form():
                return {**schema, "description": mark.words}
            case Spelled():
                forms = [*(self._of(other) for other in mark.others), schema]
                return {"anyOf": forms} if len(forms) > 1 else schema
            case Kinds():
                return self._reference(mark.title, mark)
            case _:
                raise AssertionError(f"no editor knows what {type(mark).__name__} says")

    def _reference(self, name: str, defined: type[Closed] | Kinds) -> Json:
        if name not in self.found:
            self.found[name] = {}
            is_choice = isinstance(defined, Kinds)
            self.found[name] = self._choice(defined) if is_choice else self.table(defined)
        return {"$ref": f"#/$defs/{name}"}

    def _choice(self, kinds: Kinds) -> Json:
        """Return the schema of a table of several kinds.

        An `enum` of types and one `if`/`then` for each is the form in which editors complete keys
        and place messages best; `oneOf` makes them say only that nothing fits. Editors complete
        keys from `properties` alone, so all keys of all kinds stand there too.
        """
        references = {kind: self._reference(kind, kinds.model(kind)) for kind in kinds.modules}
        table: Json = {
            "type": "object",
            "required": ["type"],
            "properties": {"type": {"enum": list(references)}, **self._keys(kinds)},
            "allOf": [
                {
                    "if": {"properties": {"type": {"const": kind}}, "required": ["type"]},
                    "then": reference,
                }
                for kind, reference in references.items()
            ],
        }
        forms: list[Json] = [{"enum": list(kinds.names)}] if kinds.names else []
        forms += [self._reference(other.__name__, other) for other in kinds.by_key.values()]
        return {"anyOf": [*forms, table]} if forms else table

    def _keys(self, kinds: Kinds) -> Json:
        forms: dict[str, list[Json]] = {}
        for kind in kinds.modules:
            for name, field in kinds.model(kind).fields().items():
                schema = self._of(field.annotation)
                if name != "type" and schema not in forms.setdefault(name, []):
                    forms[name].append(schema)
        return {
            name: schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
            for name, schemas in forms.items()
            if schemas
        }
