"""Where the build leaves the models on this machine, for the command line to find them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from offcut.files.cache_folder import cache_folder
from offcut.files.whole_file import write_text

MANIFEST: Final = "manifest.json"


def built_models() -> Path | None:
    """The folder of the last build; None if there is none any more."""
    pointer = _pointer()
    if not pointer.is_file():
        return None
    folder = pointer.with_name(pointer.read_text(encoding="utf-8").strip())
    return folder if (folder / MANIFEST).is_file() else None


def note_built(folder: Path) -> None:
    """Have ``built_models`` return this folder, which lies beside the note."""
    write_text(_pointer(), f"{folder.name}\n")


def _pointer() -> Path:
    return cache_folder("models", "current")
