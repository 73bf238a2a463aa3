"""The JSON Schema of specs, for editors, generated from the models that validate them."""

import json
from collections.abc import Iterator
from typing import final, get_args

from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from speccnn.described import MODEL, Closed, Described, Kinds
from speccnn.document.model import Document
from speccnn.fields import is_list, is_table


def schema_text() -> str:
    """Return the published schema, as the file holds it."""
    models = (Document, *_kinds(Document, set()))
    _, generated = models_json_schema(
        [(model, "validation") for model in models], schema_generator=_WithoutTitles
    )
    definitions = generated["$defs"]
    assert is_table(definitions), "pydantic puts models under $defs"
    document = definitions.pop(Document.__name__)
    assert is_table(document), "a model is described by a table"
    _connect(document, definitions)
    _connect(definitions, definitions)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **document,
        "title": "speccnn spec, version 1",
        "$defs": dict(sorted(definitions.items())),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


@final
class _WithoutTitles(GenerateJsonSchema):
    """Leaves out titles that only repeat a key."""

    def field_title_should_be_set(self, schema: object) -> bool:
        del schema
        return False


def _kinds(annotation: object, seen: set[type[Closed]]) -> Iterator[type[Described]]:
    """Yield the models that a table may be of, anywhere below a model or annotation."""
    if isinstance(annotation, Kinds):
        for model in annotation.models.values():
            if model not in seen:
                yield model
                yield from _kinds(model, seen)
    elif isinstance(annotation, type) and issubclass(annotation, Closed):
        if annotation not in seen:
            seen.add(annotation)
            annotation.model_rebuild()
            for field in annotation.model_fields.values():
                for part in (field.annotation, *field.metadata):
                    yield from _kinds(part, seen)
    else:
        for part in get_args(annotation):
            yield from _kinds(part, seen)


def _connect(node: object, definitions: dict[str, object]) -> None:
    """Turn names of models into references, and list every key beside the `type` it belongs to.

    Editors complete keys from `properties` alone; which of them a kind has, `then` says.
    """
    if is_table(node) and is_list(arms := node.get("allOf")):
        keys = node["properties"]
        assert is_table(keys), "a choice lists its types"
        for name, forms in _forms(arms, definitions).items():
            keys.setdefault(name, forms[0] if len(forms) == 1 else {"anyOf": forms})
    if is_table(node) and isinstance(name := node.get(MODEL), str):
        del node[MODEL]
        node["$ref"] = f"#/$defs/{name}"
    for child in list(node.values()) if is_table(node) else node if is_list(node) else ():
        _connect(child, definitions)


def _forms(arms: list[object], definitions: dict[str, object]) -> dict[str, list[object]]:
    """Return for each key of the kinds in a choice the different forms that it has there."""
    found: dict[str, list[object]] = {}
    for arm in arms:
        then = arm["then"] if is_table(arm) else None
        definition = definitions[str(then[MODEL])] if is_table(then) else None
        properties = definition["properties"] if is_table(definition) else None
        assert is_table(properties), "an arm names the model that then holds"
        for name, form in properties.items():
            forms = found.setdefault(name, [])
            if name != "type" and form not in forms:
                forms.append(form)
    return {name: forms for name, forms in found.items() if forms}
