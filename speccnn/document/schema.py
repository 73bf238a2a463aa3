"""The JSON Schema of specs, for editors, generated from the models that validate them."""

import json
from collections.abc import Iterator
from typing import final, get_args

from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from speccnn.described import DEFINED, Closed, Kinds
from speccnn.document.model import Document
from speccnn.fields import is_list, is_table


def schema_text() -> str:
    """Return the published schema, as the file holds it."""
    choices = tuple(_choices(Document, set()))
    models = {Document, *(choice.model(kind) for choice in choices for kind in choice.modules)}
    _, generated = models_json_schema(
        [(model, "validation") for model in models], schema_generator=_WithoutTitles
    )
    definitions = generated["$defs"]
    assert is_table(definitions), "pydantic puts models under $defs"
    for choice in choices:
        assert definitions.get(choice.title) is None, "titles and names of models differ"
        definitions[choice.title] = choice.definition()
    _list_keys(definitions, definitions)
    _refer(definitions)
    document = definitions.pop(Document.__name__)
    assert is_table(document), "a model is described by a table"
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


def _choices(annotation: object, seen: set[object]) -> Iterator[Kinds]:
    """Yield every choice among kinds of tables, anywhere below a model or annotation, once."""
    if isinstance(annotation, Kinds) and annotation.title not in seen:
        seen.add(annotation.title)
        yield annotation
        for kind in annotation.modules:
            yield from _choices(annotation.model(kind), seen)
    elif isinstance(annotation, type) and issubclass(annotation, Closed):
        if annotation not in seen:
            seen.add(annotation)
            annotation.model_rebuild()
            for field in annotation.model_fields.values():
                for part in (field.annotation, *field.metadata):
                    yield from _choices(part, seen)
    else:
        for part in get_args(annotation):
            yield from _choices(part, seen)


def _list_keys(node: object, definitions: dict[str, object]) -> None:
    """List every key of a choice beside the `type` that it belongs to.

    Editors complete keys from `properties` alone; which of them a kind has, `then` says.
    """
    if is_table(node) and is_list(arms := node.get("allOf")):
        keys = node["properties"]
        assert is_table(keys), "a choice lists its types"
        for name, forms in _forms(arms, definitions).items():
            keys.setdefault(name, forms[0] if len(forms) == 1 else {"anyOf": forms})
    for child in _children(node):
        _list_keys(child, definitions)


def _refer(node: object) -> None:
    """Turn the names of models into references to their definitions."""
    if is_table(node) and isinstance(name := node.get(DEFINED), str):
        del node[DEFINED]
        node["$ref"] = f"#/$defs/{name}"
    for child in _children(node):
        _refer(child)


def _children(node: object) -> list[object]:
    return list(node.values()) if is_table(node) else node if is_list(node) else []


def _forms(arms: list[object], definitions: dict[str, object]) -> dict[str, list[object]]:
    """Return for each key of the kinds in a choice the different forms that it has there."""
    found: dict[str, list[object]] = {}
    for arm in arms:
        then = arm["then"] if is_table(arm) else None
        definition = definitions[str(then[DEFINED])] if is_table(then) else None
        properties = definition["properties"] if is_table(definition) else None
        assert is_table(properties), "an arm names the model that then holds"
        for name, form in properties.items():
            forms = found.setdefault(name, [])
            if name != "type" and form not in forms:
                forms.append(form)
    return {name: forms for name, forms in found.items() if forms}
