"""A fault of the host that holds files back until a test lets them through."""

from __future__ import annotations

import threading
from pathlib import Path

from offcut_testing.host import Answer

_PATIENCE_S = 240


class Gate:
    """What it is set before is held until it opens; then all is well."""

    def __init__(self) -> None:
        self._opened = threading.Event()

    def open(self) -> None:
        """Let through what waits and what comes."""
        self._opened.set()

    def holds(self, _answer: Answer, _file: Path) -> bool:
        """The fault: nothing comes through until then."""
        self._opened.wait(_PATIENCE_S)
        return False
