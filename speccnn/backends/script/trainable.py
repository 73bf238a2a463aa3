"""Whether a checked network can become a training script."""

from speccnn.backends.script.findings import NothingToTrain
from speccnn.diagnostics.sink import Sink
from speccnn.document.model import Document


def check_trainable(document: Document, out: Sink) -> None:
    """Report what keeps a network from being trained by a script."""
    if document.training is None:
        out.report(NothingToTrain(), at=("training",))
