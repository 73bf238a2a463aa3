"""How long `speccnn check` takes as a whole process, against importing pydantic alone.

Pairs of runs, one after the other, so that a machine that slows down slows both; the medians of
the CPU times and of the ratios are printed.
"""

import resource
import statistics
import subprocess
import sys
from pathlib import Path

SPECS = Path(__file__).parents[2] / "specs"
PAIRS = 30


def cpu_seconds(*arguments: str) -> float:
    """Return the user and system time that a process takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ratios(spec: Path, pairs: int) -> tuple[list[float], list[float], list[float]]:
    """Return the times of checking a spec, of importing pydantic, and their ratios, pairwise."""
    checks, imports = [], []
    for _ in range(pairs):
        checks.append(cpu_seconds("-m", "speccnn", "check", "-q", str(spec)))
        imports.append(cpu_seconds("-c", "import pydantic"))
    return checks, imports, [a / b for a, b in zip(checks, imports, strict=True)]


def main() -> None:
    """Print one line for each spec."""
    bare = statistics.median(cpu_seconds("-c", "pass") for _ in range(PAIRS))
    print(f"python -c pass: {bare * 1000:.0f} ms of CPU")
    for spec in sorted(SPECS.glob("*.toml")):
        checks, imports, pairwise = ratios(spec, PAIRS)
        check, alone = statistics.median(checks) * 1000, statistics.median(imports) * 1000
        ratio = statistics.median(pairwise)
        print(f"{spec.name}: check {check:.0f} ms, import pydantic {alone:.0f} ms: {ratio:.2f}x")


if __name__ == "__main__":
    main()
