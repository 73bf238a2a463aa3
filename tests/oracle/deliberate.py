"""The reviewed list of what speccnn decided otherwise than Keras."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from oracle.verdicts import Case, Reason, Refused


@dataclass(frozen=True)
class Refusal:
    """What speccnn refuses although Keras takes it; empty `fields` and so on mean all.

    `onednn` says that Keras takes it only with, or only without, the kernels of oneDNN.
    """

    name: str
    because: str
    code: str
    example: Case
    fields: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    onednn: bool | None = None

    def explains(self, kind: str, reason: Reason) -> bool:
        """Whether this is what speccnn has against a layer of this kind."""
        return (
            self.code == reason.code
            and (not self.fields or reason.field in self.fields)
            and (not self.given or reason.given in self.given)
            and (not self.layers or kind in self.layers)
        )


@dataclass(frozen=True)
class NetworkRefusal:
    """A wiring that speccnn refuses although a program could have it; `example` is a spec."""

    name: str
    because: str
    code: str
    example: Mapping[str, object]
    layers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Acceptance:
    """What speccnn takes although Keras does not."""

    name: str
    because: str
    field: str
    example: Case
    given: tuple[str, ...]
    layers: tuple[str, ...]

    def explains(self, case: Case) -> bool:
        """Whether the case is of this sort."""
        given = type(case.arguments.get(self.field)).__name__
        return case.kind in self.layers and given in self.given


def unexplained(kind: str, refused: Refused) -> list[Reason]:
    """Return the reasons that are on no list: for those, Keras must refuse too."""
    return [
        reason
        for reason in refused.reasons
        if not any(refusal.explains(kind, reason) for refusal in REFUSALS)
    ]


def networks_explained(code: str, kind: str) -> bool:
    """Whether a network that is wired in a way that Keras takes is refused on purpose."""
    return any(
        refusal.code == code and (not refusal.layers or kind in refusal.layers)
        for refusal in NETWORK_REFUSALS
    )


def _tables() -> Mapping[str, list[dict[str, object]]]:
    text = Path(__file__).with_name("deliberate_refusals.toml").read_text("utf-8")
    return tomllib.loads(text)


def _read(table: Mapping[str, object]) -> dict[str, object]:
    example = table["example"]
    shapes = tuple(map(tuple, json.loads(example["shapes"])))
    case = Case(example["layer"], json.loads(example["arguments"]), shapes)
    return {**table, "example": case}


REFUSALS = tuple(Refusal(**_read(table)) for table in _tables()["refusal"])
ACCEPTANCES = tuple(Acceptance(**_read(table)) for table in _tables()["acceptance"])
NETWORK_REFUSALS = tuple(
    NetworkRefusal(**{**table, "example": tomllib.loads(table["example"])})
    for table in _tables()["network_refusal"]
)
