"""No input of 1 MiB takes long or much memory, in any command."""

import json
from pathlib import Path

import pytest
from costs.child import MOST_BYTES, cost
from costs.networks import NETWORKS
from costs.pieces import MOST, VECTOR, layers_of, misspelt_keys
from costs.texts import TEXTS

from speccnn import pipeline
from speccnn.diagnostics.fix import applied
from speccnn.diagnostics.limited import MOST_FINDINGS, limited
from speccnn.diagnostics.source import Source
from speccnn.fixes.advise import advised, fixed
from speccnn.fixes.work import Work
from speccnn.reports.summary import summarise
from speccnn.sizes.formula import EFFORT

HOSTILE = {**TEXTS, **NETWORKS}
LONGEST_ANSWER = 8 << 20
FORMATS = ("full", "concise", "json", "github", "sarif", "junit")
OTHERS = (
    ("summary",),
    ("summary", "--format", "json"),
    ("sizes",),
    ("expand",),
    ("check", "--diff"),
)


def written(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, "utf-8", newline="")
    assert path.stat().st_size <= MOST
    return str(path)


def check_cost(folder: Path, *arguments: str) -> None:
    code, out, err, _, nbytes = cost(folder, *arguments)
    assert code in {0, 1, 2}, err[-500:]
    assert nbytes <= MOST_BYTES
    assert len(out) + len(err) <= LONGEST_ANSWER


@pytest.mark.parametrize("name", HOSTILE)
def test_a_mebibyte_of_anything_is_checked_in_time_and_memory(name: str, tmp_path: Path) -> None:
    path = written(tmp_path, name, HOSTILE[name]())
    code, out, err, _, nbytes = cost(tmp_path, "check", "--format", "json", path)
    assert code in {0, 1}, err[-500:]
    assert nbytes <= MOST_BYTES
    (answer,) = json.loads(out)["files"]
    assert len(answer["diagnostics"]) <= MOST_FINDINGS + 2
    assert (code == 0) == answer["ok"]


@pytest.mark.parametrize("arguments", OTHERS, ids=" ".join)
@pytest.mark.parametrize(
    "name",
    [name for name in NETWORKS if "sized" in name or "prime" in name or "formulas" in name]
    + ["many_layers.toml", "incomparable.toml", "floors.toml", "misspelt_keys_1000.toml"],
)
def test_other_commands_take_no_more(name: str, arguments: tuple[str, ...], tmp_path: Path) -> None:
    path = written(tmp_path, name, HOSTILE[name]())
    check_cost(tmp_path, arguments[0], path, *arguments[1:])


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_says_how_many_more_there_are(form: str, tmp_path: Path) -> None:
    path = written(tmp_path, "a.toml", misspelt_keys(1234))
    code, out, err, _, _ = cost(tmp_path, "check", "--format", form, path)
    assert code == 1
    assert " and 1134 more" in out
    assert out.count("V201") >= MOST_FINDINGS
    if form == "full":
        assert "1234 errors" in err
    if form == "junit":
        assert "(and 1233 more)" in out


def test_errors_are_kept_before_warnings_and_all_are_counted() -> None:
    normal = (
        '{{ type = "Conv2D", filters = 2, kernel_size = 1 }}, {{ type = "BatchNormalization" }}'
    )
    text = layers_of(normal, 'speccnn = 1\nname = "n"\ninputs = { i = [8, 8, 3] }\n', 150)
    found = pipeline.diagnose(Source("a.toml", text.encode()))
    shown = limited(found)
    assert [d.finding.code for d in shown] == ["L501"] * 100 + ["S116"]
    assert sum(1 + d.more for d in shown) == 150


@pytest.mark.parametrize("count", [500, 1000])
def test_all_misspelt_keys_are_fixed_in_one_pass(count: int) -> None:
    source = Source("a.toml", misspelt_keys(count).encode())
    found = limited(pipeline.diagnose(source))
    work = Work()
    told = advised(source, found, {}, work=work)
    assert all(d.fixes for d in told[:MOST_FINDINGS])
    assert work.trials == 1
    after, made = fixed(source, found, {})
    assert made == count
    assert not [d for d in pipeline.diagnose(after) if d.finding.code == "V201"]


def test_each_fix_that_was_tried_beside_others_works_alone() -> None:
    mistakes = (
        'type = "Dense", unitz = 2',
        'type = "Dens", units = 2',
        'type = "Dense", units = "2"',
        'type = "Dense", units = 2, activation = "rellu"',
        'type = "Dense", units = 2, use_bais = true, activatoin = "relu"',
        'type = "Dense", units = 2, unitz = 3',
    )
    layers = "".join(f"  {{ {mistake} }},\n" for mistake in mistakes * 5)
    source = Source("a.toml", f"{VECTOR}layers = [\n{layers}]\n".encode())
    found, work = pipeline.diagnose(source), Work()
    told = advised(source, found, {}, work=work)
    assert sum(len(d.fixes) for d in told) >= 30
    assert work.trials < 20
    for diagnostic in told:
        for fix in diagnostic.fixes:
            after = pipeline.diagnose(Source("a.toml", applied(source.text, fix.edits).encode()))
            same = [d.path[:-1] for d in after if d.finding.code == diagnostic.finding.code]
            before = [d.path[:-1] for d in found if d.finding.code == diagnostic.finding.code]
            table = diagnostic.path[:-1]
            assert same.count(table) < before.count(table)


@pytest.mark.parametrize("name", ["prime_chain", "prime_branches", "prime_concatenate"])
def test_the_work_of_trying_fixes_is_bounded_for_a_file(name: str) -> None:
    source = Source("a.toml", HOSTILE[f"{name}.toml"]().encode())
    found = pipeline.diagnose(source)
    before = EFFORT.evaluated
    advised(source, found, {})
    assert EFFORT.evaluated - before < 1_000_000


def test_the_work_of_a_summary_grows_with_the_layers() -> None:
    def work(count: int) -> int:
        head = 'speccnn = 1\nname = "n"\ninputs = { i = ["H", "W", 3] }\n'
        layer = '{{ type = "Conv2D", filters = 4, kernel_size = 3 }}'
        before = EFFORT.evaluated
        summarise(pipeline.check(Source("a.toml", layers_of(layer, head, count).encode())).model)
        return EFFORT.evaluated - before

    assert work(2000) <= 2.2 * work(1000)


@pytest.mark.parametrize("count", [300, 301])
def test_a_long_summary_is_plain_and_says_the_same(count: int, tmp_path: Path) -> None:
    path = written(tmp_path, "a.toml", layers_of('{{ type = "ReLU" }}', VECTOR, count))
    out = cost(tmp_path, "summary", path).out
    rows = [line.split() for line in out.splitlines()]
    assert rows[2][:3] == ["layer", "type", "output"]
    assert rows[3][:3] == ["x", "input", "8"]
    assert rows[count + 3][:3] == [f"re_lu_{count - 1}", "ReLU", "8"]
    assert ["parameters", "0"] in rows


def test_lengths_come_before_elements() -> None:
    source = Source("a.toml", HOSTILE["long_kernel.toml"]().encode())
    (found,) = pipeline.diagnose(source)
    assert found.finding.code == "V206"
    assert found.path == ("layers", 0, "kernel_size")
