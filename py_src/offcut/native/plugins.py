"""Formats that Pillow reads with another package's help: HEIC and JPEG XL.

They are Offcut's extras ``heic`` and ``jxl``. Where one is missing, such a file's error names it.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any, Final

from PIL import Image

from offcut.errors import PictureTooLargeError, UnreadableImageError
from offcut.imageio.decode import check_size
from offcut.imageio.headers import isobmff, jpeg_xl

_HEIF: Final = "HEIF"
_JXL: Final = "JXL"
_NAME: Final = "The picture"


def register() -> None:
    """Have Pillow read what it can, and explain the rest."""
    try:
        importlib.import_module("pi_heif").register_heif_opener()
    except ImportError:
        Image.register_open(_HEIF, _refusal(isobmff.HEIC, "heic"), _is_heic)
    try:
        importlib.import_module("pillow_jxl")  # registers itself
    except ImportError:
        Image.register_open(_JXL, _refusal(jpeg_xl.NAME, "jxl"), jpeg_xl.is_jpeg_xl)
    else:
        Image.register_open(_JXL, _checked(Image.OPEN[_JXL][0]), jpeg_xl.is_jpeg_xl)


def _is_heic(start: bytes) -> bool:
    return isobmff.kind_of(start) == isobmff.HEIC


def _refusal(kind: str, extra: str) -> Any:
    def refuse(*_: object) -> None:
        raise UnreadableImageError(
            "{format} is read by another package: install offcut[{extra}], "
            "or save the picture as JPEG or PNG first.",
            code="picture-needs-extra",
            format=kind,
            extra=extra,
        )

    return refuse


def _checked(opened: Callable[..., Any]) -> Any:
    """The plugin decodes all of a picture at once, however large it is."""

    def check_and_open(file: Any, filename: str | bytes) -> Any:
        try:
            check_size(jpeg_xl.read_header(file.read(), _NAME).size, _NAME)
            file.seek(0)
            return opened(file, filename)
        except PictureTooLargeError:
            raise
        except Exception as error:  # it raises several kinds on damaged files
            raise SyntaxError from error  # by which Pillow knows that it is no such file

    return check_and_open
