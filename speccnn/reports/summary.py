"""The summary of a network: layers, shapes, parameters, cost and memory."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias, final

from speccnn.graph.typed import TypedGraph
from speccnn.reports.memory import activation_bytes, peak_activation_bytes
from speccnn.reports.receptive_field import receptive_fields
from speccnn.sizes.formula import Size
from speccnn.tensor import Shape

Json: TypeAlias = dict[str, object]


@final
@dataclass(frozen=True)
class LayerRow:
    """One layer's line; shapes without the batch axis, channels last."""

    name: str
    type: str
    inputs: tuple[str, ...]
    output_shape: Shape
    parameters: Size
    trainable_parameters: Size
    macs: Size
    activation_bytes: Size
    receptive_field: tuple[Size, ...] | None
    stride: tuple[Fraction, ...] | None


@final
@dataclass(frozen=True)
class Summary:
    """All there is to say about a network in a table."""

    model: TypedGraph
    layers: tuple[LayerRow, ...]
    activation_bytes: Size
    peak_activation_bytes: tuple[Size, ...]

    @property
    def parameters(self) -> Size:
        """How many numbers all weights hold."""
        return sum(row.parameters for row in self.layers)

    @property
    def trainable_parameters(self) -> Size:
        """How many of them training changes."""
        return sum(row.trainable_parameters for row in self.layers)

    @property
    def macs(self) -> Size:
        """The multiply-accumulates of one example's forward pass."""
        return sum(row.macs for row in self.layers)


def summarise(model: TypedGraph) -> Summary:
    """Return the summary of a network."""
    fields = receptive_fields(model)
    rows: list[LayerRow] = []
    for node in model.nodes:
        field = fields[node.name]
        rows.append(
            LayerRow(
                name=node.name,
                type=node.layer.type,
                inputs=node.inputs,
                output_shape=node.output.shape,
                parameters=node.parameters,
                trainable_parameters=node.trainable_parameters,
                macs=node.macs,
                activation_bytes=node.output.nbytes,
                receptive_field=tuple(reach.size for reach in field) if field else None,
                stride=tuple(reach.stride for reach in field) if field else None,
            )
        )
    return Summary(model, tuple(rows), activation_bytes(model), peak_activation_bytes(model))


def as_json(summary: Summary) -> Json:
    """Return the answer of `speccnn summary --format json`, version 1.

    What depends on named sizes is a string, and so is a stride that is no whole number: `1/2`.
    """
    model = summary.model
    totals = {
        "parameters": summary.parameters,
        "trainable_parameters": summary.trainable_parameters,
        "macs": summary.macs,
        "activation_bytes": summary.activation_bytes,
    }
    return {
        "version": 1,
        "name": model.name,
        "inputs": [
            {"name": name, "shape": plain(given.shape), "dtype": given.dtype}
            for name, given in model.inputs.items()
        ],
        "outputs": list(model.outputs),
        "layers": [
            {key: plain(value) for key, value in vars(row).items()} for row in summary.layers
        ],
        "totals": {name: plain(total) for name, total in totals.items()}
        | {"peak_activation_bytes": plain(maximum(summary.peak_activation_bytes))},
    }


def maximum(sizes: tuple[Size, ...]) -> Size | str:
    """Return the largest of several sizes: itself if there is one, or else `max(...)`."""
    return sizes[0] if len(sizes) == 1 else f"max({', '.join(map(str, sizes))})"


def plain(value: Shape | tuple[str | Fraction, ...] | Size | str | None) -> object:
    """Return a value as JSON has it: numbers that are known as numbers, all others as text."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return None if value is None else _plain(value)


def _plain(value: Size | str | Fraction) -> int | str:
    if isinstance(value, Fraction) and value.denominator == 1:
        return value.numerator
    return value if isinstance(value, int) else str(value)
