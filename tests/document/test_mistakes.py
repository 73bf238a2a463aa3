"""One mistake in a spec gives one message, in our words, at the place of the mistake."""

import re

import pytest

from speccnn import pipeline
from speccnn.diagnostics.sink import Diagnostic
from speccnn.diagnostics.source import Source

BASE = {
    "speccnn": "1",
    "name": '"net"',
    "inputs": "{ image = [28, 28, 1] }",
    "layers": '[{ type = "Flatten" }]',
}
CONV = '[{ type = "Conv2D", filters = 8, kernel_size = 3, '
PYDANTIC = re.compile(r"Input should|valid (integer|string|list)|pydantic|https?://|type=|loc\b")


def spec(**keys: str | None) -> str:
    """Return a spec with some keys replaced, added, or, where None, left out."""
    lines = (f"{key} = {value}" for key, value in (BASE | keys).items() if value is not None)
    return "\n".join(lines) + "\n"


def conv(keys: str) -> str:
    return spec(layers=f"{CONV}{keys} }}]")


def layer(keys: str) -> str:
    return spec(layers=f"[{{ {keys} }}]")


def training(keys: str) -> str:
    return spec(training=f"{{ {keys} }}")


def diagnose(text: str) -> tuple[Diagnostic, ...]:
    return pipeline.diagnose(Source("spec.toml", text.encode()))


def suggestion(diagnostic: Diagnostic) -> object:
    return diagnostic.finding.data.get("suggestion")


