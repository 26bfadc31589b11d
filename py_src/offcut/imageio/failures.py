"""Whatever a decoder raises, as an error that names the file and says what to do."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, UnidentifiedImageError

from offcut.errors import OffcutError, PictureTooLargeError, UnreadableImageError
from offcut.imageio.containers.foreign import breaks_off, incomplete, is_unusual_jpeg, refusal
from offcut.imageio.picture import MAX_PIXELS


@contextmanager
def named_failures(data: bytes, name: str) -> Iterator[None]:
    """Turn whatever a decoder raises into an error that a person can act on.

    What the decoder said stays in the error's cause.

    Args:
        data: the whole file.
        name: what to call it.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd metadata; a picture that fails raises
            yield
    except OffcutError:
        raise
    except MemoryError as error:
        raise PictureTooLargeError(
            "{name} needs more memory than there is.", code="picture-memory", name=name
        ) from error
    except Image.DecompressionBombError as error:
        raise PictureTooLargeError(
            "{name} has too many pixels: scale it down first.", code="picture-bomb", name=name
        ) from error
    except UnidentifiedImageError as error:
        raise refusal(data, name) from error
    except Exception as error:
        if is_unusual_jpeg(data):
            raise refusal(data, name) from error
        if breaks_off(data):
            raise incomplete(name) from error
        # Pillow's decoders raise almost any class on damaged bytes: OSError, SyntaxError,
        # ValueError, struct.error, IndexError, ... and what they say is not for people
        raise UnreadableImageError(
            "{name} can't be read: it is damaged, or packed in a way that is not known here; "
            "try PNG or JPEG.",
            code="picture-packed",
            name=name,
        ) from error


def check_size(size: tuple[int, int], name: str, limit: int | None = None) -> None:
    """Refuse a picture that can't be worked on.

    Args:
        size: width and height, pixels.
        name: what to call it in an error.
        limit: pixels; None for ``MAX_PIXELS``.

    Raises:
        UnreadableImageError: if it has no pixels.
        PictureTooLargeError: if it has too many.
    """
    width, height = size
    most = MAX_PIXELS if limit is None else limit
    if width < 1 or height < 1:
        raise UnreadableImageError(
            "{name} is {width} x {height}: there are no pixels in it.",
            code="picture-no-pixels",
            name=name,
            width=width,
            height=height,
        )
    if width * height > most:
        raise PictureTooLargeError(
            "{name} is {width} x {height}, {megapixels} megapixels: "
            "scale it below {limit} megapixels first.",
            code="picture-too-large",
            name=name,
            width=width,
            height=height,
            megapixels=round(width * height / 1e6),
            limit=round(most / 1e6),
        )
