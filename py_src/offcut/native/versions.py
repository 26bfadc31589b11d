"""Whether the libraries that decide pixels are the page's releases."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime
import PIL

CONSTRAINTS: Final = Path(__file__).parents[1] / "constraints.txt"
"""The page's releases, as pip takes them: ``pip install -c``."""


@dataclass(frozen=True, slots=True)
class OtherVersion:
    """A library that is here in another release than in the page.

    Attributes:
        package: its name for pip.
        installed: the release here.
        expected: the page's.
    """

    package: str
    installed: str
    expected: str


def other_versions() -> list[OtherVersion]:
    """List the libraries that may make other pixels here than in the page.

    Results are right with every release that Offcut can be installed with. But a new release may
    round differently, and then some pixels differ by a level or two.

    Returns:
        Empty if all are the page's releases.
    """
    installed = {
        "numpy": np.__version__,
        "onnxruntime": onnxruntime.__version__,
        "pillow": PIL.__version__,
    }
    pins = re.findall(r"^([\w-]+)==(\S+)$", CONSTRAINTS.read_text(encoding="utf-8"), re.MULTILINE)
    return [
        OtherVersion(package, installed[package], expected)
        for package, expected in pins
        if installed[package] != expected
    ]


def note(others: list[OtherVersion]) -> str:
    """What to say of them, in a line."""
    named = ", ".join(f"{o.package} {o.installed} (there {o.expected})" for o in others)
    packages = " ".join(other.package for other in others)
    return (
        f"Pixels may differ slightly from the page's: {named}. "
        f'For the same: pip install -c "{CONSTRAINTS}" {packages}'
    )
