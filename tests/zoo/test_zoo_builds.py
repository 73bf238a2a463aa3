"""Every network of the zoo becomes the Keras model that it should be, and computes what it should.

One test for each network, since building one takes longer than asking about it.
"""

import re

import pytest
from zoo.networks import Network, networks

from speccnn import Source, check

pytest.importorskip("keras")

import keras
from zoo import agreement

from speccnn.backends.extra import kept_by
from speccnn.backends.tf.build import build
from speccnn.backends.tf.keras_file import of_keras
from speccnn.backends.tf.verify import verify

BY_NAME = {network.name: network for network in networks()}


@pytest.mark.parametrize("network", BY_NAME.values(), ids=BY_NAME.keys())
def test_is_what_was_checked_and_what_keras_has(network: Network) -> None:
    keras.backend.clear_session()
    model = network.check().model
    ours = build(model)
    assert verify(model, ours) == ()
    if network.keras_name is not None:
        compare(network, ours, agreement.reference(network.keras_name, ours.input_shape[1:]))
    own = re.findall(r"speccnn>(\w+)", of_keras(ours, kept_by(model)).to_json())
    assert set(own) <= ({"LayerScale"} if network.name == "convnext_tiny" else set())


def compare(network: Network, ours: keras.Model, theirs: keras.Model) -> None:
    assert ours.count_params() == theirs.count_params() == network.parameters
    assert agreement.trained(ours) == agreement.trained(theirs)
    assert agreement.layers(ours, {}) == agreement.layers(theirs, network.written_as)
    assert agreement.unseen(ours) == agreement.unseen(theirs)
    assert agreement.largest_difference(ours, theirs) <= agreement.CLOSE


@pytest.mark.parametrize(
    ("name", "said", "wrong"),
    [
        ("densenet121", '["input", "new"]', '["new", "input"]'),
        ("resnet50", "1.001e-5", "2e-5"),
        ("resnet50_v2", 'inputs = "input", when', 'inputs = "preact", when'),
    ],
)
def test_a_mistake_in_a_spec_would_be_seen(name: str, said: str, wrong: str) -> None:
    network = BY_NAME[name]
    text = network.text.replace(said, wrong)
    assert text != network.text
    ours = build(check(Source("wrong.toml", text.encode())).model)
    theirs = agreement.reference(str(network.keras_name), ours.input_shape[1:])
    assert agreement.largest_difference(ours, theirs) > agreement.CLOSE