# Each row: the spec, the code, the path, the text that is underlined, and what is suggested.
ROWS: list[tuple[str, str, str, str, str | None]] = [
    (spec(speccnn=None), "V203", "speccnn", "", None),
    (spec(name=None), "V203", "name", "", None),
    (spec(inputs=None), "V203", "inputs", "", None),
    (spec(layers=None), "V203", "layers", "", None),
    (spec(speccnn="2"), "V208", "speccnn", "2", None),
    (spec(speccnn="0"), "V208", "speccnn", "0", None),
    (spec(speccnn='"1"'), "V204", "speccnn", '"1"', None),
    (spec(speccnn="true"), "V204", "speccnn", "true", None),
    (spec(speccnn="1.0"), "V204", "speccnn", "1.0", None),
    (spec(name="3"), "V204", "name", "3", None),
    (spec(name='""'), "V207", "name", '""', None),
    (spec(name='"1st"'), "V207", "name", '"1st"', None),
    (spec(name='"a-b"'), "V207", "name", '"a-b"', None),
    (spec(name='"é"'), "V207", "name", '"é"', None),
    (spec(name=f'"{"a" * 65}"'), "V207", "name", f'"{"a" * 65}"', None),
    (spec(name='"a\\n"'), "V207", "name", '"a\\n"', None),
    (spec(Name='"x"'), "V201", "Name", "Name", None),
    (spec(traning='{ loss = "mse" }'), "V201", "traning", "traning", "training"),
    (spec(metdata="{}"), "V201", "metdata", "metdata", "metadata"),
    (spec(inputs="{}"), "V206", "inputs", "{}", None),
    (spec(inputs="[28, 28]"), "V204", "inputs", "[28, 28]", None),
    (spec(inputs="{ x = [] }"), "V206", "inputs.x", "[]", None),
    (spec(inputs="{ x = 28 }"), "V204", "inputs.x", "28", None),
    (spec(inputs="{ x = [28, 0] }"), "V206", "inputs.x.1", "0", None),
    (spec(inputs="{ x = [28, 2.5] }"), "V204", "inputs.x.1", "2.5", None),
    (spec(inputs="{ x = [1,1,1,1,1,1,1,1,1] }"), "V206", "inputs.x", "[1,1,1,1,1,1,1,1,1]", None),
    (spec(inputs='{ "a b" = [1] }'), "V207", "inputs.a b", '"a b"', None),
    (spec(inputs="{ x = {} }"), "V203", "inputs.x.shape", "{}", None),
    (spec(inputs="{ x = { shape = 1 } }"), "V204", "inputs.x.shape", "1", None),
    (
        spec(inputs="{ x = { shape=[1], dtyp='float32' } }"),
        "V201",
        "inputs.x.dtyp",
        "dtyp",
        "dtype",
    ),
    (
        spec(inputs="{ x = { shape=[1], dtype='float23' } }"),
        "V205",
        "inputs.x.dtype",
        "'float23'",
        "float32",
    ),
    (spec(layers="[]"), "V206", "layers", "[]", None),
    (spec(layers="{}"), "V204", "layers", "{}", None),
    (spec(layers='["Flatten"]'), "V204", "layers.0", '"Flatten"', None),
    (spec(layers="[{}]"), "V203", "layers.0.type", "{}", None),
    (layer('type = "flatten"'), "V202", "layers.0.type", '"flatten"', "Flatten"),
    (layer('type = "Conv2d"'), "V202", "layers.0.type", '"Conv2d"', "Conv2D"),
    (layer('type = "LSTM"'), "V202", "layers.0.type", '"LSTM"', None),
    (layer("type = 1"), "V202", "layers.0.type", "1", None),
    (layer('type="Dense"'), "V203", "layers.0.units", '{ type="Dense" }', None),
    (layer('type = "Dropout", rate = 1.5'), "V206", "layers.0.rate", "1.5", None),
    (layer('type = "Dropout", rate = "1"'), "V204", "layers.0.rate", '"1"', None),
    (layer('type = "Flatten", name = "a b"'), "V207", "layers.0.name", '"a b"', None),
    (layer('type = "Flatten", inputs = []'), "V206", "layers.0.inputs", "[]", None),
    (layer('type = "Flatten", inputs = [1]'), "V204", "layers.0.inputs.0", "1", None),
    (layer('type = "ZeroPadding2D", padding = "same"'), "V204", "layers.0.padding", '"same"', None),
    (conv("stride = 2"), "V201", "layers.0.stride", "stride", "strides"),
    (conv("strides = 0"), "V206", "layers.0.strides", "0", None),
    (conv("strides = [1, 0]"), "V206", "layers.0.strides.1", "0", None),
    (conv("strides = [1]"), "V206", "layers.0.strides", "[1]", None),
    (conv("strides = [1, 2, 3]"), "V206", "layers.0.strides", "[1, 2, 3]", None),
    (conv('strides = "2"'), "V204", "layers.0.strides", '"2"', None),
    (conv("strides = true"), "V204", "layers.0.strides", "true", None),
    (conv("strides = 2147483648"), "V206", "layers.0.strides", "2147483648", None),
    (conv('padding = "sames"'), "V205", "layers.0.padding", '"sames"', "same"),
    (conv("padding = -1"), "V206", "layers.0.padding", "-1", None),
    (conv("padding = [[1, 1], [1]]"), "V206", "layers.0.padding.1", "[1]", None),
    (conv("padding = [[1, 1], 0.5]"), "V204", "layers.0.padding.1", "0.5", None),
    (conv("padding = 1979-05-27"), "V204", "layers.0.padding", "1979-05-27", None),
    (conv('activation = "Relu"'), "V205", "layers.0.activation", '"Relu"', "relu"),
    (conv("use_bias = 1"), "V204", "layers.0.use_bias", "1", None),
    (
        conv('kernel_initializer = "he_norml"'),
        "V205",
        "layers.0.kernel_initializer",
        '"he_norml"',
        "he_normal",
    ),
    (conv("kernel_initializer = {}"), "V203", "layers.0.kernel_initializer.type", "{}", None),
    (
        conv('kernel_initializer = { type = "HeNormal", sed = 1 }'),
        "V201",
        "layers.0.kernel_initializer.sed",
        "sed",
        "seed",
    ),
    (conv('rounding = "ceil"'), "V205", "layers.0.rounding", '"ceil"', None),
    (spec(outputs="[]"), "V206", "outputs", "[]", None),
    (spec(outputs="3"), "V204", "outputs", "3", None),
    (spec(data="{}"), "V203", "data.source", "{}", None),
    (spec(data='{ source = "minst" }'), "V205", "data.source", '"minst"', "mnist"),
    (spec(data="{}"), "V203", "data.source", "{}", None),
    (spec(data='"mnist"'), "V204", "data", '"mnist"', None),
    (
        spec(training='{ loss = { type = "mse", a = "mae" } }', outputs='["type"]'),
        "V221",
        "outputs",
        '["type"]',
        None,
    ),
    (
        spec(training='{ loss = "mse", metrics = { type = ["mae"] } }', outputs='"type"'),
        "V221",
        "outputs",
        '"type"',
        None,
    ),
    (spec(data='{ source = "npz", path = "/a" }'), "V220", "data.path", '"/a"', None),
    (spec(data='{ source = "npz", path = "a/../b" }'), "V220", "data.path", '"a/../b"', None),
    (spec(data='{ source = "npz", path = "~/a" }'), "V220", "data.path", '"~/a"', None),
    (spec(data='{ source = "npz", path = "gs://a" }'), "V220", "data.path", '"gs://a"', None),
    (spec(data="{ source = 'npz', path = 'a\\b' }"), "V220", "data.path", "'a\\b'", None),
    (spec(data='{ source = "npz", path = "" }'), "V204", "data.path", '""', None),
    (spec(data='{ source = "digits", path = "a" }'), "V201", "data.path", "path", None),
    (spec(data='{ source = "digits", validation = 1 }'), "V206", "data.validation", "1", None),
    (spec(data='{ source = "digits", test = 0 }'), "V206", "data.test", "0", None),
    (spec(data='{ source = "mnist", scale = "uint" }'), "V205", "data.scale", '"uint"', "unit"),
    (spec(data='{ source = "tfds", name = "../a" }'), "V204", "data.name", '"../a"', None),
    (spec(data='{ source = "folder", memory = "1G" }'), "V204", "data.memory", '"1G"', None),
    (
        spec(data='{ source = "digits", augment = [{ type = "Conv2D" }] }'),
        "V202",
        "data.augment.0.type",
        '"Conv2D"',
        None,
    ),
    (
        spec(data='{ source = "digits", augment = [{ type = "RandomFlip", name = "a" }] }'),
        "V201",
        "data.augment.0.name",
        "name",
        None,
    ),
    (
        spec(data='{ source = "tfrecord", image = { type = "jpeg" } }'),
        "V205",
        "data.image.type",
        '"jpeg"',
        None,
    ),
    (training('loss = "msee"'), "V205", "training.loss", '"msee"', "mse"),
    (training('loss = "mse", epochs = 0'), "V206", "training.epochs", "0", None),
    (
        training('loss = "mse", batchsize = 1'),
        "V201",
        "training.batchsize",
        "batchsize",
        "batch_size",
    ),
    (
        training('loss = "mse", metrics = "accuracy"'),
        "V204",
        "training.metrics",
        '"accuracy"',
        None,
    ),
    (
        training('loss = "mse", metrics = ["acurracy"]'),
        "V205",
        "training.metrics.0",
        '"acurracy"',
        "accuracy",
    ),
    (
        training('loss = "mse", optimizer = { type = "Adam", beta_1 = 1 }'),
        "V206",
        "training.optimizer.beta_1",
        "1",
        None,
    ),
    (
        training('loss = "mse", checkpoint = { every = 3 }'),
        "V201",
        "training.checkpoint.every",
        "every",
        "every_steps",
    ),
    (spec(metadata="3"), "V204", "metadata", "3", None),
]


