"""The JSON Schema of specs, for editors, generated from the tables that validate them."""

import inspect
import json
import re
from types import NoneType, UnionType
from typing import Annotated, Literal, TypeAlias, Union, final, get_args, get_origin

from speccnn.closed import Bounds, Closed, Field, Form, Mark, Pattern, Spelled
from speccnn.described import Each, Kinds
from speccnn.document.model import MOST_LAYERS, Document, Reuse
from speccnn.document.program import Block
from speccnn.fields import is_list
from speccnn.layers.base import Layer
from speccnn.training.sources.paths import Inner

Json: TypeAlias = dict[str, object]

TITLE = "speccnn spec, version 1"
ID = "urn:speccnn:spec-v1"

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

EXPRESSION: Json = {"$ref": "#/$defs/Expression"}
_EXPRESSION: Json = {
    "description": "a string with an expression in it, such as ${width * 2}",
    "type": "string",
    "pattern": "\\$\\{",
}
_VERBATIM = frozenset({"speccnn", "type", "layers", "variables", "blocks", "metadata"})
_COPIES: Json = {
    "repeat": {
        "description": "how many copies, each reading the one before",
        "anyOf": [{"type": "integer", "minimum": 0, "maximum": MOST_LAYERS}, EXPRESSION],
    },
    "when": {
        "description": "whether it is there at all",
        "anyOf": [{"type": "boolean"}, EXPRESSION],
    },
}
_USE: Json = {
    "description": "A block where it is used, told by `with` what its parameters are.",
    "type": "object",
    "properties": {
        "block": {"description": "the name of the block", "type": "string"},
        "name": {"description": "what its layers' names begin with", "type": "string"},
        "inputs": {
            "description": "the names of what it reads",
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
        },
        "with": {"description": "its parameters and their values", "type": "object"},
        **_COPIES,
    },
    "required": ["block"],
    "additionalProperties": False,
}


def schema_text() -> str:
    """Return the published schema, as the file holds it."""
    definitions = _Definitions()
    document = definitions.table(Document)
    definitions.found["Expression"] = _EXPRESSION
    definitions.found["Use"] = _USE
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
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
        self._kinds: dict[str, type[Closed]] = {}

    def table(self, model: type[Closed]) -> Json:
        """Return the schema of a table."""
        fields = model.fields()
        page = inspect.getdoc(model) or ""
        properties: Json = {
            name: {"description": _described(name, page), **self._field(name, field)}
            for name, field in fields.items()
        }
        if issubclass(model, Layer | Reuse):
            properties |= _COPIES
        if model is Block:
            items: Json = {"$ref": "#/$defs/Layer"}
            words = "the layers of the block"
            properties["layers"] = {
                "description": words,
                "type": "array",
                "items": items,
                "minItems": 1,
            }
        return {
            "description": page,
            "type": "object",
            "properties": properties,
            "required": [name for name, field in fields.items() if field.is_required],
            "additionalProperties": False,
        }

    def _field(self, name: str, field: Field) -> Json:
        schema = self._of(field.annotation)
        if name not in _VERBATIM:
            schema = _or_expression(schema)
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
            return {"type": "array", "items": _or_expression(self._of(parts[0]))}
        items = [_or_expression(self._of(part)) for part in parts]
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
            case Inner():
                return {**schema, "pattern": mark.pattern}
            case Form():
                return {**schema, "description": mark.words}
            case Spelled():
                forms = [*(self._of(other) for other in mark.others), schema]
                return {"anyOf": forms} if len(forms) > 1 else schema
            case Each():
                by_name = {**schema, "not": _with("type")}
                return {"anyOf": [self._of(mark.one), by_name]}
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
        references = {kind: self._kind(kind, kinds) for kind in kinds.modules}
        keyed = {key: self._reference(m.__name__, m) for key, m in kinds.by_key.items()}
        if "reuse" in keyed:
            keyed["block"] = {"$ref": "#/$defs/Use"}
        arms: list[Json] = [
            {
                "if": {
                    "type": "object",
                    "properties": {kinds.key: {"const": kind}},
                    "required": [kinds.key],
                },
                "then": reference,
            }
            for kind, reference in references.items()
        ]
        for key, reference in keyed.items():
            arms.append({"if": _with(key), "then": reference})
        keys: Json = {**self._keys(kinds), **{key: {"type": "string"} for key in keyed}}
        if keyed:
            keys |= {"with": {"type": "object"}, **_COPIES}
        keys |= dict.fromkeys(kinds.others, False)
        required: Json = {"anyOf": [_with(key) for key in (kinds.key, *keyed)]}
        table: Json = {
            "type": "object",
            **(required if keyed else {"required": [kinds.key]}),
            "properties": {kinds.key: {"enum": list(references)}, **keys},
            "allOf": arms,
        }
        return {"anyOf": [{"enum": list(kinds.names)}, table]} if kinds.names else table

    def _kind(self, kind: str, kinds: Kinds) -> Json:
        """Return a reference to a kind; one whose name another choice took has a longer one."""
        model = kinds.model(kind)
        name = model.__name__
        is_taken = self._kinds.setdefault(name, model) is not model
        return self._reference(f"{name}{kinds.title}" if is_taken else name, model)

    def _keys(self, kinds: Kinds) -> Json:
        forms: dict[str, list[Json]] = {}
        for kind in kinds.modules:
            for name, field in kinds.model(kind).fields().items():
                schema = _or_expression(self._of(field.annotation))
                if name != kinds.key and schema not in forms.setdefault(name, []):
                    forms[name].append(schema)
        return {
            name: schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
            for name, schemas in forms.items()
            if schemas
        }


def _with(key: str) -> Json:
    """Return the schema of a table that has a key; ajv wants the key among the properties, too."""
    return {"type": "object", "properties": {key: True}, "required": [key]}


def _described(name: str, page: str) -> str:
    """Return the first sentence of a table's page that is about a key, or else about the table."""
    text = re.sub(r"```.*?```", "", page, flags=re.DOTALL)
    sentences = re.split(r"(?<=[.;:])\s+", " ".join(text.split()))
    return next((each for each in sentences if f"`{name}`" in each), sentences[0])


def _or_expression(schema: Json) -> Json:
    """Return a schema that accepts an expression too, which may give any value but a table."""
    is_any_text = schema.get("type") == "string" and "pattern" not in schema
    if is_any_text or schema.get("type") == "object" or "$ref" in schema:
        return schema
    description = {"description": schema["description"]} if "description" in schema else {}
    forms = schema["anyOf"] if schema.keys() <= {"anyOf", "description"} else [schema]
    assert is_list(forms), "alternatives are a list"
    return {**description, "anyOf": [*forms, EXPRESSION]}
