"""The networks of the zoo: their files, and what is expected of each."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, final

from speccnn import Checked, Source, check

HERE = Path(__file__).parent
FOLDER = HERE.parents[1] / "specs" / "zoo"
KERAS = "keras.applications."


@final
@dataclass(frozen=True)
class Network:
    """One entry of `expected.toml`; the head of that file says what the fields mean."""

    name: str
    reference: str
    parameters: int
    lines: int
    trained: int | None = None
    macs: int | None = None
    spec: str = ""
    set: Mapping[str, str] = field(default_factory=dict)
    written_as: Mapping[str, list[str]] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    shapes: Mapping[str, list[int]] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        """The file of the spec; several networks may share one."""
        return FOLDER / f"{self.spec or self.name}.toml"

    @property
    def text(self) -> str:
        return self.path.read_text("utf-8")

    @property
    def head(self) -> str:
        """The comment that the spec opens with, in one line."""
        lines = self.text.splitlines()[1:]
        last = next(i for i, line in enumerate(lines) if not line.startswith("#"))
        return " ".join(line.removeprefix("# ") for line in lines[:last])

    @property
    def keras_name(self) -> str | None:
        """The name in `keras.applications` of the network that this one has to agree with."""
        return self.reference.removeprefix(KERAS) if self.reference.startswith(KERAS) else None

    def check(self) -> Checked:
        return check(Source(self.path.name, self.path.read_bytes()), self.set)


def networks() -> list[Network]:
    """Return the networks that are expected, in the order of their names."""
    expected: dict[str, dict[str, Any]] = {}
    for path in HERE.glob("expected*.toml"):
        expected |= tomllib.loads(path.read_text("utf-8"))
    return [Network(name, **expected[name]) for name in sorted(expected)]