@pytest.mark.parametrize(
    ("text", "code", "path", "marked", "suggested"), ROWS, ids=range(len(ROWS))
)
def test_one_mistake_gives_one_message_at_its_place(
    text: str, code: str, path: str, marked: str, suggested: str | None
) -> None:
    (found,) = diagnose(text)
    assert found.finding.code == code
    assert ".".join(map(str, found.path)) == path
    assert text[slice(*found.span)] == marked
    assert suggestion(found) == suggested
    assert not PYDANTIC.search(found.finding.message + found.finding.help)


@pytest.mark.parametrize(
    ("keys", "line", "column"), [("strides = 0", 4, 70), ("padding=-1", 4, 68)]
)
def test_places_count_from_one(keys: str, line: int, column: int) -> None:
    text = conv(keys)
    (found,) = diagnose(text)
    assert Source("spec.toml", text.encode()).position(found.span.start) == (line, column)


def test_several_mistakes_are_all_reported_once_each() -> None:
    text = """speccnn = 1
name = "a name"
inputs = { image = [28, -28, 1] }
tranining = {}

[[layers]]
type = "Conv2D"
name = "first"
filters = "8"
kernel_size = [3, 0]
stride = 2

[[layers]]
type = "Dens"

[[layers]]
type = "Dropout"
"""
    found = diagnose(text)
    positions = [Source("a", text.encode()).position(d.span.start).line for d in found]
    assert [(d.finding.code, line) for d, line in zip(found, positions, strict=True)] == [
        ("V207", 2),
        ("V206", 3),
        ("V201", 4),
        ("V204", 9),
        ("V206", 10),
        ("V201", 11),
        ("V202", 14),
        ("V203", 16),
    ]
    assert [d.layer for d in found] == [None, None, None, "first", "first", "first", None, None]


