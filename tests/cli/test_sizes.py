"""`speccnn sizes` says which sizes are valid, whatever form a spec has, and of one size whether."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from speccnn.cli.console import Console
from speccnn.cli.main import run

Table = dict[str, object]
Ask = Callable[..., str]


def pool(size: int, **more: object) -> Table:
    return {"type": "MaxPooling2D", "pool_size": size, **more}


def spec(*layers: Table, **inputs: object) -> Table:
    return {"speccnn": 1, "name": "net", "inputs": inputs, "layers": list(layers)}


HALVED_TWICE = spec(
    pool(2, name="once"), {"type": "UpSampling2D", "name": "up"},
    {"type": "Add", "inputs": ["image", "up"]},
    image=[9, 8, 3],
)  # fmt: skip
COUPLED = spec(
    pool(2, inputs="a", name="p"), pool(2, inputs="b", name="q"),
    {"type": "Add", "inputs": ["p", "q"]},
    a=["H", "W", 3], b=["W", "V", 3],
)  # fmt: skip
DENSE = spec({"type": "Flatten"}, {"type": "Dense", "units": 10}, image=[8, 8, 1])
IMPOSSIBLE = spec(pool(2, name="a"), pool(2, name="b"), {"type": "Add", "inputs": ["a", "b"]},
                  image=[8, 8, 1])  # fmt: skip
WITHOUT_ANSWER = spec({"type": "Reshape", "target_shape": [7]}, image=[8, 8, 3])
INTRICATE = spec(
    pool(1000, padding="same", name="a"),
    pool(1001, padding="same", name="b", inputs="image"),
    {"type": "Add", "inputs": ["a", "b"]},
    image=["N", "N", 3],
)

TIED = (
    "`dense` ties the size: its kernel has a row for each number of `image`, "
    "which is H x W x 1, 8x8x1 as written"
)


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    def ask(table: Table, *arguments: str, code: int = 0) -> str:
        path = tmp_path / "net.json"
        path.write_text(json.dumps(table), "utf-8")
        assert run(Console(), ["sizes", str(path), *arguments]) == code
        captured = capsys.readouterr()
        return captured.out if code == 0 else captured.out + captured.err

    return ask


@pytest.mark.parametrize(
    ("table", "code", "lines"),
    [
        (
            HALVED_TWICE,
            0,
            [
                "net: image H x W x 3 (as written: 9x8x3)",
                "H: multiples of 2, at least 2",
                "W: multiples of 2, at least 2",
                "H = 9, as in the spec, is not among them; the nearest: 8 and 10",
            ],
        ),
        (
            COUPLED,
            0,
            [
                "net: a H x W x 3 and b W x V x 3",
                *(f"{name}: any size at least 2" for name in "HWV"),
                "and floor(W / 2) = floor(H / 2)",
                "and floor(W / 2) = floor(V / 2)",
                "for example H = 2, W = 2 and V = 2",
            ],
        ),
        (
            DENSE,
            0,
            [
                "net: image H x W x 1 (as written: 8x8x1)",
                "H: any size",
                "W: any size",
                TIED,
                "weights trained at the written size fit no other; other sizes need new weights",
            ],
        ),
        (
            IMPOSSIBLE,
            1,
            [
                "net: image H x W x 1 (as written: 8x8x1)",
                "H: no size",
                "W: no size",
                "H = 8, as in the spec, is not among them",
                "W = 8, as in the spec, is not among them",
            ],
        ),
        (
            WITHOUT_ANSWER,
            1,
            [
                "net: image H x W x 3 (as written: 8x8x3)",
                "H: any size",
                "W: any size",
                "and 3*H*W = 7",
                "no sizes meet all of this",
                "the sizes in the spec do not meet 3*H*W = 7",
            ],
        ),
        (
            INTRICATE,
            0,
            [
                "net: image N x N x 3",
                "N: any size",
                "and floor((N + 999) / 1000) = floor((N + 1000) / 1001)",
                "for example N = 1",
            ],
        ),
        (
            spec({"type": "ReLU"}, vector=[8]),
            0,
            ["net: vector 8", "no size of it is spatial, so none can vary"],
        ),
    ],
)
def test_the_set_is_told(ask: Ask, table: Table, code: int, lines: list[str]) -> None:
    assert [line for line in ask(table, code=code).splitlines() if line] == lines


@pytest.mark.parametrize(
    ("table", "inputs", "code", "said"),
    [
        (HALVED_TWICE, ["image=8x6x3"], 0, "valid: image 8x6x3 gives add 8x6x3"),
        (HALVED_TWICE, ["image=8x7x3"], 1, "`Add` cannot merge 8x7x3 and 8x6x3"),
        (HALVED_TWICE, ["image=8x6x4"], 1, "`image` is H x W x 3: its 3 cannot be 4"),
        (HALVED_TWICE, ["image=8x6"], 1, "`image` is H x W x 3: 8x6 has 2 sizes"),
        (INTRICATE, ["image=9x8x3"], 1, "`image` is N x N x 3: N is 9, and cannot be 8"),
        (INTRICATE, ["image=1001x1001x3"], 1, "`Add` cannot merge 2x2x3 and 1x1x3"),
        (COUPLED, ["a=4x4x3", "b=4x5x3"], 0, "valid: a 4x4x3 and b 4x5x3 gives add 2x2x3"),
        (COUPLED, ["a=4x4x3", "b=5x5x3"], 1, "`b` is W x V x 3: W is 4, and cannot be 5"),
        (COUPLED, ["a=4x4x3"], 2, "no shape says how large V is"),
        (COUPLED, ["c=4x4x3"], 2, "there is no input `c`; there is a, b"),
        (DENSE, ["image=9x9x1"], 0, "the kernel of `dense` is 81x10, at the written size 64x10"),
        *((DENSE, [text], 2, "is not NAME=SHAPE") for text in ("8x8x1", "image=", "image=0x8x1")),
    ],
)
def test_one_size_is_decided(
    ask: Ask, table: Table, inputs: list[str], code: int, said: str
) -> None:
    options = [part for text in inputs for part in ("--input", text)]
    assert said in ask(table, *options, code=code)


def test_json_holds_the_set(ask: Ask) -> None:
    answer = json.loads(ask(HALVED_TWICE, "--format", "json"))
    (height, _) = answer["sizes"]
    assert (height["name"], height["smallest"]) == ("H", 2)
    (piece,) = height["pieces"]
    assert (piece["end"], piece["period"], piece["residues"]) == (None, 2, [0])
    assert answer["inputs"] == [{"name": "image", "shape": ["H", "W", 3], "written": [9, 8, 3]}]
    assert (answer["empty"], answer["written_valid"], answer["joint"]) == (False, False, [])
    assert answer["example"] == {"H": 2, "W": 2}
    assert json.loads(ask(COUPLED, "--format", "json"))["joint"][0].startswith("floor(W / 2)")
    tied = json.loads(ask(DENSE, "--format", "json"))
    assert tied["weights"][0]["shape"] == ["H*W", 10]
    assert [kept["words"] for kept in tied["same_weights"]] == ["8", "8"]


def test_json_of_one_size_holds_what_comes_out_or_why_nothing_does(ask: Ask) -> None:
    valid = json.loads(ask(HALVED_TWICE, "--input", "image=8x6x3", "--format", "json"))
    assert (valid["valid"], valid["outputs"]) == (True, {"add": [8, 6, 3]})
    refused = json.loads(ask(HALVED_TWICE, "--input", "image=7x6x3", "--format", "json", code=1))
    assert (refused["valid"], refused["diagnostics"][0]["code"]) == (False, "T410")
    misfit = json.loads(ask(HALVED_TWICE, "--input", "image=7x6", "--format", "json", code=1))
    assert misfit["reason"] == "`image` is H x W x 3: 7x6 has 2 sizes"


def test_mistakes_that_no_size_mends_are_told_with_the_numbers_of_the_spec(ask: Ask) -> None:
    conv: Table = {"type": "Conv2D", "filters": 4, "kernel_size": 1, "name": "conv"}
    table = spec(conv, {"type": "Add", "inputs": ["image", "conv"]}, image=[8, 8, 3])
    assert "error[T410]: `Add` cannot merge 8x8x3 and 8x8x4" in ask(table, code=1)
