"""Live networks written to files, as TensorFlow writes them."""

# pyright: basic, reportMissingImports=false, reportAttributeAccessIssue=false

from pathlib import Path

import keras
import tensorflow as tf

from speccnn.backends.tf.checkpoints import Trained
from speccnn.backends.tf.graph import LiveGraph
from speccnn.graph.typed import TypedGraph

v1 = tf.compat.v1
NAME = "model"


def write_graph(live: LiveGraph, folder: Path, trained: Trained | None) -> None:
    """Write a graph as a MetaGraphDef with a Saver, a checkpoint, GraphDefs and events.

    The checkpoint holds initial or `trained` weights, and how many steps were taken; its files name
    each other by relative paths, so the folder can be moved.
    """
    graph = live.graph
    folder.mkdir()
    step = trained.step if trained else 0
    values = {**trained.values, "global_step": step} if trained else {}
    with graph.as_default(), v1.Session(graph=graph) as session:
        saver = v1.train.Saver(max_to_keep=live.keep, save_relative_paths=True)
        session.run(v1.global_variables_initializer())
        taken = [one.initializer for one in v1.global_variables() if one.op.name in values]
        session.run(taken, {one.inputs[1]: values[one.inputs[0].op.name] for one in taken})
        start = str(folder / NAME)
        saver.save(session, start, global_step=step, write_meta_graph=False)
        saver.export_meta_graph(f"{start}.meta")
        v1.summary.FileWriter(str(folder), graph).close()
    definition = graph.as_graph_def(add_shapes=True)
    tf.io.write_graph(definition, str(folder), "graph.pb", as_text=False)
    tf.io.write_graph(definition, str(folder), "graph.pbtxt", as_text=True)


def write_saved_model(model: TypedGraph, live: keras.Model, folder: Path) -> None:
    """Write a SavedModel whose serving signature names the inputs and outputs of the spec."""

    def serve(*inputs: tf.Tensor) -> dict[str, tf.Tensor]:
        outputs = live(inputs[0] if len(inputs) == 1 else list(inputs), training=False)
        several = outputs if isinstance(outputs, list | tuple) else [outputs]
        return dict(zip(model.outputs, several, strict=True))

    signature = [
        tf.TensorSpec((None, *given.live_shape), given.dtype, name)
        for name, given in model.inputs.items()
    ]
    archive = keras.export.ExportArchive()
    archive.track(live)
    archive.add_endpoint("serving_default", serve, signature)
    archive.write_out(folder, verbose=False)
