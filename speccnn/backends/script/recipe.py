"""How a network is trained, as templates see it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import final

from speccnn.backends.script.forms import Forms, ignored_by
from speccnn.backends.script.python import Python, identifier, unpacking
from speccnn.backends.script.remembered import remembered
from speccnn.calls import Call, Value
from speccnn.document.model import Document
from speccnn.graph.heads import Head, Measured, columns_of, heads_of, watched_by
from speccnn.graph.typed import TypedGraph
from speccnn.tensor import LiveShape
from speccnn.training.base import Answers, Direction, Labels, Optimizer, Schedule
from speccnn.training.kinds import METRIC_NAMES
from speccnn.training.losses import CTC
from speccnn.training.optimizers import Adafactor, Adam, AdamW, Nadam
from speccnn.training.settings import Checkpoint, EarlyStopping, Training

READERS: dict[Labels, str] = {
    "classes": "class_numbers",
    "one_hot": "prepare_labels",
    "whole": "whole_numbers",
}


@final
@dataclass(frozen=True)
class Metric:
    """A metric: how it is made, its variable, and the truth and the answer that it compares."""

    call: Call
    variable: str
    truth: Python
    answer: Python


@final
@dataclass(frozen=True)
class Goal:
    """What is asked of one output.

    `number` ends the variables that are the output's own: empty where there is only one. `kept` are
    these variables with the expressions that give them.
    """

    output: str
    shape: LiveShape
    number: str
    index: int
    loss: Call
    weight: float
    labels: Python
    outputs: Python
    reader: str
    answers: Answers | None
    kept: tuple[tuple[str, Python], ...]
    metrics: tuple[Metric, ...]

    @property
    def loss_variable(self) -> str:
        """The variable of that metric."""
        return f"loss{self.number}"

    @property
    def mean_loss(self) -> Call:
        """The metric that is the mean of the output's own loss."""
        return Call("keras.metrics.Mean", (), {"name": f"{self.output}_loss"})


@final
@dataclass(frozen=True)
class Stopping:
    """When training ends early: by which column of the history, of which `best` values are good."""

    settings: EarlyStopping
    monitor: str
    best: Direction


