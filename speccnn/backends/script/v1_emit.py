"""From a checked network to the text of a script of `tf.compat.v1`; writes nothing."""

from collections.abc import Mapping

from speccnn.backends.script.emit import NONE
from speccnn.backends.script.environment import environment
from speccnn.backends.script.found import found_of
from speccnn.backends.script.header import signed
from speccnn.backends.script.pictures import pictures_of
from speccnn.backends.script.python import own_source
from speccnn.backends.script.recipe import recipe_of
from speccnn.backends.script.sizes import sizes_of
from speccnn.backends.script.source_view import source_of
from speccnn.backends.script.v1_view import graph_of
from speccnn.backends.script.view import network_of
from speccnn.document.model import Document
from speccnn.graph.typed import TypedGraph


def emit_v1(
    model: TypedGraph,
    document: Document,
    *,
    spec_sha256: str,
    version: str | None,
    overrides: Mapping[str, str] = NONE,
) -> str:
    """Return a training script in the manner of TensorFlow 1, as `emit` does for Keras."""
    training = document.training
    assert training is not None, "a script needs to know how to train"
    network = network_of(model, (), training)
    recipe = recipe_of(model, document)
    pictures = pictures_of(model, training, recipe.goals)
    source = source_of(model, document, may_stream=False)
    body = (
        environment()
        .get_template("v1/script.py.jinja")
        .render(
            network=network,
            recipe=recipe,
            graph=graph_of(model, training, recipe, pictures),
            pictures=pictures,
            board=training.tensorboard,
            is_many=network.has_inputs or recipe.is_joint,
            source=source,
            found=found_of(model, source, recipe, pictures),
            sizes=sizes_of(model, document),
            explain="v1/explain.py.jinja",
            held=own_source("np.ndarray"),
            filtered="run.trainer",
            draws_right=pictures.shows_mistakes,
            tensorflow="tensorflow",
            spec_sha256=spec_sha256,
            overrides=overrides,
        )
    )
    return signed(body, version=version)
