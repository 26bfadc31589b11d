"""Standard error for this program's own lines."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from typing import Final, TextIO

_STANDARD_ERROR: Final = 2


@contextmanager
def libraries_silenced() -> Iterator[None]:
    """Drop what C libraries print; what Python prints still arrives.

    libtiff and ONNX Runtime report a failure on standard error besides returning it, and each
    failure is to be one line.
    """
    if sys.stderr is None:  # closed by whoever started this
        yield
        return
    sys.stderr.flush()
    kept = os.dup(_STANDARD_ERROR)
    encoding, errors = sys.stderr.encoding, sys.stderr.errors
    with (
        open(kept, "w", buffering=1, encoding=encoding, errors=errors) as own,  # noqa: PTH123 - a descriptor
        open(os.devnull, "wb") as nowhere,  # noqa: PTH123 - no path on every system
        redirect_stderr(own if _is_standard_error(sys.stderr) else sys.stderr),
    ):
        os.dup2(nowhere.fileno(), _STANDARD_ERROR)
        try:
            yield
        finally:
            os.dup2(kept, _STANDARD_ERROR)


def _is_standard_error(stream: TextIO) -> bool:
    try:
        return stream.fileno() == _STANDARD_ERROR
    except OSError:  # a stream that only Python knows
        return False
