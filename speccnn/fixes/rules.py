"""Networks that are possible and cannot be meant: what the lints tell."""

from collections.abc import Iterator

from speccnn.diagnostics.sink import Path
from speccnn.fields import is_list, is_table
from speccnn.fixes.candidate import Candidate, Case
from speccnn.fixes.draft import Insert, Remove, Set
from speccnn.lints.data_do_not_fit import DataDoNotFit

MAP = 3


def no_bias(case: Case) -> Iterator[Candidate]:
    """Yield the layer without its bias; not safe, since weights on disk would no longer fit."""
    yield Candidate("`use_bias = false`", (Set(case.path, value=False),))


def synchronized(case: Case) -> Iterator[Candidate]:
    """Yield the normalisation of whole batches; not safe, since it trains otherwise."""
    yield Candidate("`synchronized = true`", (Set(case.path, value=True),))


def logits(case: Case) -> Iterator[Candidate]:
    """Yield a loss that reads what the output is, and an output without a function.

    The first is safe: the network stays as it is, and what the loss should read follows from it.
    """
    if case.path[-1] == "from_logits":
        title = "leave `from_logits` out: it follows from the output"
        yield Candidate(title, (Remove(case.path),), safe=True)
    path = _output(case)
    table = case.draft.at(path)
    if is_table(table) and "activation" in table and table.get("type") != "Activation":
        title = "leave the `activation` of the output out"
        yield Candidate(title, (Remove((*path, "activation")),))
    elif is_table(table):
        yield Candidate("remove the last layer", (Remove(path),))


def data(case: Case) -> Iterator[Candidate]:
    """Yield the input that the examples have, or the output that the labels need."""
    finding = case.diagnostic.finding
    assert isinstance(finding, DataDoNotFit), "of data that do not fit"
    expected = list(finding.expected)
    if case.path[0] == "inputs":
        for name, path, _ in case.inputs():
            shown = ", ".join(map(str, expected))
            yield Candidate(f"`{name} = [{shown}]` in `inputs`", (Set(path, expected),))
        return
    path = _output(case)
    table = case.draft.at(path)
    if not is_table(table) or table.get("type") != "Dense":
        return
    units = Set((*path, "units"), expected[0])
    needs_units = table.get("units") != expected[0]
    if len(finding.shape) == 1:
        yield Candidate(f"`units = {expected[0]}`", (units,))
    elif "inputs" not in table:
        kinds = ["Flatten", "GlobalAveragePooling2D"] if len(finding.shape) == MAP else ["Flatten"]
        for kind in kinds:
            changes = Insert(path, {"type": kind}), *([units] if needs_units else [])
            also = f" and `units = {expected[0]}`" if needs_units else ""
            yield Candidate(f"a `{kind}` before it{also}", changes)


def metric(case: Case) -> Iterator[Candidate]:
    """Yield the training without a metric that means nothing."""
    yield Candidate(f"leave `{case.value}` out", (Remove(case.path),))


def _output(case: Case) -> Path:
    """Return the path of the layer that is the output, if it is written among the layers."""
    layers = case.draft.values.get("layers")
    if not is_list(layers):
        return ("layers",)
    names = [table.get("name") if is_table(table) else None for table in layers]
    name = case.diagnostic.layer
    return ("layers", names.index(name) if name in names else len(layers) - 1)
