"""What was seen of random networks: verdicts, findings, types of layers."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from speccnn.catalog import FINDINGS
from speccnn.diagnostics.finding import Severity
from speccnn.layers import named_size_findings
from speccnn.layers.image_findings import ReadsBytes
from speccnn.layers.kinds import LAYERS

Outcome: TypeAlias = dict[str, Any]

# Sizes with names are put to the test against numbers, for every size; TensorFlow has no names.
# Inputs of bytes have tests of their own, layer by layer; these networks read real numbers.
# Warnings refuse nothing.
CODES = tuple(
    finding.code
    for finding in FINDINGS
    if finding.code.startswith("T4")
    and finding.severity is Severity.ERROR
    and finding.__module__ != named_size_findings.__name__
    and finding is not ReadsBytes
)


@dataclass
class Tally:
    """What was seen so far; the mistakes are counted in each network that speccnn refuses."""

    verdicts: Counter[str] = field(default_factory=Counter[str])
    codes: Counter[str] = field(default_factory=Counter[str])
    kinds: Counter[str] = field(default_factory=Counter[str])
    mistakes: Counter[str] = field(default_factory=Counter[str])
    layers: int = 0
    ran: int = 0
    disagreements: list[tuple[str, Outcome]] = field(default_factory=list[tuple[str, Outcome]])

    def add(self, name: str, outcome: Outcome) -> None:
        self.verdicts[outcome["verdict"]] += 1
        self.codes.update(outcome["codes"])
        self.kinds.update(set(outcome["kinds"]))
        self.layers += len(outcome["kinds"])
        self.ran += outcome.get("ran", False)
        if outcome["mistakes"]:
            self.mistakes[str(outcome["mistakes"])] += 1
        if outcome["disagreement"]:
            self.disagreements.append((name, outcome))

    @property
    def total(self) -> int:
        return self.verdicts.total()

    def missing(self) -> list[str]:
        """Return the types of layers and the codes about shapes that never occurred."""
        kinds = [kind for kind in LAYERS if not self.kinds[kind]]
        return kinds + [code for code in CODES if not self.codes[code]]

    def report(self) -> Iterator[str]:
        """Yield the lines on what occurred how often."""
        yield f"mistakes in a refused network: {counted(self.mistakes)}"
        yield f"findings: {counted(self.codes)}"
        yield f"networks with a layer of this type: {counted(self.kinds)}"
        yield f"never seen: {', '.join(self.missing()) or 'nothing'}"

    def summary(self, seed: str, seconds: float) -> str:
        """Return the line that a changelog may quote."""
        return (
            f"{self.total:,} random networks of {self.layers / max(self.total, 1):.1f} layers on "
            f"average (seed {seed}): {counted(self.verdicts)}; "
            f"{self.ran:,} ran forward and backward with oneDNN and without; "
            f"{len(self.disagreements)} disagreements with TensorFlow; "
            f"{self.total / seconds:.1f} a second"
        )


def counted(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items())) or "none"
