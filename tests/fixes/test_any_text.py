"""Whatever stands in a spec, fixes are found and made without a crash, and come to an end."""

import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from speccnn import pipeline
from speccnn.diagnostics.finding import Severity
from speccnn.diagnostics.source import Source
from speccnn.fixes.advise import MOST_SHOWN, advised, fixed
from speccnn.fixes.work import Work

ROOT = Path(__file__).parents[2]
TEXTS = [
    (path.suffix, path.read_text("utf-8"))
    for path in sorted(ROOT.glob("tests/mistakes/*/*"))
    if path.suffix != ".txt"
]
PIECES = ["", "0", "-1", "2.5", '"x"', "true", "[1, 2]", '"${a}"', '"H"', "{", "}", "]", "\n", ","]


@settings(max_examples=150)
@given(st.data())
def test_any_text_is_fixed_or_left(data: st.DataObject) -> None:
    suffix, text = data.draw(st.sampled_from(TEXTS))
    start = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 9))
    text = text[:start] + data.draw(st.sampled_from(PIECES)) + text[start + length :]
    source = Source(f"spec{suffix}", text.encode())
    found = pipeline.diagnose(source)
    for diagnostic in advised(source, found, {}):
        assert len(diagnostic.fixes) <= MOST_SHOWN
        for fix in diagnostic.fixes:
            assert all(0 <= a <= b <= len(source.text) for (a, b), _ in fix.edits)
    after, count = fixed(source, found, {})
    assert count == 0 or after != source
    assert fixed(after, pipeline.diagnose(after), {}) == (after, 0)


def test_a_spec_without_findings_loads_nothing_of_this() -> None:
    code = (
        "import sys; from speccnn.cli.console import Console; from speccnn.cli.main import run; "
        "run(Console(), ['check', 'specs/mnist_cnn.toml']); "
        "sys.exit(any(name.startswith('speccnn.fixes') for name in sys.modules) "
        "or 'speccnn.graph.origins' in sys.modules or 'speccnn.document.foreign' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_trying_is_bounded_in_a_long_spec() -> None:
    layers = "\n".join(
        f'  {{ type = "Conv2D", filters = {n}, kernel_sise = 3 }},' for n in range(900)
    )
    text = f'speccnn = 1\nname = "n"\ninputs = {{ i = [9, 9, 1] }}\nlayers = [\n{layers}\n]\n'
    source = Source("long.toml", text.encode())
    work = Work()
    told = advised(source, pipeline.diagnose(source, most=900), {}, work=work)
    errors = [d for d in told if d.finding.severity is Severity.ERROR]
    assert len(errors) >= 900
    assert sum(len(d.fixes) for d in told) >= 900
    assert work.trials < 60
