"""A mask as it is kept: 256 levels, and a PNG outside of Python.

With it a picture is cut out again, with other options or after a touch-up, without the network.
"""

from __future__ import annotations

import zlib
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from offcut.errors import InvalidOptionError, UnreadableImageError
from offcut.imageio.animations.canvas import Canvas, still
from offcut.imageio.animations.opening import open_animation
from offcut.imageio.animations.write_apng import ApngWriter
from offcut.imageio.decode import decode
from offcut.imageio.picture import Picture
from offcut.imageio.png import write_png
from offcut.network.postprocess import usable
from offcut.network.preprocess import INPUT_SIDE

_NAME: Final = "The mask"
_A_SECOND: Final = (1, 1)


def to_uint8(mask: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Round a mask to what is kept of it.

    Args:
        mask: float32, height x width values after any leading axes of length 1, 0 to 1.

    Returns:
        uint8 [height, width]; 255 is 1.

    Raises:
        InferenceError: if a value is no number, or infinite.
    """
    levels: NDArray[np.uint8] = np.rint(usable(mask) * np.float32(255)).astype(np.uint8)
    return levels


def from_uint8(levels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The way back: float32 of the same shape, 0 to 1."""
    return levels * np.float32(1 / 255)


class Masks:
    """The masks of an animation's frames, packed: one of a megabyte takes some ten kilobytes."""

    shape: Final = (INPUT_SIDE, INPUT_SIDE)

    def __init__(self) -> None:
        """None yet."""
        self._packed: list[bytes] = []

    @property
    def count(self) -> int:
        """Of how many frames there are masks."""
        return len(self._packed)

    def add(self, levels: NDArray[np.uint8]) -> None:
        """Add the next frame's: uint8 [1024, 1024]; 255 is 1."""
        self._packed.append(zlib.compress(levels.tobytes(), 1))

    def repeat(self, number: int) -> None:
        """Add one that is there already, by its number from 0."""
        self._packed.append(self._packed[number])

    def __getitem__(self, number: int) -> NDArray[np.uint8]:
        """One of them, by its number from 0."""
        return np.frombuffer(zlib.decompress(self._packed[number]), np.uint8).reshape(self.shape)

    def file(self) -> bytes:
        """All as a grey PNG, animated if there is more than one."""
        if self.count == 1:
            return write_mask(self[0])
        writer = ApngWriter(self.count, 0)
        for number in range(self.count):
            writer.add(Image.fromarray(self[number]), _A_SECOND)
        return writer.finished()


def read_masks(data: bytes) -> Masks:
    """Read what ``Masks.file`` or ``write_mask`` wrote, or any picture or animation.

    Raises:
        InvalidOptionError: if it is no picture that can be read.
        PictureTooLargeError: if it has too many pixels.
    """
    masks = Masks()
    try:
        animation = open_animation(data, _NAME, limit=None)
        if animation is None:
            masks.add(_levels(decode(data, _NAME)))
            return masks
        canvas = Canvas(animation)
        for part in animation.split.parts:
            masks.add(_levels(canvas.lay(part, still(part, animation))))
    except UnreadableImageError as error:
        raise _unreadable(error) from error
    return masks


def write_mask(levels: NDArray[np.uint8]) -> bytes:
    """A mask, uint8 [height, width], as a grey PNG."""
    return write_png(Image.fromarray(levels), None)


def read_mask(data: bytes) -> NDArray[np.float32]:
    """Read a mask: what ``write_mask`` wrote, or any picture, whose grey is then the mask.

    Returns:
        float32 [1024, 1024], 0 to 1.

    Raises:
        InvalidOptionError: if it is no picture that can be read.
        PictureTooLargeError: if it has too many pixels.
    """
    try:
        return from_uint8(_levels(decode(data, _NAME)))
    except UnreadableImageError as error:
        raise _unreadable(error) from error


def _levels(picture: Picture) -> NDArray[np.uint8]:
    grey = picture.image.convert("L")
    if grey.size != (INPUT_SIDE, INPUT_SIDE):
        grey = grey.resize((INPUT_SIDE, INPUT_SIDE), Image.Resampling.BILINEAR)
    return np.asarray(grey)


def _unreadable(error: UnreadableImageError) -> InvalidOptionError:
    return InvalidOptionError(
        "{reason} Give a mask that cutOut returned.", code="mask-unreadable", reason=str(error)
    )
