"""Whether labels have places that move where images are moved."""

from math import prod
from typing import Literal, TypeAlias

from speccnn.graph.heads import Head
from speccnn.sizes.formula import Size
from speccnn.tensor import Shape, TensorType

Following: TypeAlias = Literal["stay", "move", "cannot"]

MAP = 3


def following(image: TensorType, head: Head) -> Following:
    """Return what the labels of an output do where an image, H x W x C, is moved.

    A label of the whole image stays. Labels of maps whose sizes are those of the image, or all the
    same multiple or part of them, move. Other labels of places cannot be moved: of maps of other
    sizes or more axes, or with all places of the image in one row.
    """
    if head.loss.labels == "whole" or len(image.shape) != MAP:
        return "stay"
    shape = head.shape
    if len(shape) == MAP and 1 not in shape[:-1]:
        return "move" if _is_scaled(shape[:-1], image.spatial) else "cannot"
    if len(shape) > MAP:
        return "cannot"
    is_row = (shape[0] in _rows(image)) and not (len(shape) == 1 and head.answers == "one_of")
    return "cannot" if is_row else "stay"


def _rows(image: TensorType) -> set[Size]:
    """Return how many numbers stand in a row that holds an image, or one number for each place."""
    return {prod(image.spatial), prod(image.shape)} - {1}


def _is_scaled(one: Shape, other: Shape) -> bool:
    if one == other:
        return True
    pairs = zip(one, other, strict=True)
    sizes = [(a, b) for a, b in pairs if isinstance(a, int) and isinstance(b, int)]
    factors = {(max(pair) // min(pair), pair[0] > pair[1]) for pair in sizes}
    is_whole = all(max(pair) % min(pair) == 0 for pair in sizes)
    return len(sizes) == len(one) and is_whole and len(factors) == 1
