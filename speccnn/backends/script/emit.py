"""From a checked network to the text of its training script; writes nothing."""

import ast
import re
from collections.abc import Iterator
from importlib.resources import files

from speccnn.backends.script.environment import environment
from speccnn.backends.script.found import found_of
from speccnn.backends.script.header import signed
from speccnn.backends.script.pictures import pictures_of
from speccnn.backends.script.python import Python, application, application_of, own_source
from speccnn.backends.script.recipe import recipe_of
from speccnn.backends.script.sizes import sizes_of
from speccnn.backends.script.source_view import source_of
from speccnn.backends.script.view import network_of
from speccnn.document.model import Document
from speccnn.graph.typed import TypedGraph

EXTRA = "extra_layers."


def emit(model: TypedGraph, document: Document, *, spec_sha256: str, version: str | None) -> str:
    """Return a training script.

    The same arguments give the same bytes. Without `version` the header names none.
    """
    assert document.training is not None, "a script needs to know how to train"
    assert re.fullmatch(r"[0-9a-f]{64}", spec_sha256), "a SHA-256 has 64 hexadecimal digits"
    network = network_of(model, _extra_layers(model), document.training)
    recipe = recipe_of(model, document)
    sizes = sizes_of(model, document)
    pictures = pictures_of(model, document.training, recipe.goals)
    source = source_of(model, document)
    body = (
        environment()
        .get_template("train.py.jinja")
        .render(
            network=network,
            recipe=recipe,
            pictures=pictures,
            board=document.training.tensorboard,
            is_many=network.has_inputs or recipe.is_joint,
            source=source,
            found=found_of(model, source, recipe, pictures),
            sizes=sizes,
            explain="explain.py.jinja",
            held=own_source("np.ndarray | tf.Tensor"),
            filtered="run.trainer.model",
            draws_right=False,
            tensorflow="tf",
            applied=application,
            reused=application_of,
            spec_sha256=spec_sha256,
        )
    )
    return signed(body, version=version)


def _extra_layers(model: TypedGraph) -> tuple[Python, ...]:
    """Return the source of the layers of `extra_layers` that a network uses, in their order."""
    used = {
        call.target.removeprefix(EXTRA)
        for node in model.nodes
        for call in node.lower()
        if call.target.startswith(EXTRA)
    }
    if not used:
        return ()
    folder = files("speccnn.backends").joinpath("tf/extra_layers").iterdir()
    sources = sorted((file for file in folder if file.name.endswith(".py")), key=lambda f: f.name)
    return tuple(
        own_source(source)
        for file in sources
        for name, source in _classes(file.read_text("utf-8"))
        if name in used
    )


def _classes(text: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the source, with its decorator, of each class of a module."""
    lines = text.splitlines()
    for statement in ast.parse(text).body:
        if isinstance(statement, ast.ClassDef):
            first = statement.decorator_list[0].lineno - 1
            yield statement.name, "\n".join(lines[first : statement.end_lineno])