def test_a_misspelt_key_is_not_also_missing() -> None:
    (found,) = diagnose(layer('type = "Conv2D", filter = 8, kernel_size = 3'))
    assert suggestion(found) == "filters"


def test_a_misspelt_key_does_not_excuse_a_missing_one() -> None:
    found = diagnose(layer('type = "Conv2D", filter = 8'))
    assert [d.finding.code for d in found] == ["V203", "V201"]


def test_each_wrong_item_of_a_list_is_told() -> None:
    found = diagnose(conv("dilation_rate = [0, 0]"))
    assert [d.path[-1] for d in found] == [0, 1]


def test_a_wrong_size_that_stands_for_two_is_told_once() -> None:
    assert len(diagnose(conv("padding = -1"))) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            conv("strides = [1]"),
            "`strides` must be a size of at least 1 or [height, width], not a list of 1",
        ),
        (
            conv("padding = [[1, 1], [1]]"),
            "`padding[1]` must be a pair of numbers, not a list of 1",
        ),
        (spec(inputs="{ x = 28 }"), "`x` must be a list of sizes, such as [28, 28, 1], not 28"),
        (spec(layers="[]"), "`layers` must be a list of at least 1, not an empty list"),
        (spec(speccnn="true"), "`speccnn` must be the number 1, not true"),
        (spec(speccnn="3"), "there is no version 3 of the language"),
        (training('loss = "mse", epochs = 1.5'), "`epochs` must be a whole number, not 1.5"),
        (spec(nam='"x"'), "`nam` is not a key of the spec"),
    ],
)
def test_messages_name_the_key_and_what_it_may_hold(text: str, message: str) -> None:
    (found,) = diagnose(text)
    assert found.finding.message == message


def test_json_specs_get_the_same_messages() -> None:
    text = (
        '{"speccnn": 1, "name": "n", "inputs": {"x": [4]},'
        ' "layers": [{"type": "Dense", "unit": 2}]}'
    )
    (found,) = pipeline.diagnose(Source("spec.json", text.encode()))
    assert text[slice(*found.span)] == '"unit"'
    assert suggestion(found) == "units"
