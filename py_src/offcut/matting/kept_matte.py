"""The last matte of a picture, for the next time, when maybe only later options change."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from offcut.imageio.picture import Picture
from offcut.matting.matte import Matte, make_matte
from offcut.network.mask_io import from_uint8
from offcut.options import OutputOptions
from offcut.touchup.smart_brush import TouchUps
from offcut.touchup.stroke import Stroke


class KeptMatte:
    """One picture's matte, and where smart strokes on it have grown to.

    It takes four bytes a pixel, and 0.8 MB a smart stroke.
    """

    def __init__(self) -> None:
        """Nothing is kept yet."""
        self._matte: tuple[object, Matte] | None = None
        self._grown: tuple[object, TouchUps] | None = None

    def make(
        self,
        picture: Picture,
        tensor: NDArray[np.float32],
        mask: NDArray[np.uint8],
        options: OutputOptions,
        strokes: Sequence[Stroke],
    ) -> Matte:
        """The matte, made unless it is what it was the last time; see ``make_matte``.

        Args:
            picture: the same each time.
            tensor: the same each time.
            mask: uint8 [1024, 1024]; 255 is 1.
            options: see ``make_matte``.
            strokes: what was touched up, in this order.
        """
        recolours = options.decontaminate and options.type == "foreground"
        ground = mask.tobytes(), options.clean
        made_of = ground, tuple(strokes), options.edges, recolours
        if self._matte is not None and self._matte[0] == made_of:
            return self._matte[1]
        self._matte = None  # before the next one takes memory
        touched = TouchUps(strokes)
        if self._grown is not None and self._grown[0] == ground:
            known = self._grown[1].known
            touched.known.update((each, known[each]) for each in strokes if each in known)
        matte = make_matte(picture, tensor, from_uint8(mask), options, touched)
        self._matte, self._grown = (made_of, matte), (ground, touched)
        return matte
