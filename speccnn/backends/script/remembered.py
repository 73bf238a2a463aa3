"""What a run remembers of how it was trained, to name what another script would change."""

from speccnn.calls import Value
from speccnn.described import Described
from speccnn.graph.typed import TypedGraph
from speccnn.training.settings import Training


def remembered(model: TypedGraph, training: Training, columns: tuple[str, ...]) -> dict[str, Value]:
    """Return what a run remembers of its recipe, in words, to name what another run changes."""
    precision, shared = training.precision, training.distribution
    stopping = training.early_stopping
    frozen = (n for n in model.nodes if n.weights and not (n.layer.trainable or n.is_again))
    return {
        "optimizer": _words(training.optimizer),
        "schedule": _words(training.rate),
        "precision": ["float32" if precision is None else precision.policy],
        "distribution": [] if shared is None else [shared.strategy],
        "best weights": ["kept"] if stopping and stopping.restore_best_weights else [],
        "frozen layers": [node.name for node in frozen],
        "columns of the history": list(columns),
    }


def _words(table: Described) -> list[Value]:
    """Return the type and the settings of an optimizer or a schedule, without a constant rate."""
    fields = table.fields()
    given = [
        f"{key}={value}"
        for key, value in vars(table).items()
        if key not in {"type", "learning_rate"} and value != fields[key].default
    ]
    return [table.type, *(word for words in given for word in words.split(", "))]
