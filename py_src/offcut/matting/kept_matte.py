"""What was made of a picture the last time, when maybe only later options or the size change."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from offcut.imageio.picture import Picture
from offcut.matting.matte import Fit, Matte, apply_fit, fit_matte
from offcut.network.mask_io import from_uint8
from offcut.numeric.planes import Aspect
from offcut.options import OutputOptions
from offcut.touchup.stroke import Stroke
from offcut.touchup.touch_ups import TouchUps


class KeptFit:
    """One picture's fit, at whatever size, and where smart strokes on it have grown to.

    It takes 9 MB, and 0.8 MB a smart stroke.
    """

    def __init__(self) -> None:
        """Nothing is kept yet."""
        self._fit: tuple[object, Fit] | None = None
        self._grown: tuple[object, TouchUps] | None = None

    def make(
        self,
        tensor: NDArray[np.float32],
        mask: NDArray[np.uint8],
        aspect: Aspect,
        options: OutputOptions,
        strokes: Sequence[Stroke],
    ) -> Fit:
        """The fit, made unless it is what it was the last time; see ``fit_matte``.

        Args:
            tensor: the same each time.
            mask: uint8 [1024, 1024]; 255 is 1.
            aspect: the same each time.
            options: see ``make_matte``.
            strokes: what was touched up, in this order.
        """
        ground = mask.tobytes(), options.clean
        made_of = _made_of(mask, options, strokes)
        if self._fit is not None and self._fit[0] == made_of:
            return self._fit[1]
        touched = TouchUps(strokes)
        if self._grown is not None and self._grown[0] == ground:
            touched.known = self._grown[1].known
        fitted = fit_matte(tensor, from_uint8(mask), aspect, options, touched)
        self._fit, self._grown = (made_of, fitted), (ground, touched)
        return fitted


class KeptMatte:
    """One picture's matte at one size. It takes four bytes a pixel.

    Attributes:
        fit: shared with the picture's other sizes.
        once: nobody asks a second time, so nothing is kept, and what ``make`` returns is the
            caller's to change.
    """

    def __init__(self, fit: KeptFit | None = None, *, once: bool = False) -> None:
        """Nothing is kept yet."""
        self.fit = fit or KeptFit()
        self.once = once
        self._matte: tuple[object, Matte] | None = None

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
        made_of = options.edge, _made_of(mask, options, strokes)
        if self._matte is not None and self._matte[0] == made_of:
            return self._matte[1]
        self._matte = None  # before the next one takes memory
        fitted = self.fit.make(tensor, mask, picture.aspect, options, strokes)
        matte = apply_fit(fitted, picture, options.edge)
        if not self.once:
            self._matte = made_of, matte
        return matte


def _made_of(mask: NDArray[np.uint8], options: OutputOptions, strokes: Sequence[Stroke]) -> object:
    recolours = options.decontaminate and options.type == "foreground"
    return mask.tobytes(), tuple(strokes), options.edges, options.clean, recolours
