"""Networks of any number of layers, to see what one more costs."""

import json
from collections.abc import Callable

CONV = {"type": "Conv2D", "filters": 8, "kernel_size": 3, "padding": "same", "use_bias": False}
FUNCTION = {"type": "Activation", "activation": "relu"}


def _spec(layers: list[dict[str, object]], **more: object) -> str:
    head = {"speccnn": 1, "name": "large", "inputs": {"image": [32, 32, 8]}}
    return json.dumps({**head, **more, "layers": layers})


def chain(layers: int) -> str:
    """Return convolutions and functions, one after the other."""
    return _spec([CONV, FUNCTION] * (layers // 2))


def residual(layers: int) -> str:
    """Return residual units of three layers with names."""
    found: list[dict[str, object]] = [{**CONV, "name": "add_0"}]
    for unit in range(1, layers // 3 + 1):
        found += [
            {**CONV, "name": f"conv_{unit}"},
            {**FUNCTION, "name": f"relu_{unit}"},
            {"type": "Add", "name": f"add_{unit}", "inputs": [f"add_{unit - 1}", f"relu_{unit}"]},
        ]
    return _spec(found)


def dense_reads(layers: int) -> str:
    """Return a layer that all others read, and the sum of these."""
    names = [f"relu_{number}" for number in range(layers)]
    found: list[dict[str, object]] = [{**CONV, "name": "stem"}]
    found += [{**FUNCTION, "name": name, "inputs": "stem"} for name in names]
    return _spec([*found, {"type": "Add", "inputs": names}])


def blocks(layers: int) -> str:
    """Return a block of three layers, repeated."""
    unit = {
        "parameters": {"filters": "int"},
        "layers": [
            {**CONV, "filters": "${filters}"},
            {**FUNCTION, "name": "relu"},
            {"type": "Add", "inputs": ["input", "relu"]},
        ],
    }
    use = {"block": "unit", "repeat": layers // 3, "with": {"filters": 8}}
    return _spec([use], blocks={"unit": unit})


FAMILIES: dict[str, Callable[[int], str]] = {
    "a chain": chain,
    "residual units": residual,
    "one layer that all read": dense_reads,
    "a block, repeated": blocks,
}
