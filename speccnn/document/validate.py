"""From a tree to a document."""

from speccnn.diagnostics.sink import Path, Sink
from speccnn.document.model import Document
from speccnn.engine import ValidationError
from speccnn.fields import is_list, is_table


def validate(values: dict[str, object], out: Sink) -> Document | None:
    """Return the document that an expanded spec holds, or report every mistake in it."""
    sound = _refuse_output_named_type(values, out)
    try:
        document = Document.model_validate(sound)
    except ValidationError as error:
        from speccnn.document.mistakes import report  # noqa: PLC0415  sound specs do not pay

        report(error.errors(include_url=False), sound, out)
        return None
    return document if sound is values else None


def _refuse_output_named_type(values: dict[str, object], out: Sink) -> dict[str, object]:
    """Report a table by outputs that reads like one loss; return the values without `training`.

    Return them as they are where there is no such table.
    """
    training = values.get("training")
    tables = training if is_table(training) else {}
    keys = [key for key in ("loss", "metrics") if _has_type(tables.get(key))]
    place = _output_named_type(values) if keys else None
    if place is None:
        return values
    from speccnn.document.name_findings import OutputNamedType  # noqa: PLC0415  as above

    out.report(OutputNamedType(keys[0]), at=place)
    return {name: value for name, value in values.items() if name != "training"}


def _has_type(table: object) -> bool:
    return is_table(table) and "type" in table


def _output_named_type(values: dict[str, object]) -> Path | None:
    """Return where an output gets the name `type`, None if there is none."""
    outputs, layers = values.get("outputs"), values.get("layers")
    rows = layers if is_list(layers) else []
    named = [i for i, row in enumerate(rows) if is_table(row) and row.get("name") == "type"]
    if outputs is None:
        is_last = bool(named) and named[-1] == len(rows) - 1
    else:
        is_last = outputs == "type" or (is_list(outputs) and "type" in outputs)
    if not is_last:
        return None
    return ("layers", named[-1], "name") if named else ("outputs",)
