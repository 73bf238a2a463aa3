"""The tables of data in the guide to training are sound."""

import re
import tomllib
from pathlib import Path

import pytest

from speccnn.described import Kinds
from speccnn.document.model import Document
from speccnn.training.sources.base import Data
from speccnn.training.sources.kinds import SOURCES

GUIDE = Path(__file__).parents[1].joinpath("docs", "training.md").read_text("utf-8")
TABLES = re.findall(r"^```toml\n(\[data\]\n.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
REST = {"speccnn": 1, "name": "n", "inputs": {"image": [8]}, "layers": [{"type": "Flatten"}]}


@pytest.mark.parametrize("table", TABLES)
def test_tables_of_data_are_sound(table: str) -> None:
    assert Document.model_validate({**REST, **tomllib.loads(table)}).data is not None


def test_the_guide_names_every_source_and_all_its_keys() -> None:
    rows = re.findall(r"^\| (`.*?) \| .*? \| (.*) \|$", GUIDE, re.MULTILINE)
    named = {
        source: set(re.findall(r"`(\w+)`", keys))
        for sources, keys in rows
        for source in re.findall(r"`(\w+)`", sources)
        if source != "source"
    }
    kinds = Kinds("Data", SOURCES).told_by("source")
    assert named == {
        source: kinds.model(source).fields().keys() - Data.fields().keys() for source in SOURCES
    }
