"""What speccnn and TensorFlow say about a network, and whether they agree."""

import json
import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, TypeAlias

import keras
from fuzz.interpret import Built, KerasRefusesError, UnwritableError, build
from oracle.deliberate import networks_explained, unexplained
from oracle.live import quiet
from oracle.steps import Step, steps
from oracle.verdicts import KINDS, Case, Reason, Refused, typed

from speccnn import pipeline
from speccnn.backends.tf import build as ours
from speccnn.backends.tf.verify import verify
from speccnn.diagnostics.finding import Severity
from speccnn.diagnostics.sink import Diagnostic, Sink, SpecError
from speccnn.diagnostics.source import Source
from speccnn.graph.text import show
from speccnn.graph.typed import TypedGraph
from speccnn.language.canonical import as_toml
from speccnn.language.expand import expand

Spec: TypeAlias = dict[str, Any]

TOO_LARGE_TO_ASK = "T411"


@dataclass(frozen=True)
class Outcome:
    """The verdict on a network, what it was made of, and how the two sides disagree, if they do.

    `verdict` is "accepted", "refused", "decided" where the reviewed list has the reason, or "not
    asked" where TensorFlow would need more memory than there is.
    """

    verdict: str
    codes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    disagreement: str = ""
    mistakes: int = 0

    def as_json(self) -> str:
        return json.dumps(asdict(self))


@dataclass(frozen=True)
class Blame:
    """One thing that speccnn has against a network: its layer, and the reason for the list."""

    layer: int | None
    kind: str
    code: str
    reasons: tuple[Reason, ...] = field(default=())

    @property
    def is_decided(self) -> bool:
        if networks_explained(self.code, self.kind):
            return True
        return bool(self.reasons) and not unexplained(self.kind, Refused(self.reasons))


def compared(spec: Spec) -> Outcome:
    """Ask both about a network."""
    try:
        return _compared(spec)
    except Exception as error:  # noqa: BLE001  a traceback is a finding
        return Outcome("crashed", disagreement=f"{type(error).__name__}: {error}")


def ran(spec: Spec) -> dict[str, Step | str]:
    """Return the steps of a network that speccnn accepts, or why it does not run."""
    model, found = _checked(spec)
    assert model is not None, found
    keras.backend.clear_session()
    try:
        return steps(model)
    except Exception as error:  # noqa: BLE001  whatever TensorFlow raises
        return {"disagreement": f"does not run: {type(error).__name__}: {error}"}


def _compared(spec: Spec) -> Outcome:
    expanded = _expanded(spec)
    kinds = tuple(str(entry.get("type", "reuse")) for entry in expanded["layers"])
    ours, found = _checked(expanded)
    said, found_in_program = (ours, found) if spec is expanded else _checked(spec)
    codes = tuple(sorted({d.finding.code for d in found}))
    if _told(said, found_in_program) != _told(ours, found):
        return Outcome("accepted", codes, kinds, "blocks and variables change the network")
    if ours is not None:
        return Outcome("accepted", codes, kinds, _difference(ours, expanded))
    errors = [d for d in found if d.finding.severity is Severity.ERROR]
    if any(d.finding.code == TOO_LARGE_TO_ASK for d in errors):
        return Outcome("not asked", codes, kinds, "", len(errors))
    blamed = [_blame(d, expanded) for d in errors]
    if all(blame.is_decided for blame in blamed):
        return Outcome("decided", codes, kinds, "", len(errors))
    return Outcome("refused", codes, kinds, _taken(expanded, blamed), len(errors))


def _expanded(spec: Spec) -> Spec:
    out = Sink(Source("network.json", b""))
    expanded = expand(spec, {}, out)
    assert expanded is not None, out.diagnostics
    return expanded


def text_of(spec: Spec) -> tuple[str, str]:
    """Return a spec as text and the name of its file; only TOML has numbers that are none."""
    try:
        return "network.json", json.dumps(spec, allow_nan=False)
    except ValueError:
        return "network.toml", as_toml(spec)


