"""Step 2a and 5b for an animation: all of its frames in, and a file of as many out."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PIL import Image

from offcut.errors import InvalidOptionError, PictureTooLargeError
from offcut.imageio.picture import MAX_PIXELS

_FORMATS: Final = {"image/png": "PNG", "image/webp": "WEBP"}
_USUAL_MS: Final = 100
"""How long browsers show a frame that asks for 10 ms or less."""

_SHORTEST_MS: Final = 10


@dataclass(frozen=True, slots=True)
class Timing:
    """When an animation shows what.

    Attributes:
        milliseconds: how long it shows each frame.
        plays: how often it plays; 0 for ever.
    """

    milliseconds: tuple[int, ...]
    plays: int


def frames_of(image: Image.Image, name: str) -> tuple[list[Image.Image], Timing] | None:
    """Decode all frames of an animation, each as it is shown: laid on those before it.

    Args:
        image: an opened GIF, PNG or WebP.
        name: what to call it in an error.

    Returns:
        The frames, mode RGB or RGBA, and their timing; None for a still picture.

    Raises:
        PictureTooLargeError: if its frames have more pixels together than a picture may have.
        OSError: or another error of Pillow's, if it is damaged.
    """
    count = getattr(image, "n_frames", 1)
    # a PNG may have a picture for those who can't play it, which is no frame
    first = 1 if getattr(image, "default_image", False) else 0
    if image.format not in {"GIF", "PNG", "WEBP"} or count - first < 2:
        return None
    width, height = image.size
    if width * height * count > MAX_PIXELS:
        raise PictureTooLargeError(
            "{name} has {frames} frames of {width} x {height}, {megapixels} megapixels in all, of "
            "at most {limit}: make it smaller or shorter first.",
            code="animation-too-large",
            name=name,
            frames=count - first,
            width=width,
            height=height,
            megapixels=round(width * height * count / 1e6),
            limit=round(MAX_PIXELS / 1e6),
        )
    frames, times = [], []
    for number in range(first, count):
        image.seek(number)
        image.load()
        frames.append(image.convert("RGBA" if image.has_transparency_data else "RGB"))
        times.append(_shown(image.info.get("duration", 0)))
    return frames, Timing(tuple(times), _plays(image))


def write_frames(
    frames: Sequence[Image.Image],
    timing: Timing,
    media_type: str,
    quality: float,
    icc_profile: bytes | None,
) -> bytes:
    """Write an animated PNG or WebP.

    Args:
        frames: mode RGBA, RGB or L, all of one mode and size.
        timing: of them.
        media_type: ``image/png`` or ``image/webp``.
        quality: 0 to 1, of WebP.
        icc_profile: written along, if there is one.

    Raises:
        InvalidOptionError: if the format has no animations.
    """
    if media_type not in _FORMATS:
        raise InvalidOptionError(
            "{format} has no animations: choose PNG or WebP.",
            code="animation-format",
            format=media_type.removeprefix("image/").upper(),
            option="output.format",
        )
    first, *others = frames
    file = io.BytesIO()
    settings: dict[str, Any] = {"icc_profile": icc_profile} if icc_profile else {}
    if media_type == "image/webp":
        settings |= {"quality": round(quality * 100), "exact": True}
    else:
        settings |= {"blend": 0}  # each frame in the place of the one before, not laid on it
    first.save(
        file,
        _FORMATS[media_type],
        save_all=True,
        append_images=others,
        duration=list(timing.milliseconds),
        loop=timing.plays,
        **settings,
    )
    return file.getvalue()


def _shown(duration: float) -> int:
    return round(duration) if duration > _SHORTEST_MS else _USUAL_MS


def _plays(image: Image.Image) -> int:
    loop = image.info.get("loop")
    if image.format != "GIF":
        return int(loop or 0)
    # GIF says how often it is repeated after the first time, and nothing if it isn't
    return 1 if loop is None else 0 if loop == 0 else int(loop) + 1
