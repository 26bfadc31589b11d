"""What a host does to a part of a model: of each kind one that shows it in a real browser.

All the others: tests/unit/browser/store/test_download.py, and test_prefetch.py beside it.
"""

from __future__ import annotations

from typing import Final

from offcut_testing import host as hosts
from offcut_testing.host import Fault

MODEL: Final = "isnet_compact"

FAULTS: Final[dict[str, Fault]] = {"breaks off": hosts.breaks_off, "flips a bit": hosts.flips}

LASTING: Final = {"breaks off": "ModelUnavailableError", "flips a bit": "DamagedModelError"}
"""The error's name when the fault doesn't pass."""
