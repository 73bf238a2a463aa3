"""The same network in other words: variables, a block, layers that are dropped, another order."""

from random import Random
from typing import Any

from fuzz.candidates import Entry

OWN = frozenset({"type", "name", "inputs", "reuse", "repeat", "when"})


def programmed(spec: dict[str, Any], rng: Random) -> dict[str, Any]:
    """Return a spec that means the same network."""
    if rng.random() < 0.05:
        return _reordered(spec, rng)
    if rng.random() < 0.25:
        spec = _with_block(spec, rng)
    if rng.random() < 0.25:
        spec = _with_variables(spec, rng)
    if rng.random() < 0.15:
        spec = _with_dropped(spec, rng)
    return spec


def _reordered(spec: dict[str, Any], rng: Random) -> dict[str, Any]:
    """Put layers that say what they read in any order, where the outputs are named."""
    layers: list[Entry] = spec["layers"]
    if "outputs" not in spec or not all(entry.keys() >= {"name", "inputs"} for entry in layers):
        return spec
    return {**spec, "layers": rng.sample(layers, len(layers))}


def _with_variables(spec: dict[str, Any], rng: Random) -> dict[str, Any]:
    variables: dict[str, int] = dict(spec.get("variables", {}))
    layers: list[Entry] = []
    for entry in spec["layers"]:
        numbers = [key for key, value in entry.items() if type(value) is int and key not in OWN]
        if numbers and rng.random() < 0.5:
            name, key, more = f"v{len(variables)}", rng.choice(numbers), rng.choice((0, 0, 1))
            variables[name] = entry[key] - more
            said = f"${{{name} + {more}}}" if more else f"${{{name}}}"
            layers.append({**entry, key: said})
        else:
            layers.append(entry)
    return {**spec, "variables": variables, "layers": layers} if variables else spec


def _with_dropped(spec: dict[str, Any], rng: Random) -> dict[str, Any]:
    at = rng.randrange(len(spec["layers"]))
    when = rng.choice((False, "${1 > 2}"))
    dropped = {"type": "Conv3D", "filters": 0, "when": when}
    return {**spec, "layers": [*spec["layers"][:at], dropped, *spec["layers"][at:]]}


def _with_block(spec: dict[str, Any], rng: Random) -> dict[str, Any]:
    """Put a chain of layers whose last alone is named elsewhere into a block."""
    layers: list[Entry] = spec["layers"]
    start = rng.randrange(len(layers))
    if len(_listed(layers[start].get("inputs", "before"))) != 1 or "reuse" in layers[start]:
        return spec
    end = start + 1
    while (
        end < min(len(layers), start + 4)
        and "name" not in layers[end - 1]
        and not layers[end].keys() & {"inputs", "reuse"}
    ):
        end += 1
    chain = [dict(entry) for entry in layers[start:end]]
    use: Entry = {"block": "part"}
    if "inputs" in chain[0]:
        use["inputs"] = chain[0].pop("inputs")
    if any(layer.get("reuse") == chain[-1].get("name", 0) for layer in layers):
        return spec
    use["name"] = chain[-1].pop("name", "part_used")
    block: Entry = {"layers": chain}
    numbers = [key for key, value in chain[0].items() if type(value) is int and key not in OWN]
    if numbers:
        key = rng.choice(numbers)
        block["parameters"] = {"size": "int"}
        use["with"] = {"size": chain[0][key]}
        chain[0][key] = "${size}"
    return {**spec, "blocks": {"part": block}, "layers": [*layers[:start], use, *layers[end:]]}


def _listed(names: str | list[str]) -> list[str]:
    return [names] if isinstance(names, str) else names
