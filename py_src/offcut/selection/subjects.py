"""The subjects in a mask, one for each of its connected parts, and a choice of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from offcut.errors import InvalidOptionError
from offcut.numeric.connected_components import connected_components
from offcut.numeric.planes import Flags, Plane, cell_means, cells_to_pixels
from offcut.option_checks import Range, check_number, checked_list

ALL: Final = "all"
ORDINALS: Final = Range(1, 1000, whole=True)
"""A subject's number: there are at most as many as have ``LEAST_SHARE`` of a picture each."""

LEAST_SHARE: Final = 0.001
"""Of the picture's area: a smaller part is no subject, and goes with the one that is nearest."""

_CELL: Final = 4  # pixels of the mask
_INSIDE: Final = 0.5  # alpha of a cell


class Subject(NamedTuple):
    """One of the subjects.

    Attributes:
        box: left, upper, right and lower edge, as shares of the picture's width and height.
        share: of the picture's area.
    """

    box: tuple[float, float, float, float]
    share: float

    def scaled(self, across: float, down: float) -> Subject:
        """The same with a box that is so many times as wide and high, such as in pixels."""
        left, upper, right, lower = self.box
        return Subject((left * across, upper * down, right * across, lower * down), self.share)


class Subjects(NamedTuple):
    """All of them, the largest first.

    Attributes:
        list: what is known of each.
        labels: int32 [rows, columns], for each cell of the mask the number of its subject, from 1;
            0 where there is none.
    """

    list: tuple[Subject, ...]
    labels: NDArray[np.int32]

    def chosen(self, levels: NDArray[np.uint8], ordinals: Sequence[int]) -> NDArray[np.uint8]:
        """The mask with some subjects only; a soft edge goes with the subject that is nearest.

        Args:
            levels: uint8 [height, width], 255 is 1: the mask that the subjects are of.
            ordinals: their numbers, from 1; where there is no subject at all, any will do.

        Returns:
            uint8 of the same shape.

        Raises:
            InvalidOptionError: if there is no subject of such a number.
        """
        if not self.list:
            return levels
        for ordinal in ordinals:
            if ordinal > len(self.list):
                raise InvalidOptionError(
                    "There is no subject {number}: the picture has {count}.",
                    code="subject-missing",
                    number=ordinal,
                    count=len(self.list),
                )
        ours = _nearest(np.isin(self.labels, list(ordinals)), self.labels > 0)
        weights = cells_to_pixels(ours.astype(np.float32), _CELL)
        kept: NDArray[np.uint8] = np.rint(levels * weights).astype(np.uint8)
        return kept


def subjects_in(mask: Plane) -> Subjects:
    """Find the subjects of a mask.

    Args:
        mask: float32 [height, width], 0 to 1; sides are multiples of 4.
    """
    cells = cell_means(mask, _CELL)
    labels, boxes = connected_components(cells > _INSIDE)
    areas = np.bincount(labels.ravel(), minlength=len(boxes) + 1)[1:]
    order = [
        number
        for number in np.argsort(-areas, kind="stable").tolist()
        if areas[number] >= LEAST_SHARE * cells.size
    ]
    names = np.zeros(len(boxes) + 1, np.int32)
    names[np.array(order, np.intp) + 1] = np.arange(1, len(order) + 1)
    rows, columns = cells.shape
    found = []
    for number in order:
        top, bottom, left, right = boxes[number].tolist()
        box = left / columns, top / rows, (right + 1) / columns, (bottom + 1) / rows
        found.append(Subject(box, float(areas[number] / cells.size)))
    return Subjects(tuple(found), names[labels])


def chosen_from(value: Any) -> tuple[int, ...] | None:
    """Which subjects are to stay: ``all`` (or None), or a list of their numbers; None means all.

    Raises:
        InvalidOptionError: if it is neither.
    """
    if value is None or value == ALL:
        return None
    for each in checked_list("subjects", value):
        check_number("subjects", each, ORDINALS)
    return tuple(value)


def _nearest(ours: Flags, anyones: Flags) -> Flags:
    """Whether each cell is nearer to ours than to the others'."""
    owners = np.where(anyones, np.where(ours, np.uint8(2), np.uint8(1)), np.uint8(0))
    while not owners.all():
        grown = np.asarray(Image.fromarray(owners).filter(ImageFilter.MaxFilter(3)))
        owners = np.where(owners == 0, grown, owners)
    nearer: Flags = owners == 2
    return nearer
