"""Whatever the bytes, a check ends in diagnostics whose places lie in the text."""

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from speccnn import pipeline
from speccnn.diagnostics.formats import FileReport, as_json, concise, github
from speccnn.diagnostics.frame import frames
from speccnn.diagnostics.sink import SpecError
from speccnn.diagnostics.source import Source, Span

SPECS = [path.read_bytes() for path in sorted(Path(__file__).parents[2].glob("specs/*.toml"))]
JSON_SPEC = json.dumps(
    {
        "speccnn": 1,
        "name": "net",
        "inputs": {"a": [8, 8, 3], "b": {"shape": [8, 8, 3], "dtype": "float16"}},
        "outputs": ["sum", "c"],
        "layers": [
            {"type": "Conv2D", "name": "c", "inputs": "a", "filters": 3, "kernel_size": 3}
            | {"padding": [1, [0, 2]], "kernel_regularizer": {"type": "L2", "l2": 0.1}},
            {"type": "Add", "name": "sum", "inputs": ["b", "c"]},
        ],
    }
).encode()
PIECES = [
    b"\n[[layers]]\n", b"type", b"=", b'"', b"'", b"[", b"]", b"{", b"}", b",", b"-1", b"1e400",
    b"2147483648", b"nan", b"true", b"1979-05-27", b"\r\n", b"\t", b"\xff", b"\xef\xbb\xbf",
    b"\xe2\x80\xae", b"\x00", b"#", b"\\u0000", b"inputs", b"padding = [[1, 1], [1]]", b"name",
    b'"Conv2D"', b"layers", b"kernel_size", b"null", b"loss = 3", b"axis = 9", b".",
    b"\xf0\x9f\x98\x80",
]  # fmt: skip


HIDING = {*map(chr, range(32)), *map(chr, range(127, 160)), *"\u200b\u202e\u2028\u2066\ufeff"}


def tell(source: Source) -> None:
    """Check a spec, and assert that all that is said of it can be shown."""
    found = pipeline.diagnose(source)
    size = len(source.text)
    spans = [d.span for d in found] + [n.span for d in found for n in d.notes if n.span]
    for start, end in spans:
        assert 0 <= start <= end <= size
    assert [d.span.start for d in found] == sorted(d.span.start for d in found)
    report = FileReport(source, found)
    shown = frames(source, found) + concise(report) + github(report)
    assert not set("".join(shown.split("\n"))) & HIDING
    json.dumps(as_json((report,)), default=vars)
    for one in found:
        assert one.finding.message
        assert "Input should" not in one.finding.message


@given(st.binary(max_size=200), st.sampled_from(["a.toml", "a.json", "<stdin>"]))
def test_any_bytes(raw: bytes, path: str) -> None:
    tell(Source(path, raw))


@given(st.text(max_size=200), st.sampled_from(["a.toml", "a.json"]))
def test_any_text(text: str, path: str) -> None:
    tell(Source(path, text.encode("utf-8", "surrogatepass")))


@given(
    st.sampled_from([*SPECS, JSON_SPEC]),
    st.lists(
        st.tuples(
            st.integers(0, 2000),
            st.integers(0, 12),
            st.sampled_from(PIECES) | st.binary(max_size=3),
        ),
        min_size=1,
        max_size=3,
    ),
)
def test_any_edit_of_a_good_spec(raw: bytes, edits: list[tuple[int, int, bytes]]) -> None:
    for at, removed, added in edits:
        start = at % (len(raw) + 1)
        raw = raw[:start] + added + raw[start + removed :]
    tell(Source("a.json" if raw.startswith(b"{") else "a.toml", raw))


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["image", "Conv2D", "Flatten", "relu", "same", "mse", "a", ""]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["type", "name", "inputs", "shape", "loss", "units", "filters", "axis"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "speccnn": st.just(1) | values,
            "name": st.just("net") | values,
            "inputs": st.just({"image": [8, 8, 1]}) | values,
            "outputs": values,
            "layers": st.lists(st.just({"type": "Flatten"}) | values, max_size=3) | values,
            "data": values,
            "training": values,
            "metadata": values,
        },
    )
)
def test_any_values(spec: dict[str, object]) -> None:
    tell(Source("a.json", json.dumps(spec).encode()))


def test_the_end_of_a_phase_tells_what_was_found() -> None:
    source = Source("a.toml", b"speccnn = 2\n")
    error = SpecError(source, pipeline.diagnose(source))
    assert str(error) == frames(source, error.diagnostics)
    assert error.diagnostics[-1].span == Span(10, 11)
