"""Networks of the zoo are the same in all targets; `make equality` compares all of them."""

import numpy as np
import pytest

pytest.importorskip("keras")

from zoo import equality

pytestmark = pytest.mark.filterwarnings("ignore:__array__:DeprecationWarning")  # Keras, NumPy 2
SMALL = ["lenet5", "cnn_1d", "cnn_3d", "siamese", "espcn", "multi_task", "mobilenet_v3_small"]


@pytest.mark.parametrize("name", SMALL)
def test_every_target_is_one_network(name: str) -> None:
    found = equality.differences(name)
    assert set(found) >= {"saved-model", "script", "script step", "graph", "graph step"}
    assert equality.wrong(found) == [], found


def test_another_weight_would_be_seen() -> None:
    checked = equality.still("lenet5")
    live = equality.targets.build(checked)
    asked = equality.problem(checked, live)
    expected = equality.agreement.outputs_of(live, asked.inputs)
    step = equality.keras_step(live, asked)
    name = next(iter(asked.weights))
    asked.weights[name] = asked.weights[name] * np.float32(1.01)
    graph = equality.targets.build_graph(checked).graph
    outputs, other = equality.graph_outputs(graph, asked), equality.graph_step(graph, asked)
    found = {
        "graph": equality.agreement.difference(expected, outputs),
        "graph step": equality.step_difference(step, other),
    }
    assert equality.wrong(found) == ["graph", "graph step"]
