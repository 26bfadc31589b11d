"""Offcut: remove a picture's background, on the device the picture is on.

The same package runs in the browser tab (Pyodide, ``offcut.browser``) and under CPython
(``offcut.native``). The steps that both share are pure functions:

    prepared = prepare(data, "cat.jpg")              # decode, orient, 1024x1024, normalise
    mask = session.run(None, {"input": prepared.tensor})[0]
    png = finish(prepared, mask, OutputOptions())    # alpha, cut out, encode

``offcut.pipeline`` has an example that runs.

numpy and Pillow are imported once one of these is asked for: the build, which has neither, imports
``offcut.files``.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

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
    from offcut.pipeline import Prepared, finish, prepare

__version__ = "0.1.0"

__all__ = [
    "DamagedModelError",
    "InferenceError",
    "InvalidOptionError",
    "ModelUnavailableError",
    "OffcutError",
    "OutOfMemoryError",
    "OutputOptions",
    "PictureTooLargeError",
    "Prepared",
    "UnknownModelError",
    "UnreadableImageError",
    "finish",
    "prepare",
]

if not TYPE_CHECKING:  # else every name would pass the type checker

    def __getattr__(name: str) -> object:
        """Import the pipeline for the names that are not here yet (PEP 562)."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = getattr(importlib.import_module("offcut.pipeline"), name)
        return globals()[name]

    def __dir__() -> list[str]:
        """The names that are here, and those that are not here yet."""
        return sorted({*globals(), *__all__})
