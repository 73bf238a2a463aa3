"""What parts of a check take inside a process, as the command line runs it."""

from collections.abc import Callable
from pathlib import Path

from bench.large_networks import FAMILIES
from bench.measure import SPECS, cpu_of

import speccnn.cli  # noqa: F401  it sets how often garbage is looked for
from speccnn import pipeline
from speccnn.cli.files import read
from speccnn.diagnostics.sink import Sink
from speccnn.diagnostics.source import Source
from speccnn.document.validate import validate
from speccnn.graph.infer import infer
from speccnn.graph.typed import TypedGraph
from speccnn.graph.wire import wire
from speccnn.language.canonical import as_toml
from speccnn.language.expand import expand
from speccnn.syntax.parse import parse

TIMES = 5


def zoo(name: str) -> Source:
    """Return a spec of the zoo."""
    return read(str(SPECS / "zoo" / f"{name}.toml"))


def expanded(source: Source) -> Source:
    """Return the same network without blocks, repeats and variables."""
    return Source("expanded.toml", as_toml(pipeline.check(source).values).encode())


def typed(source: Source) -> TypedGraph:
    """Take a text to its typed graph, and no further."""
    out = Sink(source)
    tree = out.require(parse(source, out))
    out.locate_in(tree.locate)
    document = out.require(validate(out.require(expand(tree.value, {}, out)), out))
    return out.require(infer(out.require(wire(document, out)), out))


def typing(source: Source) -> float:
    """Return the seconds from a text to its typed graph."""
    return cpu_of(lambda: typed(Source(source.path, source.raw)), TIMES)


def inference(source: Source) -> Callable[[], float]:
    """Return what measures shape inference with all its checks on a wired network."""
    checked = pipeline.check(source)
    graph = checked.out.require(wire(checked.document, checked.out))
    return lambda: cpu_of(lambda: infer(graph, checked.out), TIMES)


def inference_by_onnx(source: Source) -> Callable[[], float]:
    """Return what measures ONNX's strict inference; it must give our shapes first."""
    from bench.onnx_networks import onnx_model, shapes_of  # noqa: PLC0415  a test does without
    from onnx.shape_inference import infer_shapes  # noqa: PLC0415

    network = pipeline.check(source).model
    model = onnx_model(network)
    shapes = shapes_of(infer_shapes(model, strict_mode=True))
    for node in network.nodes:
        ones = (1, 1) if node.layer.type.startswith("Global") else ()
        assert shapes[node.name] == (*ones, *node.output.shape), node.name
    return lambda: cpu_of(lambda: infer_shapes(model, strict_mode=True), TIMES)


def growth(family: str, few: int, many: int) -> tuple[Callable[[], float], Callable[[], float]]:
    """Return what measures the seconds a layer takes in a large network, and in a small one."""
    small, large = (Source("a.json", FAMILIES[family](n).encode()) for n in (few, many))
    return (
        lambda: cpu_of(lambda: pipeline.check(Source("a.json", large.raw))) / many,
        lambda: cpu_of(lambda: pipeline.check(Source("a.json", small.raw)), TIMES) / few,
    )


def write_many(folder: Path, count: int) -> None:
    """Write different specs of small networks, of 26 layers on average."""
    for number in range(count):
        layers: list[dict[str, object]] = []
        for stage in range(2 + number % 4):
            filters = 8 + 8 * stage + number
            for _ in range(1 + (number + stage) % 3):
                layers += [
                    {"type": "Conv2D", "filters": filters, "kernel_size": 3, "padding": "same"},
                    {"type": "LayerNormalization"},
                    {"type": "Activation", "activation": "relu"},
                ]
            layers.append({"type": "MaxPooling2D", "pool_size": 2})
        layers += [{"type": "Flatten"}, {"type": "Dense", "units": 10}]
        inputs = {"image": [64, 64, 3]}
        values = {"speccnn": 1, "name": f"net_{number}", "inputs": inputs, "layers": layers}
        (folder / f"{number:04}.toml").write_text(as_toml(values))
