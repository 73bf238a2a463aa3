"""Lets the tests of layers import what `tests/oracle` holds, as the package `oracle`."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
