"""A model of a few bytes, packed as the build packs the real ones."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from offcut.models.manifest import FORMAT, Variant, parse
from offcut_build.models import parts

GRAPH = bytes(range(200))
WEIGHTS = np.random.default_rng(5).bytes(2048)
_CHUNK = 1024


@dataclass(frozen=True)
class SmallModel:
    """A folder with a manifest and three parts, one of a graph and two of weights."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def variant(self) -> Variant:
        """What the manifest says."""
        return parse(json.dumps(self.manifest)).find(None)

    @property
    def names(self) -> list[str]:
        """File names of the parts."""
        return [part.path for part in self.variant.parts]

    def save(self) -> None:
        """Write a manifest that a test has changed."""
        (self.folder / "manifest.json").write_text(json.dumps(self.manifest))


def make_small_model(folder: Path) -> SmallModel:
    """Pack it into a new folder."""
    folder.mkdir()
    files = [
        parts.pack(GRAPH, "plain", folder, chunk=_CHUNK).file("small.onnx", "plain"),
        parts.pack(WEIGHTS, "half", folder, chunk=_CHUNK).file("weights.bin", "half"),
    ]
    entries = [entry for file in files for entry in file.part_entries()]
    variant = {
        "id": "small",
        "title": "Small",
        "precision": "none",
        "summary": "No model at all.",
        "bytes": sum(int(entry["bytes"]) for entry in entries),
        "sha256": hashlib.sha256(GRAPH + WEIGHTS).hexdigest(),
        "files": [file.entry() for file in files],
        "parts": entries,
    }
    model = SmallModel(folder, {"format": FORMAT, "default": "small", "variants": [variant]})
    model.save()
    return model
