"""What stands at a path of a document: the value, and the model that validates it."""

from functools import cache
from types import UnionType
from typing import Annotated, Union, get_args, get_origin

from speccnn.closed import Closed, Form
from speccnn.described import Kinds
from speccnn.diagnostics.sink import Path
from speccnn.document.model import Document
from speccnn.fields import is_list, is_table


def value_at(root: object, path: Path) -> object:
    """Return the value at a path, or None."""
    at = root
    for part in path:
        if is_table(at) and isinstance(part, str):
            at = at.get(part)
        elif is_list(at) and isinstance(part, int) and part < len(at):
            at = at[part]
        else:
            return None
    return at


def model_at(root: object, path: Path) -> type[Closed] | None:
    """Return the model that validates the table at a path, or None if it is none of ours."""
    model: type[Closed] | None = Document
    rest = path
    while rest and model is not None:
        field = model.fields().get(str(rest[0]))
        skipped = 1 + (len(rest) > 1 and _has_own_keys(model, str(rest[0])))
        while skipped < len(rest) and isinstance(rest[skipped], int):
            skipped += 1
        rest = rest[skipped:]
        table = value_at(root, path[: len(path) - len(rest)])
        model = _model((field.annotation,), table) if field else None
    return model


def form_at(root: object, path: Path) -> str | None:
    """Return what the field at a path says that it may hold, if it says so."""
    if not path or not isinstance(path[-1], str):
        return None
    model = model_at(root, path[:-1])
    field = model.fields().get(path[-1]) if model else None
    return _description(field.annotation) if field else None


def layer_name(root: object, path: Path) -> str | None:
    """Return the name that the author gave the layer at a path, if there is one."""
    layer = value_at(root, path[:2]) if path[:1] == ("layers",) else None
    name = layer.get("name") if is_table(layer) else None
    return name if isinstance(name, str) else None


def key_name(path: Path) -> str:
    """Return the last key of a path with the indices after it, such as `strides[1]`."""
    key = "the spec"
    for part in path:
        key = part if isinstance(part, str) else f"{key}[{part}]"
    return key


def table_name(root: object, path: Path) -> str:
    """Return what to call the table at a path."""
    table = value_at(root, path)
    kind = table.get("type") if is_table(table) else None
    if isinstance(kind, str):
        return f"`{kind}`"
    return f"`{key_name(path)}`" if path else "the spec"


def _model(annotations: tuple[object, ...], table: object) -> type[Closed] | None:
    for annotation in annotations:
        if isinstance(annotation, Kinds):
            if not is_table(table):
                return None
            for key, model in annotation.by_key.items():
                if key in table:
                    return model
            kind = table.get(annotation.key)
            if isinstance(kind, str) and kind in annotation.modules:
                return annotation.model(kind)
            return None
    for annotation in annotations:
        if isinstance(annotation, type) and issubclass(annotation, Closed):
            return annotation
        if found := _model(get_args(annotation), table):
            return found
    return None


@cache
def _has_own_keys(model: type[Closed], key: str) -> bool:
    field = model.fields().get(key)
    return field is not None and _is_open(field.annotation)


def _is_open(annotation: object) -> bool:
    """Whether a table has keys of the author's own, all with values of one type."""
    parts = get_args(annotation)
    if get_origin(annotation) is Annotated:
        return _is_open(parts[0])
    if get_origin(annotation) in {Union, UnionType}:
        return any(map(_is_open, parts))
    return get_origin(annotation) is dict


def _description(annotation: object) -> str | None:
    if isinstance(annotation, Form):
        return annotation.words
    if get_origin(annotation) not in {Annotated, Union, UnionType}:
        return None
    return next(filter(None, map(_description, reversed(get_args(annotation)))), None)
