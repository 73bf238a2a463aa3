"""`--set` replaces the value of a variable, and nothing but the value."""

import pytest

from speccnn import pipeline
from speccnn.diagnostics.source import Source

SETTABLE = Source(
    "spec.toml",
    b"speccnn = 1\nname = 'net'\ninputs = { x = [8, 8, 4] }\n"
    b"variables = { width = 4, rate = 0.5, on = true, pad = 'same', ks = [3, 3], "
    b'twice = "${width * 2}", label = "n${width}" }\n'
    b'layers = [{ type = "Conv2D", name = "${label}", filters = "${twice}", kernel_size = "${ks}",'
    b' padding = "${pad}", use_bias = "${on}" }, { type = "Dropout", rate = "${rate}" }]\n',
)
PLAIN = Source(
    "plain.toml", SETTABLE.raw.partition(b"variables")[0] + b"layers = [{ type = 'ReLU' }]"
)
CONV = {
    "type": "Conv2D", "name": "n4", "filters": 8, "kernel_size": [3, 3], "padding": "same",
    "use_bias": True,
}  # fmt: skip
SETTINGS = {
    "width=5": {"name": "n5", "filters": 10},
    "twice=3": {"filters": 3},
    "label=a": {"name": "a"},
    "on=false": {"use_bias": False},
    "pad=valid": {"padding": "valid"},
    "ks=[1, 2]": {"kernel_size": [1, 2]},
    "rate=0.25": {},
    "rate=0": {},
}


@pytest.mark.parametrize(("setting", "changed"), SETTINGS.items())
def test_a_setting_replaces_a_variable(setting: str, changed: dict[str, object]) -> None:
    name, _, text = setting.partition("=")
    values = pipeline.check(SETTABLE, {name: text}).values
    rate = float(text) if name == "rate" else 0.5
    assert values["layers"] == [
        CONV | changed,
        {"type": "Dropout", "name": "dropout", "rate": rate},
    ]


REFUSED = {
    "width=": '`width` must be a whole number, not ""',
    "width=4.0": '`width` must be a whole number, not "4.0"',
    "width=true": '`width` must be a whole number, not "true"',
    "width=abc": '`width` must be a whole number, not "abc"',
    "width=" + "9" * 5000: "`width` must be a whole number",
    "twice=1.5": '`twice` must be a whole number, not "1.5"',
    "rate=x": '`rate` must be a number, not "x"',
    "rate=NaN": '`rate` must be a number, not "NaN"',
    "rate=1e999": '`rate` must be a number, not "1e999"',
    "on=1": '`on` must be true or false, not "1"',
    "on=True": '`on` must be true or false, not "True"',
    "ks=3": '`ks` must be a list, not "3"',
    "ks=[{}]": '`ks` must be a list, not "[{}]"',
    "ks=[null]": '`ks` must be a list, not "[null]"',
    "ks=" + "[" * 100_000: "`ks` must be a list",
    "ks=" + "[" * 500 + "]" * 500: "`ks` must be a list",
    "widht=5": "there is no variable `widht` here",
}  # fmt: skip


@pytest.mark.parametrize(("setting", "message"), REFUSED.items(), ids=lambda text: text[:20])
def test_a_setting_is_of_the_type_that_is_written(setting: str, message: str) -> None:
    name, _, text = setting.partition("=")
    (found,) = pipeline.diagnose(SETTABLE, {name: text})
    assert found.finding.message.startswith(message)
    assert found.path[0] == "variables"


def test_a_setting_of_an_unknown_variable_suggests_one() -> None:
    (found,) = pipeline.diagnose(SETTABLE, {"widht": "5"})
    assert found.finding.help == "did you mean `width`?"
    (found,) = pipeline.diagnose(PLAIN, {"width": "5"})
    assert found.finding.message == "there is no variable `width` here"


@pytest.mark.parametrize("text", ["${width}", "$${", "${", "a" * 500 + "${1/0}", "'\"\\"])
def test_a_setting_is_never_an_expression(text: str) -> None:
    (found,) = pipeline.diagnose(SETTABLE, {"pad": text})
    assert found.finding.code == "V205"
    assert text[:30] in found.finding.message
