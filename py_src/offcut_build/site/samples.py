"""The page's sample pictures: they lie in ``web/samples/``, with the list of who made them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from offcut_build import paths

LIST: Final = "samples.json"


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample photo and its credit.

    Attributes:
        file: its name.
        title: what it shows.
        credit: who made it.
        licence: CC0 or public domain.
        source: where it was published. Scikit-image's copy is used, compressed anew without loss.
    """

    file: str
    title: str
    credit: str
    licence: str
    source: str


def samples() -> Path:
    """The folder of the photos and of their list."""
    return paths.WEB / "samples"


def listed() -> list[Sample]:
    """All photos, in the order in which the page shows them."""
    text = (samples() / LIST).read_text(encoding="utf-8")
    return [Sample(**entry) for entry in json.loads(text)]
