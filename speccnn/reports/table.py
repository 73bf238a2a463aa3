"""The summary as a table for people."""

from collections.abc import Iterator
from typing import TypeAlias

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from speccnn.reports.summary import LayerRow, Summary, maximum
from speccnn.sizes.formula import Formula, Size
from speccnn.tensor import shown

Column: TypeAlias = tuple[str, bool]

COLUMNS = ("layer", "type", "reads", "output", "parameters", "MACs", "memory", "sees", "stride")
LEFT = {"layer", "type", "reads", "output"}
SUMMED_ONLY = {"MACs", "memory"}
INDENT = 12
EXAMPLE_SIZE = 224
WIDEST = 60


def table(summary: Summary) -> Group:
    """Return the summary as something that rich can print.

    With named sizes, what each layer costs is a long formula: only the totals are told.
    """
    columns = _columns(summary)
    rows = Table(box=None, pad_edge=False, header_style="bold", title_justify="left")
    for name in columns:
        rows.add_column(name, justify="left" if name in LEFT else "right", overflow="fold")
    for row in _rows(summary, columns):
        rows.add_row(*row)
    title = Text(summary.model.name, style="bold")
    totals = [_folded(name, value) for name, value in _totals(summary).items()]
    hint = [Text(), Text(text)] if (text := _hint(summary)) else []
    return Group(title, Text(), rows, Text(), *totals, *hint)


def plain_table(summary: Summary) -> str:
    """Return the summary as lines, with columns as wide as they need to be.

    Rich takes a millisecond for a row, which is too long for thousands of them. Long cells are cut.
    """
    columns = _columns(summary)
    rows = [columns, *([_cut(cell) for cell in row] for row in _rows(summary, columns))]
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    forms = [
        f"{{:{'<' if name in LEFT else '>'}{width}}}"
        for name, width in zip(columns, widths, strict=True)
    ]
    form = "  ".join(forms)
    lines = [form.format(*row).rstrip() for row in rows]
    totals = [f"{name:<{INDENT}}{value}" for name, value in _totals(summary).items()]
    hint = ["", text] if (text := _hint(summary)) else []
    return "\n".join([summary.model.name, "", *lines, "", *totals, *hint])


def _rows(summary: Summary, columns: list[str]) -> Iterator[list[str]]:
    """Yield the cells of each input and each layer."""
    for name, given in summary.model.inputs.items():
        cells = {"layer": name, "type": "input", "output": shown(given.shape)}
        cells["memory"] = size(given.nbytes)
        yield [cells.get(column, "") for column in columns]
    for row in summary.layers:
        cells = _cells(row)
        yield [cells[column] for column in columns]


def _cut(cell: str) -> str:
    return cell if len(cell) <= WIDEST else cell[: WIDEST - 1] + "…"


def size(count: Size) -> str:
    """Return a number of bytes as people read it, in binary units."""
    if isinstance(count, Formula):
        return f"{count} bytes"
    amount = float(count)
    for unit in ("B", "KiB", "MiB"):
        if amount < 1024:  # noqa: PLR2004
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1024
    return f"{amount:.1f} GiB"


def _columns(summary: Summary) -> list[str]:
    """Return the columns that say something of this network."""
    chain = [*summary.model.inputs, *(row.name for row in summary.layers)]
    is_chain = all(
        row.inputs == (before,) for before, row in zip(chain, summary.layers, strict=False)
    )
    left_out = {"reads"} if is_chain else set[str]()
    if summary.model.names:
        left_out |= SUMMED_ONLY
    return [name for name in COLUMNS if name not in left_out]


def _cells(row: LayerRow) -> dict[str, str]:
    return {
        "layer": row.name,
        "type": row.type,
        "reads": ", ".join(row.inputs),
        "output": shown(row.output_shape),
        "parameters": f"{row.parameters:,}" if row.parameters else "",
        "MACs": _counted(row.macs) if row.macs else "",
        "memory": size(row.activation_bytes),
        "sees": _seen(row),
        "stride": "x".join(map(str, row.stride)) if row.stride else "",
    }


def _seen(row: LayerRow) -> str:
    """Return the receptive field; nothing for a map whose places do not step evenly."""
    if row.receptive_field:
        return shown(row.receptive_field)
    return "all" if len(row.output_shape) == 1 else ""


def _counted(count: Size) -> str:
    return str(count) if isinstance(count, Formula) else f"{count:,}"


def _totals(summary: Summary) -> dict[str, str]:
    frozen = summary.parameters - summary.trainable_parameters
    peak = summary.peak_activation_bytes
    most = size(peak[0]) if len(peak) == 1 else f"{maximum(peak)} bytes"
    return {
        "parameters": _counted(summary.parameters)
        + (f", {frozen:,} not trained" if frozen else ""),
        "MACs": f"{_counted(summary.macs)} for one example",
        "memory": f"{size(summary.activation_bytes)} of activations, at most {most} at once",
    }


def _hint(summary: Summary) -> str:
    if not summary.model.names:
        return ""
    shapes = [
        f" --input {name}={'x'.join(map(_example, given.shape))}"
        for name, given in summary.model.inputs.items()
        if any(isinstance(size, Formula) for size in given.shape)
    ]
    return f"for the numbers of one size, add for example{''.join(shapes)}"


def _example(size: Size) -> str:
    return str(EXAMPLE_SIZE if isinstance(size, Formula) else size)


def _folded(name: str, value: str) -> Padding:
    """Return a line whose continuations stand under its value."""
    table = Table.grid(padding=0)
    table.add_column(width=INDENT, no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(name, Text(value))
    return Padding(table, 0, expand=False)