@final
@dataclass(frozen=True)
class Recipe:
    """What is made small, how, and what is measured meanwhile.

    `schedule` is None where the learning rate is a number. `ignored` is the class whose places
    neither the only loss nor its metrics count. `is_late` says that some metric makes its variables
    only when it first measures, `best_is` which value the best checkpoint has in the column that it
    is chosen by. `told` is what a run remembers of all this, to name what changes later.
    """

    settings: Training
    optimizer: Call
    learning_rate: float
    schedule: Call | None
    goals: tuple[Goal, ...]
    ignored: int | None
    is_late: bool
    stopping: Stopping | None
    best_is: Direction
    told: Mapping[str, Value]

    @property
    def is_joint(self) -> bool:
        """Whether several outputs are trained together."""
        return len(self.goals) > 1

    @property
    def is_flat(self) -> bool:
        """Whether each output that is trained is one row of numbers for each example."""
        return all(len(goal.shape) == 1 for goal in self.goals)

    @property
    def is_warm(self) -> bool:
        """Whether the script carries the warm-up that Keras lacks."""
        return self.schedule is not None and self.schedule.target == "Warmup"

    @property
    def is_shared(self) -> bool:
        """Whether several devices share each batch."""
        return self.settings.distribution is not None

    @property
    def has_workers(self) -> bool:
        """Whether these are the devices of several processes."""
        shared = self.settings.distribution
        return shared is not None and shared.strategy == "multi_worker"

    @property
    def output_shapes(self) -> Mapping[str, LiveShape]:
        """The shape of each output that is trained, by its name."""
        return {goal.output: goal.shape for goal in self.goals}

    @property
    def loss_weights(self) -> tuple[float, ...]:
        """How much the loss of each output counts."""
        return tuple(goal.weight for goal in self.goals)

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """All metrics, in the order of their outputs."""
        return tuple(metric for goal in self.goals for metric in goal.metrics)

    @property
    def is_uniform(self) -> bool:
        """Whether all metrics compare the labels with the outputs as they are."""
        pairs = {(metric.truth, metric.answer) for metric in self.metrics}
        return not self.is_joint and self.ignored is None and pairs <= {("labels", "outputs")}

    @property
    def measured(self) -> tuple[Python, ...]:
        """The variables of everything that is measured, the mean loss first."""
        losses = [goal.loss_variable for goal in self.goals] if self.is_joint else []
        names = ["mean_loss", *losses, *(metric.variable for metric in self.metrics)]
        return tuple(identifier(name) for name in names)

    @property
    def readers(self) -> tuple[Python, ...]:
        """The functions that bring the labels of each output into form."""
        return tuple(identifier(goal.reader) for goal in self.goals)

    @property
    def reader_list(self) -> list[Value]:
        """These functions as a list."""
        return list(self.readers)

    @property
    def counting(self) -> Python:
        """The statement that names everything that is measured, after `metrics` are given."""
        return unpacking(self.measured, "metrics", indent=8)

    def reads(self, *readers: str) -> bool:
        """Whether some labels are brought into form by one of these functions."""
        return any(goal.reader in readers for goal in self.goals)

    @property
    def first_labels(self) -> Python:
        """Labels that count, of which metrics make their variables."""
        if self.ignored is None:
            return Python("labels")
        return Python("tf.zeros_like(labels)" if self.ignored else "tf.ones_like(labels)")

    @property
    def keeps_best(self) -> bool:
        """Whether the best weights are kept, to be gone back to."""
        return self.stopping is not None and self.stopping.settings.restore_best_weights

    @property
    def fused(self) -> str | None:
        """The optimizer of Keras's, if its update is one operation of TensorFlow's."""
        return _fused(self.settings.optimizer)

    @property
    def is_mixed(self) -> bool:
        """Whether layers compute in another type than their weights have."""
        return self.settings.precision is not None and self.settings.precision.policy != "float32"

    @property
    def is_scaled(self) -> bool:
        """Whether gradients would vanish in float16 if the loss were not scaled."""
        return _is_scaled(self.settings)

    @property
    def descended(self) -> str:
        """The variable whose gradient is taken."""
        return "scaled_loss" if self.is_scaled else "loss"

    @property
    def numbers_slots(self) -> bool:
        """Whether variables of the optimizer have no names of their own."""
        return isinstance(self.settings.optimizer, Adafactor | Nadam)

    @property
    def averages(self) -> bool:
        """Whether a moving average of the weights is kept, and tested."""
        return self.settings.optimizer.use_ema


def recipe_of(model: TypedGraph, document: Document) -> Recipe:
    """Return the view of how a network is trained."""
    training = document.training
    assert training is not None, "a script needs to know how to train"
    heads = heads_of(model, training)
    assert heads, "a script trains at least one output"
    rate = training.rate
    schedule = _schedule(rate)
    name = "learning_rate" if schedule is None else "schedule"
    watched = watched_by(document.data)
    stopping = _settled(training.early_stopping, heads, watched)
    counts = Counter(METRIC_NAMES[found.metric.type] for head in heads for found in head.metrics)
    seen = Counter[str]()
    goals = tuple(
        _goal(head, index, len(model.outputs), seen, counts, is_joint=len(heads) > 1)
        for index, head in enumerate(heads)
    )
    return Recipe(
        settings=training,
        optimizer=_optimizer(training, Python(name)),
        learning_rate=rate.rate,
        schedule=schedule,
        goals=goals,
        ignored=ignored_by(heads),
        is_late=any(found.metric.is_late for head in heads for found in head.metrics),
        stopping=stopping,
        best_is=_direction(training.checkpoint, heads, watched),
        told=remembered(model, training, tuple(columns_of(heads, watched))),
    )


