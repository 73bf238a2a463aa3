"""The table of docs/targets.md: each layer and activation in each target, run and compared.

`python -m targets.table` prints it and says whether the page has it; `--write` puts it there.
"""

import json
import logging
import os
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras
import numpy as np
import tensorflow as tf
from targets.cases import Case, activations, layers

from speccnn import Checked, Source, check, targets
from speccnn.backends.tf import agreement
from speccnn.backends.tf.conversion import NotConvertedError, convert
from speccnn.backends.tf.export import write_saved_model
from speccnn.diagnostics.sink import SpecError
from speccnn.language.canonical import value_text

PAGE = Path(__file__).parents[2] / "docs" / "targets.md"
START, END = "<!-- `make targets-table` writes this -->\n", "<!-- to here -->\n"
HEAD = ("layer", "script, keras", "saved-model", "graph, v1-script", "onnx", "litert")
v1 = tf.compat.v1


def by_conversion(target: str) -> Callable[..., float]:
    """Return what converts a network for a target, and compares what the file gives."""

    def distance(checked: Checked, live: keras.Model, inputs: agreement.Arrays, to: Path) -> float:
        del inputs
        return convert(checked.model, live, target, to / "net.keras", {}, None)

    return distance


def by_saved_model(
    checked: Checked, live: keras.Model, inputs: agreement.Arrays, to: Path
) -> float:
    write_saved_model(checked.model, live, to / "saved")
    serve = tf.saved_model.load(str(to / "saved")).signatures["serving_default"]
    found = serve(**{name: tf.constant(value) for name, value in inputs.items()})
    given = [np.asarray(found[name]) for name in checked.model.outputs]
    return agreement.difference(agreement.outputs_of(live, inputs), given)


def by_graph(checked: Checked, live: keras.Model, inputs: agreement.Arrays, to: Path) -> float:
    del to
    graph = targets.build_graph(checked).graph
    names = dict.fromkeys(inputs, "X") if len(inputs) == 1 else {it: it for it in inputs}
    values = {weight.path: np.asarray(weight) for weight in live.weights}
    with graph.as_default(), v1.Session(graph=graph) as session:
        session.run(v1.global_variables_initializer())
        for variable in v1.get_collection(v1.GraphKeys.MODEL_VARIABLES):
            variable.load(values[variable.op.name], session)
        feed = {f"input/{names[name]}:0": value for name, value in inputs.items()}
        found = session.run("Train/Prediction/predictions:0", feed)
    return agreement.difference(agreement.outputs_of(live, inputs), [found])


TARGETS = (
    by_conversion("keras"),
    by_saved_model,
    by_graph,
    by_conversion("onnx"),
    by_conversion("litert"),
)


def verdicts(case: Case) -> list[str]:
    """Return for each target "" where a case is converted and agrees, else what is refused."""
    keras.backend.clear_session()
    rng = np.random.default_rng(0)
    checked = check(Source("case.json", json.dumps(case.spec()).encode()))
    live = targets.build(checked)
    for weight in live.weights:
        if weight.dtype == "float32":
            weight.assign(rng.uniform(0.5, 1.5, weight.shape))
    for layer in live.layers:
        if isinstance(layer, keras.layers.Normalization) and layer.weights:
            layer.finalize_state()
    inputs = agreement.random_inputs(checked.model.inputs)
    found: list[str] = []
    for distance in TARGETS:
        with tempfile.TemporaryDirectory() as folder:
            try:
                apart = distance(checked, live, inputs, Path(folder))
            except (NotConvertedError, SpecError) as refusal:
                found.append(_refused(refusal, case))
            else:
                assert apart <= agreement.CLOSE, (case, distance, apart)
                found.append("")
    return found


def _refused(refusal: NotConvertedError | SpecError, case: Case) -> str:
    """Return the argument that a refusal names; "no" if it is the layer as it is."""
    if isinstance(refusal, SpecError):
        return case.said or "no"
    *_, last = refusal.at
    return f"`{last} = {value_text(case.arguments[last])}`" if isinstance(last, str) else "no"


def row(name: str, cases: Iterable[Case]) -> str:
    """Return the line of a layer."""
    columns = [list(column) for column in zip(*map(verdicts, cases), strict=True)]
    return f"| {name} | {' | '.join(map(_cell, columns))} |"


def _cell(said: list[str]) -> str:
    refused = list(dict.fromkeys(filter(None, said)))
    if not refused:
        return "yes"
    if refused == ["no"]:
        return "no" if all(said) else "in part"
    return f"not {', '.join(it for it in refused if it != 'no')}"


def rows() -> dict[str, list[Case]]:
    """Return the cases of each line of the table."""
    found: dict[str, list[Case]] = {}
    for case in layers():
        on = {0: "a vector", 1: "a sequence", 2: "a map", 3: "a volume"}[case.axes]
        is_of_any = case.kind in {"PReLU", "Dense"}
        found.setdefault(f"`{case.kind}`" + (f" on {on}" if is_of_any else ""), []).append(case)
    for case in activations():
        found[f"`activation = {value_text(case.arguments['activation'])}`"] = [case]
    return found


def table() -> Iterator[str]:
    """Yield the lines of the table."""
    yield f"| {' | '.join(HEAD)} |"
    yield f"|{' --- |' * len(HEAD)}"
    for name, cases in rows().items():
        yield row(name, cases)


def main() -> int:
    """Print the table, and return whether the page has another one."""
    lines: list[str] = []
    for line in table():
        print(line, flush=True)
        lines.append(line)
    before, _, rest = PAGE.read_text("utf-8").partition(START)
    inside, _, after = rest.partition(END)
    made = "\n".join(lines) + "\n"
    if "--write" in sys.argv:
        PAGE.write_text(f"{before}{START}{made}{END}{after}", "utf-8")
        return 0
    return int(inside != made)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    sys.exit(main())
