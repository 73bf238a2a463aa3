"""Random networks: layers that fit each other, and in every other network one mistake."""

from random import Random
from typing import Any

from fuzz.candidates import (
    MERGES,
    SINGLES,
    Entry,
    alike,
    arguments,
    chosen,
    misfit,
    spoiled,
    typed,
)
from fuzz.programs import programmed

from speccnn.graph.typed import TypedNode
from speccnn.tensor import TensorType

FEWEST, MOST = 3, 15
TRIES = 40
MOST_ELEMENTS, MOST_PARAMETERS = 20_000, 60_000
SIZES = {1: (1, 40), 2: (1, 24), 3: (1, 8)}
NARROWS = 0.8


def network(seed: str) -> dict[str, Any]:
    """Return the spec of a network as plain values; the same seed gives the same network."""
    return _Growing(Random(seed)).grown()  # noqa: S311  nobody attacks a test


class _Growing:
    """A network while layers are added to it.

    `types` holds the tensors that exist, `broken` those of layers that speccnn refuses.
    """

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.inputs: dict[str, Any] = {}
        self.layers: list[Entry] = []
        self.types: dict[str, TensorType] = {}
        self.nodes: dict[str, TypedNode] = {}
        self.kinds: dict[str, str] = {}
        self.broken: list[str] = []
        self.unread: dict[str, None] = {}
        self.last = ""
        self.spec: dict[str, Any] = {}

    def grown(self) -> dict[str, Any]:
        self._draw_inputs()
        count = self.rng.choice((self.rng.randint(FEWEST, MOST), self.rng.randint(FEWEST, 8)))
        wrong_at = self.rng.randrange(count) if self.rng.random() < 0.5 else None
        wiring = wrong_at is not None and self.rng.random() < 0.12
        for step in range(count):
            if step == wrong_at and not wiring:
                self._add_mistake()
            else:
                self._add_fitting(early=step < 0.6 * count)
        for name in [name for name in self.unread if name in self.inputs]:
            self._add_fitting(early=False, read=name)
        self.spec = {"speccnn": 1, "name": "net", "inputs": self.inputs, "layers": self.layers}
        self._set_outputs()
        if wiring:
            self._miswire()
        self._forget()
        return self.spec if wiring else programmed(self.spec, self.rng)

    def _draw_inputs(self) -> None:
        for index in range(self.rng.choice((1, 1, 1, 1, 2, 2, 3))):
            axes = self.rng.choice((0, 1, 1, 2, 2, 2, 2, 2, 3, 3))
            shape = [self.rng.randint(*SIZES[axes]) for _ in range(axes)]
            shape.append(self.rng.choice((1, 2, 3, 3, 4, 4, 6, 8, 12)))
            if index and self.rng.random() < 0.5:
                shape = list(self.types["in0"].shape)
                if self.rng.random() < 0.3:
                    kept = self.rng.randrange(len(shape))
                    shape = [size if axis == kept else 1 for axis, size in enumerate(shape)]
            name = f"in{index}"
            dtype = self.rng.choice(("float32", "float16", "bfloat16", "float64"))
            long = self.rng.random() < 0.1
            self.inputs[name] = {"shape": shape, "dtype": dtype} if long else shape
            self.types[name] = TensorType(tuple(shape))
            self.unread[name] = None
        self.last = "in0"

    def _read(self) -> str:
        if self.last in self.types and self.rng.random() < 0.75:
            return self.last
        unread = [name for name in self.unread if name in self.types]
        return self.rng.choice(unread if unread and self.rng.random() < 0.6 else list(self.types))

    def _add_fitting(self, *, early: bool, read: str | None = None) -> None:
        if self.broken and read is None and self.rng.random() < 0.3:
            return self._add_to_broken()
        for _ in range(TRIES):
            entry, kind, node = self._candidate(read)
            if isinstance(node, str) or _is_large(node):
                continue
            narrows = node.output.rank == 1 < node.reads[0].rank
            if narrows and early and self.rng.random() < NARROWS:
                continue
            kept = len(node.reads) == 1 and node.output == node.reads[0]
            if kept and "reuse" not in entry and self.rng.random() < 0.05:
                entry["repeat"] = self.rng.randint(1, 3)
            return self._put(entry, kind, node)
        return self._put(*self._activation(read or self._read()))

    def _activation(self, read: str) -> tuple[Entry, str, TypedNode | str]:
        entry = {"type": "ReLU", "inputs": [read]}
        return entry, "ReLU", typed("ReLU", {}, (self.types[read],))

    def _candidate(self, read: str | None = None) -> tuple[Entry, str, TypedNode | str]:
        sort = self.rng.random()
        if sort < 0.06 and self.nodes and read is None:
            return self._reusing()
        if sort < 0.3 and len(self.types) > 1:
            return self._merging(read)
        read = read or self._read()
        kind = chosen(self.rng, self.types[read].rank)
        given = arguments(self.rng, kind, self.types[read])
        entry = {"type": kind, **given, "inputs": [read]}
        return entry, kind, typed(kind, given, (self.types[read],))

    def _merging(self, read: str | None) -> tuple[Entry, str, TypedNode | str]:
        kind = self.rng.choice((*MERGES, "Concatenate", "Add", "Dot"))
        first = read or self._read()
        shape = self.types[first].shape
        most = self.rng.choice((0, 0, 0, 1, 1, 9))
        near = [name for name in self.types if alike(shape, self.types[name].shape) <= most]
        others = [self.rng.choice(near) for _ in range(self.rng.choice((1, 1, 1, 2)))]
        reads = [first, *others]
        self.rng.shuffle(reads)
        given = arguments(self.rng, kind, self.types[first])
        return (
            {"type": kind, **given, "inputs": reads},
            kind,
            typed(kind, given, tuple(self.types[name] for name in reads)),
        )

    def _reusing(self) -> tuple[Entry, str, TypedNode | str]:
        owner = self.rng.choice(list(self.nodes))
        holder = self.nodes[owner]
        reads = [self.rng.choice(list(self.types)) for _ in holder.reads]
        entry = {"reuse": owner, "inputs": reads}
        types = tuple(self.types[name] for name in reads)
        return entry, self.kinds[owner], typed("", {}, types, holder)

    def _add_to_broken(self) -> None:
        read = self.rng.choice(self.broken)
        x = self.types[self._read()]
        kind = chosen(self.rng, x.rank)
        given = arguments(self.rng, kind, x)
        if not isinstance(typed(kind, given, (x,)), str):
            self._put({"type": kind, **given, "inputs": [read]}, kind, "reads what is broken")

    def _add_mistake(self) -> None:
        of_shapes = self.rng.random() < 0.7
        for _ in range(5 * TRIES):
            entry, kind, node = self._mistaken()
            if isinstance(node, str) and node.startswith("T4") == of_shapes:
                return self._put(entry, kind, node)
        return self._put({"type": "Dense", "inputs": [self._read()]}, "Dense", "missing")

    def _mistaken(self) -> tuple[Entry, str, TypedNode | str]:
        """Return a candidate that is slightly wrong, or else may not fit what it reads."""
        sort = self.rng.random()
        if sort < 0.02:
            kind = self.rng.choice(("Conv4D", "conv2d", "Linear", "Input", ""))
            return {"type": kind, "inputs": [self._read()]}, kind, "unknown type"
        if sort < 0.08 and self.nodes:
            return self._reusing()
        if sort < 0.16:
            kind, read = self.rng.choice((*SINGLES, *MERGES)), self._read()
            given = arguments(self.rng, kind, self.types[read])
            reads = [read] if self.rng.random() < 0.7 else [read, self._read()]
            node = typed(kind, given, tuple(self.types[name] for name in reads))
            return {"type": kind, **given, "inputs": reads}, kind, node
        if sort < 0.26:
            read = self._read()
            kind, given = misfit(self.rng, self.types[read])
            node = typed(kind, given, (self.types[read],))
            return {"type": kind, **given, "inputs": [read]}, kind, node
        if sort < 0.3 and len(self.inputs) > 1:
            return self._stretching()
        entry, kind, node = self._candidate()
        if isinstance(node, str) or "reuse" in entry or self.rng.random() < 0.5:
            return entry, kind, node
        own = {name: value for name, value in entry.items() if name not in {"type", "inputs"}}
        given = spoiled(self.rng, kind, own)
        entry = {"type": kind, **given, "inputs": entry["inputs"]}
        return entry, kind, typed(kind, given, node.reads)

    def _stretching(self) -> tuple[Entry, str, TypedNode | str]:
        """Return an addition of two inputs, one of which may have to be stretched."""
        kind, reads = self.rng.choice(("Add", "Average")), self.rng.sample(list(self.inputs), 2)
        given = {"broadcast": True}
        node = typed(kind, given, tuple(self.types[name] for name in reads))
        return {"type": kind, **given, "inputs": reads}, kind, node

    def _put(self, entry: Entry, kind: str, node: TypedNode | str) -> None:
        name = f"n{len(self.layers)}"
        self.layers.append({**entry, "name": name})
        for read in entry["inputs"]:
            self.unread.pop(read, None)
        self.unread[name] = None
        if isinstance(node, str):
            self.broken.append(name)
        else:
            self.types[name] = node.output
            if "reuse" not in entry and "repeat" not in entry:
                self.nodes[name] = node
                self.kinds[name] = kind
        self.last = name

    def _set_outputs(self) -> None:
        ends = list(self.unread)
        made = [entry["name"] for entry in self.layers]
        if self.rng.random() < 0.1:
            ends = list(dict.fromkeys([*ends, self.rng.choice(made)]))
        if ends != made[-1:] or self.rng.random() < 0.3:
            self.spec["outputs"] = ends

    def _miswire(self) -> None:
        """Make one mistake in the names."""
        for entry in self.layers:
            entry.pop("repeat", None)
        made = [entry["name"] for entry in self.layers]
        entry, outputs = self.rng.choice(self.layers), self.spec.get("outputs", made[-1:])
        match self.rng.randrange(8):
            case 0:
                entry["inputs"] = [*entry["inputs"][1:], "nothing"]
            case 1:
                entry["inputs"] = [*entry["inputs"][1:], made[-1]]
            case 2:
                self.layers.append({"type": "ReLU", "name": made[0], "inputs": [made[-1]]})
            case 3:
                self.layers.append({"type": "ReLU", "name": "N0", "inputs": [made[-1]]})
                self.spec["outputs"] = [*(name for name in outputs if name != made[-1]), "N0"]
            case 4:
                self.layers.append({"type": "ReLU", "name": "lost", "inputs": [made[0]]})
                self.spec["outputs"] = outputs
            case 5:
                self.spec["outputs"] = [*outputs, outputs[0]]
            case 6:
                self.spec["outputs"] = [*outputs, "nothing"]
            case _:
                self.layers.append({"reuse": "nothing", "name": "again", "inputs": [made[-1]]})
                self.spec["outputs"] = [*(name for name in outputs if name != made[-1]), "again"]

    def _forget(self) -> None:
        """Leave out names that nothing says, and inputs that are what comes before."""
        before = next(iter(self.inputs)) if len(self.inputs) == 1 else None
        for entry in self.layers:
            if entry["inputs"] == [before] and self.rng.random() < 0.9:
                del entry["inputs"]
            elif len(entry["inputs"]) == 1 and self.rng.random() < 0.5:
                entry["inputs"] = entry["inputs"][0]
            before = entry["name"]
        said = {*self.spec.get("outputs", ())}
        for entry in self.layers:
            said.add(entry.get("reuse", ""))
            inputs = entry.get("inputs", ())
            said.update([inputs] if isinstance(inputs, str) else inputs)
        for entry in self.layers:
            if entry["name"] not in said and self.rng.random() < 0.6:
                del entry["name"]


def _is_large(node: TypedNode) -> bool:
    return node.output.elements > MOST_ELEMENTS or node.parameters > MOST_PARAMETERS