def _schedule(rate: Schedule) -> Call | None:
    """Return how the learning rate follows the step; None if it does not."""
    made = rate.lower(Python("learning_rate"))
    if rate.warmup_steps and "warmup_steps" in rate.not_arguments:
        return Call("Warmup", (), {"after": made, "steps": rate.warmup_steps})
    return made if isinstance(made, Call) else None


def _optimizer(training: Training, rate: Python) -> Call:
    """Return how the optimizer is made: fused where it can be, and for scaled gradients."""
    made = training.optimizer.lower(rate)
    if _fused(training.optimizer):
        made = Call("FusedAdam", (), {**made.kwargs, "name": "adam"})
    return Call("keras.optimizers.LossScaleOptimizer", (made,)) if _is_scaled(training) else made


def _fused(optimizer: Optimizer) -> str | None:
    match optimizer:
        case Adam(amsgrad=False) | AdamW(amsgrad=False):
            return optimizer.target
        case _:
            return None


def _is_scaled(training: Training) -> bool:
    return training.precision is not None and training.precision.policy == "mixed_float16"


def _direction(
    watcher: Checkpoint | EarlyStopping, heads: tuple[Head, ...], watched: str
) -> Direction:
    """Return whether small or large values are good in the column that is watched."""
    if watcher.mode != "auto":
        return watcher.mode
    return columns_of(heads, watched)[watcher.monitor or f"{watched}_loss"]


def _settled(
    stopping: EarlyStopping | None, heads: tuple[Head, ...], watched: str
) -> Stopping | None:
    """Return the view of early stopping, with what it leaves open decided."""
    if stopping is None:
        return None
    monitor = stopping.monitor or f"{watched}_loss"
    return Stopping(stopping, monitor, _direction(stopping, heads, watched))


def _goal(
    head: Head,
    index: int,
    outputs: int,
    seen: Counter[str],
    counts: Counter[str],
    *,
    is_joint: bool,
) -> Goal:
    shape = head.type.live_shape
    number = f"_{index + 1}" if is_joint else ""
    labels = Python(f"labels[{index}]" if is_joint else "labels")
    output = Python(f"outputs[{head.place}]" if outputs > 1 else "outputs")
    is_ignoring = not is_joint and ignored_by((head,)) is not None
    forms = Forms(head, number, labels, output, is_ignoring=is_ignoring)
    metrics = tuple(_metric(found, forms, seen, counts) for found in head.metrics)
    return Goal(
        output=head.output,
        shape=shape,
        number=number,
        index=index,
        loss=_loss(head, is_ignoring=is_ignoring),
        weight=head.weight,
        labels=labels,
        outputs=output,
        reader=_reader(head),
        answers=head.answers,
        kept=tuple(forms.kept.items()),
        metrics=metrics,
    )


def _loss(head: Head, *, is_ignoring: bool) -> Call:
    made = head.loss.lower(head.activation)
    named: dict[str, Value] = {"ignore_class": Python("IGNORED_CLASS")} if is_ignoring else {}
    return Call(made.target, made.args, {**made.kwargs, **named})


def _reader(head: Head) -> str:
    """Return the function that brings the labels of an output into the form that its loss reads."""
    if isinstance(head.loss, CTC):
        return "class_rows"
    is_answered = head.loss.labels == "one_hot" and head.answers is not None
    return "prepare_answers" if is_answered else READERS[head.loss.labels]


def _metric(found: Measured, forms: Forms, seen: Counter[str], counts: Counter[str]) -> Metric:
    head = forms.head
    kind = METRIC_NAMES[found.metric.type]
    seen[kind] += 1
    metric = found.metric.settled(head.answers, head.loss.labels)
    as_given = metric.by_order or metric.takes_logits or not head.is_logits
    return Metric(
        call=metric.lower(found.column, head.shape, logits=head.is_logits),
        variable=f"{kind}_{seen[kind]}" if counts[kind] > 1 else kind,
        truth=forms.truth(metric.reads),
        answer=forms.outputs if as_given else forms.probabilities(),
    )
