"""Build the graph of every network's v1 script, and compare it with that of the target.

`python v1_graphs.py` prints a line for each network of the zoo. A script asserts the static shape
of every layer as it builds.
"""

import sys
import tempfile
import time
from pathlib import Path

from test_v1_script import ZOO, same_graphs
from v1_specs import of_file


def main() -> None:
    """Compare all, and end with 1 if any differs."""
    different = 0
    for path in sorted(ZOO.glob("*.toml")):
        started = time.process_time()
        try:
            with tempfile.TemporaryDirectory() as folder:
                same_graphs(of_file(path), Path(folder))
            verdict = "the same graph"
        except AssertionError as error:
            verdict = f"differs: {error}"
            different += 1
        print(f"{path.stem:24}{verdict}  {time.process_time() - started:5.1f} s", flush=True)
    sys.exit(bool(different))


if __name__ == "__main__":
    main()
