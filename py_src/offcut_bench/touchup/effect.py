"""What a stroke or a click has mended of a mistake, and spoiled elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from offcut.matting.painted import fit_painted
from offcut.matting.refine import fit
from offcut.matting.working_copy import WorkingCopy
from offcut.numeric.planes import Flags, Plane
from offcut.touchup.paint import Painting
from offcut.touchup.stroke import Stroke
from offcut.touchup.touch_ups import TouchUps
from offcut_bench.touchup.mistakes import Mistake, deeper_than_an_edge

_HALF: Final = 0.5
MENDED: Final = 0.75
"""Share of a mistake from which on it counts as mended, if no more is spoiled than this:"""
SPOILED: Final = 0.1
"""Of the mistake's area."""


@dataclass(frozen=True)
class Effect:
    """What was done to a mask.

    Attributes:
        mended: share of the mistake that is right now.
        spoiled: what was right elsewhere and isn't any more, as a share of the mistake's area; an
            edge that is off by a few pixels is no mistake, and doesn't count here either.
        with_edges: the same with such edges.
        iou: of the mask with the truth.
    """

    mended: float
    spoiled: float
    with_edges: float
    iou: float

    @classmethod
    def of(cls, mistake: Mistake, before: Plane, after: Plane, truth: Plane) -> Effect:
        """Compare; all masks are float32 [height, width], 0 to 1."""
        subject, was, now = (plane > _HALF for plane in (truth, before, after))
        right = now == subject
        spoiled = (was == subject) & ~right
        return cls(
            float(right[mistake.region].mean()),
            float(deeper_than_an_edge(spoiled).sum() / mistake.area),
            float(spoiled.sum() / mistake.area),
            _iou(now, subject),
        )

    @property
    def helps(self) -> bool:
        """Whether a person would be content."""
        return self.mended >= MENDED and self.spoiled <= SPOILED


def painted(stroke: Stroke, copy: WorkingCopy) -> Plane:
    """Alpha with a stroke on it, at the working size: float32 [512, 512], 0 to 1."""
    layers, refinement, coarse = fit_painted(copy, TouchUps([stroke]), refines=True)
    rows, columns = copy.mask.shape
    painting = Painting(layers, (columns, rows), copy.aspect)
    refined = coarse if refinement is None else refinement.alpha
    return painting.stages(copy.mask, refined).settled


def refined(copy: WorkingCopy) -> Plane:
    """Alpha without any, likewise."""
    return fit(copy.picture, copy.mask, copy.aspect).alpha


def _iou(one: Flags, other: Flags) -> float:
    union = np.count_nonzero(one | other)
    return np.count_nonzero(one & other) / union if union else 1.0
