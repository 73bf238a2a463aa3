"""L531 and L532: a loss that no weight can make smaller."""

from typing import final

from speccnn.diagnostics.finding import Finding, Severity
from speccnn.diagnostics.sink import Sink
from speccnn.document.model import Document
from speccnn.graph.heads import heads_of
from speccnn.graph.typed import TypedGraph, TypedNode
from speccnn.sizes.words import listed

LISTED = 3


@final
class NothingTrains(Finding):
    """A spec says how to train, and no loss depends on a weight that training can change.

    Training changes the weights of the layers that lead to an output with a loss. A network of
    poolings alone has no weights, a layer with `trainable = false` keeps those that it has, and
    the statistics of `Normalization`, or of a `BatchNormalization` without scale and center, are
    not learned.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [8, 8, 1] }
    training = { loss = "sparse_categorical_crossentropy" }

    [[layers]]
    type = "Flatten"

    [[layers]]
    type = "Dense"
    units = 10
    trainable = false
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [8, 8, 1] }
    training = { loss = "sparse_categorical_crossentropy" }

    [[layers]]
    type = "Flatten"

    [[layers]]
    type = "Dense"
    units = 10
    ```
    """

    code = "L531"
    name = "nothing-trains"

    reason: str
    layers: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"there is nothing to train: {self.reason}"

    @property
    def help(self) -> str:
        return "give the network a layer to train, or leave `[training]` out"


@final
class OutputDoesNotTrain(Finding):
    """One of several losses depends on no weight that training can change.

    The other losses train. This one stays as it is, and adds a number to the total that nothing
    makes smaller. Metrics alone can measure such an output, where it has labels: give its loss the
    weight 0.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [8, 8, 1] }
    outputs = ["digit", "brightness"]

    [training.loss]
    digit = "sparse_categorical_crossentropy"
    brightness = "mean_squared_error"

    [[layers]]
    type = "Flatten"

    [[layers]]
    type = "Dense"
    name = "digit"
    units = 10

    [[layers]]
    type = "GlobalAveragePooling2D"
    name = "brightness"
    inputs = "image"
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [8, 8, 1] }
    outputs = ["digit", "brightness"]

    [training.loss]
    digit = "sparse_categorical_crossentropy"

    [[layers]]
    type = "Flatten"

    [[layers]]
    type = "Dense"
    name = "digit"
    units = 10

    [[layers]]
    type = "GlobalAveragePooling2D"
    name = "brightness"
    inputs = "image"
    ```
    """

    code = "L532"
    name = "output-does-not-train"
    severity = Severity.WARNING

    output: str

    @property
    def message(self) -> str:
        return f"training does not change `{self.output}`: it depends on no weight that can change"

    @property
    def help(self) -> str:
        return "leave its loss out, or give it the weight 0 in `loss_weights`"


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report losses that depend on no weight that training can change."""
    if document.training is None:
        return
    heads = heads_of(model, document.training)
    idle = [head for head in heads if not _learns(model, head.output)]
    if heads and len(idle) == len(heads):
        reason, layers = _reason(model)
        out.report(NothingTrains(reason, layers), at=("training",))
        return
    for head in idle:
        if head.weight:
            out.report(OutputDoesNotTrain(head.output), at=head.path)


def _learns(model: TypedGraph, output: str) -> bool:
    """Whether an output depends on a weight that training can change."""
    seen, ahead = set[str](), [output]
    while ahead:
        name = ahead.pop()
        if name in seen or name in model.inputs:
            continue
        seen.add(name)
        node = model.node(name)
        if _is_trained(model.node(node.holder)):
            return True
        ahead.extend(node.inputs)
    return False


def _is_trained(node: TypedNode) -> bool:
    return any(weight.trainable for weight in node.weights)


def _reason(model: TypedGraph) -> tuple[str, tuple[str, ...]]:
    """Return why no loss depends on a weight that can change, and the layers that it is about."""
    holders = tuple(node for node in model.nodes if node.weights)
    trained = tuple(node.name for node in holders if _is_trained(node))
    if trained:
        return f"no loss depends on {_listed(trained)}, which alone can be trained", trained
    frozen = tuple(node.name for node in holders if not node.layer.trainable)
    if frozen:
        return f"`trainable = false` freezes {_listed(frozen)}", frozen
    if holders:
        names = tuple(node.name for node in holders)
        return f"there are only statistics, in {_listed(names)}, which are not learned", names
    return "the network has no weights", ()


def _listed(names: tuple[str, ...]) -> str:
    rest = len(names) - LISTED
    more = [f"{rest} more"] if rest > 0 else []
    return listed([*(f"`{name}`" for name in names[:LISTED]), *more])
