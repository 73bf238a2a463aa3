"""S110: TOML that only the newest parsers read."""

import re
import tomllib
from typing import final

from speccnn.diagnostics.finding import Finding, Severity
from speccnn.diagnostics.sink import Sink
from speccnn.diagnostics.source import Span

_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


@final
class NewerToml(Finding):
    r"""The text uses what came with TOML 1.1, which most editors and parsers refuse.

    An inline table over several lines or with a comma at its end, the escapes `\e` and `\x41`, and
    a time without seconds are read by speccnn, but not by editors and other tools that know
    TOML 1.0 only.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [28, 28, 1] }
    layers = [
      {
        type = "Flatten",
      },
    ]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [28, 28, 1] }
    layers = [
      { type = "Flatten" },
    ]
    ```
    """

    code = "S110"
    name = "newer-toml"
    severity = Severity.WARNING

    @property
    def message(self) -> str:
        return "this is TOML 1.1, which most editors and parsers do not read"

    @property
    def help(self) -> str:
        return "write an inline table on one line, without a comma at its end, or use `[[layers]]`"


def report_newer(text: str, out: Sink) -> None:
    """Report where the first thing stands that is not TOML 1.0, if there is any."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        out.report(NewerToml(), at=_span(text, str(problem)))


def _span(text: str, complaint: str) -> Span:
    found = _AT.search(complaint)
    if found is None or found[1] is None:
        return Span(0, 0)
    start = 0
    for _ in range(int(found[1]) - 1):
        start = text.index("\n", start) + 1
    at = min(start + int(found[2]) - 1, len(text))
    brace = text.rfind("{", 0, at + 1)
    return Span(brace, brace + 1) if brace >= 0 else Span(at, at)
