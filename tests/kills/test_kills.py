"""Scripts killed at random moments end as if they had not been; `make kills` tries more."""

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("tensorflow")
pytest.importorskip("sklearn")

HARNESS = Path(__file__).with_name("killing.py")


@pytest.mark.parametrize("target", ["script", "v1-script"])
def test_killed_runs_end_as_if_they_had_not_been(target: str) -> None:
    command = [sys.executable, str(HARNESS), "12", "4", target]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told = done.stdout.splitlines()[-1].removeprefix(f"{target}: ")
    kills, inside = told.split(" of them")[0].split(" kills, ")
    assert int(kills) >= 12
    assert int(inside) >= 6
