"""Offcut: remove a picture's background, on the device the picture is on.

Under CPython, one call does it all:

    from offcut import remove_background
    remove_background("cat.jpg").save("cat.png")

The same package runs in the browser tab (Pyodide, ``offcut.browser``) and under CPython
(``offcut.native``). The steps that both share are pure functions:

    prepared = prepare(data, "cat.jpg")              # decode, orient, 1024x1024, normalise
    mask = session.run(None, {"input": prepared.tensor})[0]
    png = finish(prepared, mask, OutputOptions())    # alpha, cut out, encode

``offcut.pipeline`` has an example that runs.

numpy and Pillow are imported once one of these is asked for, and ONNX Runtime with the names of
``offcut.native``: the build, which has neither, imports ``offcut.files``.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

from offcut.errors import (
    DamagedModelError,
    InferenceError,
    InvalidOptionError,
    ModelUnavailableError,
    OffcutError,
    OutOfMemoryError,
    PictureTooLargeError,
    UnknownModelError,
    UnreadableImageError,
)
from offcut.options import OutputOptions

if TYPE_CHECKING:
    from offcut.native import (
        CutOutFile,
        NoSubjectWarning,
        PictureWarning,
        Remover,
        remove_background,
    )
    from offcut.pipeline import Prepared, finish, prepare

__version__ = "0.1.0"

__all__ = [
    "CutOutFile",
    "DamagedModelError",
    "InferenceError",
    "InvalidOptionError",
    "ModelUnavailableError",
    "NoSubjectWarning",
    "OffcutError",
    "OutOfMemoryError",
    "OutputOptions",
    "PictureTooLargeError",
    "PictureWarning",
    "Prepared",
    "Remover",
    "UnknownModelError",
    "UnreadableImageError",
    "finish",
    "prepare",
    "remove_background",
]

_PIPELINE: Final = ("Prepared", "finish", "prepare")

if not TYPE_CHECKING:  # else every name would pass the type checker

    def __getattr__(name: str) -> object:
        """Import what has the names that are not here yet (PEP 562)."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        module = "offcut.pipeline" if name in _PIPELINE else "offcut.native"
        globals()[name] = getattr(importlib.import_module(module), name)
        return globals()[name]

    def __dir__() -> list[str]:
        """The names that are here, and those that are not here yet."""
        return sorted({*globals(), *__all__})
