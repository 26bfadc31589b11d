"""Offcut: remove a picture's background, on the device the picture is on.

The same package runs in the browser tab (Pyodide, ``offcut.browser``) and under CPython
(``offcut.native``). The steps that both share are pure functions:

    prepared = prepare(data, "cat.jpg")              # decode, orient, 1024x1024, normalise
    mask = session.run(None, {"input": prepared.tensor})[0]
    png = finish(prepared, mask, OutputOptions())    # alpha, cut out, encode

``offcut.pipeline`` has an example that runs.
"""

from __future__ import annotations

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