def _checked(spec: Spec) -> tuple[TypedGraph | None, tuple[Diagnostic, ...]]:
    name, text = text_of(spec)
    try:
        checked = pipeline.check(Source(name, text.encode()))
    except SpecError as error:
        return None, error.diagnostics
    return checked.model, checked.out.diagnostics


def _told(model: TypedGraph | None, found: tuple[Diagnostic, ...]) -> str:
    return show(model) if model else str(sorted({d.finding.code for d in found} - {"E709"}))


def _difference(model: TypedGraph, spec: Spec) -> str:
    """Return how TensorFlow's network differs from the accepted one; nothing if it does not."""
    try:
        built = build(spec)
    except KerasRefusesError as refusal:
        return f"TensorFlow refuses layer {refusal.layer}: {refusal.why}"
    except UnwritableError as reason:
        return f"no program can say it: {reason}"
    differences = [*_differences(model, built)]
    with quiet():
        try:
            live = ours.build(model)
        except Exception as error:  # noqa: BLE001  whatever Keras raises
            return f"what speccnn builds, TensorFlow refuses: {type(error).__name__}: {error}"
        differences += verify(model, live)
    return "; ".join(differences)


def _differences(model: TypedGraph, built: Built) -> Iterator[str]:
    nodes = sorted(model.nodes, key=lambda node: node.path[1])
    # The first use holds the weights: one above may reuse a layer that is written below.
    held = {node.holder: node.weights for node in nodes if not node.is_again}
    total = 0
    for index, node in enumerate(nodes):
        if node.output.shape != built.shapes[index]:
            yield f"layer {index} gives {built.shapes[index]}, not {node.output.shape}"
        own = () if node.node.shares else held[node.name]
        weights = tuple((w.name, w.shape, w.trainable) for w in own)
        if weights != built.weights[index]:
            yield f"layer {index} holds {built.weights[index]}, not {weights}"
        if built.names[index] not in {None, node.name}:
            yield f"layer {index} is called {built.names[index]}, not {node.name}"
        total += sum(math.prod(shape) for _, shape, _ in built.weights[index])
    if not total == built.parameters == sum(node.parameters for node in nodes):
        yield f"in all {built.parameters} parameters"


def _blame(diagnostic: Diagnostic, spec: Spec) -> Blame:
    code, path = diagnostic.finding.code, (*diagnostic.path, *diagnostic.unwritten)
    if code[0] not in "TV" or path[:1] != ("layers",) or len(path) == 1:
        return Blame(None, "", code)
    entry = spec["layers"][path[1]]
    kind = _kind(entry, spec)
    if code.startswith("V") and kind in KINDS:
        arguments = {name: value for name, value in entry.items() if name not in {"type", "name"}}
        refused = typed(Case(kind, arguments, ((1,),)))
        assert isinstance(refused, Refused), "what the document refuses, the layer does"
        return Blame(path[1], kind, code, refused.reasons)
    return Blame(path[1], kind, code, (Reason(code, str(path[-1])),))


def _kind(entry: dict[str, Any], spec: Spec) -> str:
    """Return the type of a layer, that of the first one where it is used again."""
    named = {other["name"]: other for other in spec["layers"] if "name" in other}
    for _ in named:
        entry = named.get(entry.get("reuse", ""), entry)
    return str(entry.get("type"))


def _taken(spec: Spec, blamed: list[Blame]) -> str:
    """Return that TensorFlow takes a network or refuses another layer; nothing if it agrees."""
    layers = frozenset(blame.layer for blame in blamed if blame.layer is not None)
    try:
        build(spec, layers)
    except UnwritableError:
        return ""
    except KerasRefusesError as refusal:
        if refusal.layer in layers or not layers:
            return ""
        return f"TensorFlow refuses layer {refusal.layer} instead: {refusal.why}"
    codes = sorted({blame.code for blame in blamed})
    return f"TensorFlow takes what is refused with {', '.join(codes)}"
