"""All that was painted on a picture, and what of it each stroke comes to.

A later stroke never grows into what an earlier one of the other side has grown to: only its brush
changes that. What a brush alone has painted is no bar.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final

import numpy as np
from PIL import Image, ImageFilter

from offcut.numeric.planes import Aspect, Flags, Plane, Planes
from offcut.touchup.brush import Brush
from offcut.touchup.paint import Area, Layer
from offcut.touchup.smart_brush import Ground
from offcut.touchup.stroke import Stroke

_HALF: Final = 0.5
_RIM: Final = 3  # pixels on either side of an edge where refinement decides
_SOFT: Final = 1.0  # sigma


@dataclass(slots=True)
class TouchUps:
    """What was painted on a picture, and with which mask.

    Attributes:
        strokes: in the order in which they were painted.
        known: of the first of them, the layers; filled by ``layers``, and good for any strokes on
            the same picture with the same mask that begin with the same.
    """

    strokes: Sequence[Stroke] = ()
    known: list[Layer] = field(default_factory=list)

    @property
    def adds(self) -> bool:
        """Whether anything was painted that becomes the subject's."""
        return any(stroke.adds for stroke in self.strokes)

    def layers(self, small: Planes, mask: Plane, aspect: Aspect) -> list[Layer]:
        """What strokes paint, with smart ones grown; see ``smart_brush.grown`` for arguments."""
        same = zip(self.known, self.strokes, strict=False)
        layers = [layer for layer, _ in takewhile(lambda pair: pair[0].stroke == pair[1], same)]
        new = self.strokes[len(layers) :]
        if any(stroke.grows for stroke in new):
            ground, claims = Ground(small, mask, aspect), Claims(mask.shape, aspect)
            for layer in layers:
                claims.add(layer)
            for stroke in new:
                area = None
                if stroke.grows:
                    area = _area(ground.grown(stroke, claims.against(stroke)))
                layers.append(Layer(stroke, area))
                claims.add(layers[-1])
        else:
            layers += [Layer(stroke) for stroke in new]
        self.known = layers
        return layers


class Claims:
    """What strokes have grown to so far, for later ones that want the opposite."""

    def __init__(self, shape: tuple[int, ...], aspect: Aspect) -> None:
        """Nothing yet, on a plane of this height and width, stretched over a picture."""
        self._kept = np.zeros(shape, np.bool_)
        self._dropped = np.zeros(shape, np.bool_)
        self._aspect = aspect

    def add(self, layer: Layer) -> None:
        """What a stroke grows to is its own, until another comes there."""
        stroke = layer.stroke
        height, width = self._kept.shape
        brush = Brush.of(stroke, (width, height), self._aspect).profile((0, 0, width, height))
        under = brush * np.float32(stroke.opacity) > _HALF
        ours, theirs = (self._kept, self._dropped) if stroke.adds else (self._dropped, self._kept)
        if layer.area is not None:
            under |= np.asarray(layer.area.grown) > 255 * _HALF
            ours |= under
        theirs &= ~under

    def against(self, stroke: Stroke) -> Flags:
        """What earlier strokes of the other side have grown to: bool [height, width]."""
        return self._dropped if stroke.adds else self._kept


def _area(cover: Image.Image) -> Area:
    rim = 2 * _RIM + 1
    soft = ImageFilter.GaussianBlur(_SOFT)
    return Area(
        cover,
        cover.filter(ImageFilter.MaxFilter(rim)).filter(soft),
        cover.filter(ImageFilter.MinFilter(rim)).filter(soft),
    )
