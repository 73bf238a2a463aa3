"""The summary as a table for people."""

from rich.console import Group
from rich.table import Table
from rich.text import Text

from speccnn.reports.summary import LayerRow, Summary
from speccnn.sizes.formula import Size, known
from speccnn.tensor import shown

COLUMNS = ("layer", "type", "output", "parameters", "MACs", "memory", "sees", "stride")


def table(summary: Summary) -> Group:
    """Return the summary as something that rich can print."""
    model = summary.model
    is_chain = all(
        row.inputs == (before,)
        for before, row in zip(_chain(summary), summary.layers, strict=False)
    )
    rows = Table(box=None, pad_edge=False, header_style="bold", title_justify="left")
    for name in COLUMNS if is_chain else ("layer", "type", "reads", *COLUMNS[2:]):
        left = name in {"layer", "type", "reads", "output"}
        rows.add_column(name, justify="left" if left else "right", overflow="fold")
    for name, given in model.inputs.items():
        blank = () if is_chain else ("",)
        rows.add_row(
            name, "input", *blank, shown(given.shape), "", "", size(known(given.nbytes)), "", ""
        )
    for row in summary.layers:
        rows.add_row(*_cells(row, is_chain=is_chain))
    return Group(Text(model.name, style="bold"), Text(), rows, Text(), *_totals(summary))


def size(count: Size) -> str:
    """Return a number of bytes as people read it, in binary units."""
    amount = float(known(count))
    for unit in ("B", "KiB", "MiB"):
        if amount < 1024:  # noqa: PLR2004
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1024
    return f"{amount:.1f} GiB"


def _chain(summary: Summary) -> list[str]:
    return [*summary.model.inputs, *(row.name for row in summary.layers)]


def _cells(row: LayerRow, *, is_chain: bool) -> list[str]:
    return [
        row.name,
        row.type,
        *(() if is_chain else (", ".join(row.inputs),)),
        shown(row.output_shape),
        f"{row.parameters:,}" if row.parameters else "",
        f"{row.macs:,}" if row.macs else "",
        size(row.activation_bytes),
        _seen(row),
        shown(row.stride) if row.stride else "",
    ]


def _seen(row: LayerRow) -> str:
    """Return the receptive field; nothing for a map whose places do not step evenly."""
    if row.receptive_field:
        return shown(row.receptive_field)
    return "all" if len(row.output_shape) == 1 else ""


def _totals(summary: Summary) -> list[Text]:
    frozen = summary.parameters - summary.trainable_parameters
    lines = {
        "parameters": f"{summary.parameters:,}" + (f", {frozen:,} not trained" if frozen else ""),
        "MACs": f"{summary.macs:,} for one example",
        "memory": f"{size(summary.activation_bytes)} of activations, "
        f"at most {size(summary.peak_activation_bytes)} at once",
    }
    return [Text(f"{name:<11} {value}") for name, value in lines.items()]
