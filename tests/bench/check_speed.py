"""The table of `make bench`: what checking takes, beside others, with the limits we set ourselves.

All are CPU times, the least of several that are taken in turns, and `ratio` is that of two of them.
"""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.inside import (
    expanded,
    growth,
    inference,
    inference_by_onnx,
    typing,
    write_many,
    zoo,
)
from bench.large_networks import FAMILIES
from bench.measure import SPECS, a_loop, check, compared, import_pydantic, process

from speccnn.cli.parallel import processors

PAIRS = 15
FEW_PAIRS = 3
KERAS = {"resnet50": "ResNet50", "vgg16": "VGG16", "densenet121": "DenseNet121"}
FEW, MANY = 100, 10_000
FILES = 1000

Row = tuple[str, str, str, str, str, str]


def whole_processes() -> Iterator[Row]:
    """Yield the rows about `speccnn check` as a whole process."""
    for spec, limit in (("zoo/resnet50", "at most 1.6"), ("mnist_cnn", "")):
        found = compared(lambda s=spec: check(f"{SPECS}/{s}.toml"), import_pydantic, PAIRS)
        yield _row(f"check {spec}", found, "import pydantic", limit)
    found = compared(
        lambda: check(f"{SPECS}/zoo/resnet50.toml"), lambda: process("-c", "pass"), PAIRS
    )
    yield _row("check zoo/resnet50", found, "python -c pass")
    for spec, name in KERAS.items():
        code = f"import keras; keras.applications.{name}(weights=None)"
        found = compared(
            lambda s=spec: check(f"{SPECS}/zoo/{s}.toml"),
            lambda c=code: process("-c", c),
            FEW_PAIRS,
        )
        yield _row(f"check zoo/{spec}", found, "Keras builds it", "at most 1/30")


def inside_a_process() -> Iterator[Row]:
    """Yield the rows about parts of a check."""
    for spec in KERAS:
        source = zoo(spec)
        found = compared(inference(source), inference_by_onnx(source), PAIRS)
        limit = "at most 0.50" if spec == "resnet50" else ""
        yield _row(f"infer the shapes of {spec}", found, "ONNX, strict, no weights", limit)
    source = zoo("resnet50")
    for what, text in (("as written", source), ("expanded", expanded(source))):
        found = compared(lambda t=text: typing(t), a_loop, PAIRS)
        limit = "at most 3 ms" if text is source else ""
        yield _row(f"resnet50 {what}, text to types", found, "making 2,000 tables", limit)


def many_layers() -> Iterator[Row]:
    """Yield the rows about what a layer costs in large networks."""
    for family in FAMILIES:
        large, small = growth(family, FEW, MANY - 10)
        found = compared(large, small, FEW_PAIRS)
        yield _row(f"a layer of {MANY:,}: {family}", found, f"of {FEW}", "at most 1.5")


def many_files() -> Iterator[Row]:
    """Yield the rows about many specs in one call."""
    with tempfile.TemporaryDirectory() as folder:
        write_many(Path(folder), FILES)
        took = sorted(check("--jobs", "1", folder) for _ in range(FEW_PAIRS))[1]
        start = time.perf_counter()
        check(folder)
        wall = time.perf_counter() - start
    name = f"{FILES:,} specs of 26 layers"
    yield name, _shown(took), "", "", f"{FILES / took:,.0f}/s", "at least 400/s"
    yield (
        f"{name}, by {processors()} cores",
        _shown(wall),
        "",
        "",
        f"{FILES / wall:,.0f}/s",
        "(wall)",
    )


def _row(what: str, found: tuple[float, float, float], beside: str, limit: str = "") -> Row:
    first, second, ratio = found
    shown = f"{ratio:.2f}" if ratio > 0.1 else f"1/{1 / ratio:.0f}"
    return what, _shown(first), beside, _shown(second), shown, limit


def _shown(seconds: float) -> str:
    return f"{seconds * 1e6:.1f} us" if seconds < 1e-4 else f"{seconds * 1e3:.2f} ms"


def main() -> None:
    """Print the table, each row as it is known."""
    for row in [("what", "takes", "beside", "takes", "ratio", "limit")]:
        _print(row)
    for rows in (whole_processes(), inside_a_process(), many_layers(), many_files()):
        for row in rows:
            _print(row)


def _print(row: Row) -> None:
    what, takes, beside, other, ratio, limit = row
    print(f"{what:<42}{takes:>11}  {beside:<26}{other:>11}{ratio:>9}  {limit}".rstrip(), flush=True)


if __name__ == "__main__":
    main()
