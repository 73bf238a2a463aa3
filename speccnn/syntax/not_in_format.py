"""S117: values that the format of an answer does not have."""

from collections.abc import Iterator
from datetime import date, time
from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Path
from speccnn.fields import is_list, is_table


@final
class NotInFormat(Finding):
    """The spec holds a value that the format to write it in does not have.

    TOML has no null, and JSON has no dates and times. `speccnn expand --format` writes nothing
    then, since the value would be lost. Only free text can hold such values: `[metadata]`.

    ## Bad

    `speccnn expand --format toml` of a JSON spec with `"metadata": {"author": null}`.

    ## Good

    ```toml
    speccnn = 1
    name = "text_only"
    inputs = { features = [4] }
    layers = [{ type = "Dense", units = 2 }]
    metadata = { author = "unknown" }
    ```
    """

    code = "S117"
    name = "not-in-format"

    key: str
    form: str

    @property
    def message(self) -> str:
        what = "TOML has no null" if self.form == "toml" else "JSON has no dates and times"
        return f"{what}, and `{self.key}` is one"

    @property
    def help(self) -> str:
        other = "json" if self.form == "toml" else "toml"
        return f"use `--format {other}`, or write text there"


def lost_in(form: str, value: object, path: Path = ()) -> Iterator[Path]:
    """Yield the paths of what a value holds and the format, "toml" or "json", does not have."""
    is_lost = value is None if form == "toml" else isinstance(value, date | time)
    if is_lost:
        yield path
    items = value.items() if is_table(value) else enumerate(value) if is_list(value) else ()
    for key, item in items:
        if not isinstance(item, int | float | str):
            yield from lost_in(form, item, (*path, key))
