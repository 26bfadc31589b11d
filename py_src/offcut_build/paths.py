"""Where things lie in a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
"""The checkout."""

PYTHON_SOURCES: Final = ROOT / "py_src"
WEB: Final = ROOT / "web"
NODE_MODULES: Final = WEB / "node_modules"
REQUIREMENTS: Final = Path(__file__).parent / "requirements"
PINS: Final = Path(__file__).parent / "pins.json"
