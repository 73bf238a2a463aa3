"""Merging, arranging and function layers: cases that a person can check by eye."""

import pytest
from oracle.verdicts import Case, Reason, Refused, Shape, answer, typed


@pytest.mark.parametrize(
    ("kind", "arguments", "shapes", "output"),
    [
        ("Add", {}, [(7, 7, 3), (7, 7, 3)], (7, 7, 3)),
        ("Add", {"broadcast": True}, [(7, 7, 3), (1, 1, 3)], (7, 7, 3)),
        ("Add", {"broadcast": True}, [(7, 1), (1, 5)], (7, 5)),
        ("Add", {"broadcast": True}, [(1, 1), (7, 5)], (7, 5)),
        ("Multiply", {"broadcast": True}, [(7, 1), (1, 5), (1, 1)], (7, 5)),
        ("Concatenate", {}, [(7, 7, 3), (7, 7, 5)], (7, 7, 8)),
        ("Concatenate", {"axis": 1}, [(7, 7, 3), (2, 7, 3)], (9, 7, 3)),
        ("Concatenate", {"axis": -3}, [(7, 7, 3), (2, 7, 3), (1, 7, 3)], (10, 7, 3)),
        ("Flatten", {}, [(7, 7, 32)], (1568,)),
        ("Flatten", {}, [(5,)], (5,)),
        ("ZeroPadding2D", {}, [(7, 7, 3)], (9, 9, 3)),
        ("ZeroPadding2D", {"padding": [1, 2]}, [(7, 7, 3)], (9, 11, 3)),
        ("ZeroPadding2D", {"padding": [[1, 2], [3, 0]]}, [(4, 4, 3)], (7, 7, 3)),
        ("Dropout", {"rate": 0.5}, [(4, 5)], (4, 5)),
        ("Activation", {"activation": "gelu"}, [(4, 5)], (4, 5)),
        ("ReLU", {"max_value": 6.0}, [(4, 5)], (4, 5)),
        ("Softmax", {"axis": [1, 2]}, [(4, 5)], (4, 5)),
    ],
)
def test_output_type(kind: str, arguments: object, shapes: list[Shape], output: Shape) -> None:
    claimed = answer(typed(Case(kind, arguments, tuple(shapes))))
    assert claimed.output == output
    assert claimed.weights == ()


@pytest.mark.parametrize(
    ("kind", "arguments", "shapes", "reason"),
    [
        ("Add", {}, [(7, 3)], Reason("T409", "inputs")),
        ("Flatten", {}, [(7, 3), (7, 3)], Reason("T409", "inputs")),
        ("Add", {}, [(7, 3), (1, 3)], Reason("T410", "inputs")),
        ("Add", {"broadcast": True}, [(7, 3), (2, 3)], Reason("T410", "inputs")),
        ("Add", {"broadcast": True}, [(7, 5), (1, 1)], Reason("T463", "inputs")),
        ("Add", {"broadcast": True}, [(2,), (1,)], Reason("T463", "inputs")),
        ("Average", {"broadcast": True}, [(4, 4, 8), (1, 4, 1)], Reason("T463", "inputs")),
        ("Add", {"broadcast": True}, [(7, 1), (1, 7)], Reason("T463", "inputs")),
        ("Add", {"broadcast": True}, [(7, 3), (3,)], Reason("T410", "inputs")),
        ("Concatenate", {}, [(7, 3), (1, 3)], Reason("T410", "inputs")),
        ("Concatenate", {}, [(7, 3), (7, 3, 1)], Reason("T410", "inputs")),
        ("Concatenate", {}, [(7, 3, 1), (7, 3)], Reason("T410", "inputs")),
        ("Concatenate", {}, [(7, 3), (7,)], Reason("T410", "inputs")),
        ("Concatenate", {"axis": 3}, [(7, 3), (7, 3)], Reason("T408", "axis")),
        ("ZeroPadding2D", {}, [(7, 3)], Reason("T404", "inputs")),
        ("Dropout", {"rate": 1.5}, [(4,)], Reason("less_than_equal", "rate", "float")),
    ],
)
def test_refuses(kind: str, arguments: object, shapes: list[Shape], reason: Reason) -> None:
    assert typed(Case(kind, arguments, tuple(shapes))) == Refused((reason,))
