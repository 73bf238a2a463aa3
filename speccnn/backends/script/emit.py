"""From a checked network to the text of its training script; writes nothing."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from speccnn.backends.extra import sources_of, used_by
from speccnn.backends.script.environment import environment
from speccnn.backends.script.found import found_of
from speccnn.backends.script.header import signed
from speccnn.backends.script.moves import moves_of
from speccnn.backends.script.pictures import pictures_of
from speccnn.backends.script.python import application, application_of, own_source
from speccnn.backends.script.recipe import recipe_of
from speccnn.backends.script.sizes import sizes_of
from speccnn.backends.script.source_view import source_of
from speccnn.backends.script.view import network_of
from speccnn.document.model import Document
from speccnn.graph.typed import TypedGraph

NONE: Mapping[str, str] = MappingProxyType({})


def emit(
    model: TypedGraph,
    document: Document,
    *,
    spec_sha256: str,
    version: str | None,
    overrides: Mapping[str, str] = NONE,
) -> str:
    """Return a training script, whose checkpoints record the `overrides` of variables.

    The same arguments give the same bytes. Without `version` the header names none.
    """
    assert document.training is not None, "a script needs to know how to train"
    assert re.fullmatch(r"[0-9a-f]{64}", spec_sha256), "a SHA-256 has 64 hexadecimal digits"
    extra_layers = tuple(map(own_source, sources_of(used_by(model))))
    network = network_of(model, extra_layers, document.training)
    recipe = recipe_of(model, document)
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
            sizes=sizes_of(model, document),
            moves=moves_of(model, document, recipe.goals),
            explain="explain.py.jinja",
            held=own_source("np.ndarray | tf.Tensor"),
            filtered="run.trainer.model",
            draws_right=False,
            tensorflow="tf",
            applied=application,
            reused=application_of,
            spec_sha256=spec_sha256,
            overrides=overrides,
        )
    )
    return signed(body, version=version)
