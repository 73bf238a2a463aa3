"""The reviewed list of what speccnn refuses although Keras takes it."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from oracle.verdicts import Case, Reason, Refused


@dataclass(frozen=True)
class Refusal:
    """One deliberate refusal: why, how it is recognised, and a case that shows it."""

    name: str
    because: str
    code: str
    fields: frozenset[str]
    given: frozenset[str]
    layers: frozenset[str]
    example: Case

    @classmethod
    def read(cls, table: Mapping[str, object]) -> "Refusal":
        """Return the refusal that a table of the list describes; without a key all values do."""
        example = table["example"]
        return cls(
            name=table["name"],
            because=table["because"],
            code=table["code"],
            fields=frozenset(table.get("fields", ())),
            given=frozenset(table.get("given", ())),
            layers=frozenset(table.get("layers", ())),
            example=Case(
                example["layer"],
                json.loads(example["arguments"]),
                tuple(map(tuple, json.loads(example["shapes"]))),
            ),
        )

    def explains(self, kind: str, reason: Reason) -> bool:
        """Whether this is what speccnn has against a layer of this kind."""
        return (
            self.code == reason.code
            and (not self.fields or reason.field in self.fields)
            and (not self.given or reason.given in self.given)
            and (not self.layers or kind in self.layers)
        )


def _read() -> tuple[Refusal, ...]:
    text = Path(__file__).with_name("deliberate_refusals.toml").read_text("utf-8")
    return tuple(map(Refusal.read, tomllib.loads(text)["refusal"]))


DELIBERATE = _read()


def unexplained(kind: str, refused: Refused) -> list[Reason]:
    """Return the reasons that are on no list: for those, Keras must refuse too."""
    return [
        reason
        for reason in refused.reasons
        if not any(refusal.explains(kind, reason) for refusal in DELIBERATE)
    ]
