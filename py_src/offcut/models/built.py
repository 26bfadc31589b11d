"""Where the models of this machine are, for the command line to find them.

The build leaves all of them in a folder of the cache. ``offcut models fetch`` leaves their list in
one, as their files are kept apart. A note says which folder was last.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from offcut.files.cache_folder import cache_folder
from offcut.files.whole_file import write_text

MANIFEST: Final = "manifest.json"
FETCHED: Final = "fetched-"
"""How the name of a folder begins that has the list alone."""


def current_models() -> Path | None:
    """The folder of the last build, or the last list that was fetched; None if it is gone."""
    note = _note()
    if not note.is_file():
        return None
    folder = note.with_name(note.read_text(encoding="utf-8").strip())
    return folder if (folder / MANIFEST).is_file() else None


def built_models() -> Path | None:
    """The folder of the last build; None if there is none, or a list was fetched since."""
    folder = current_models()
    return None if folder is None or folder.name.startswith(FETCHED) else folder


def note_models(folder: Path) -> None:
    """Have ``current_models`` return this folder, which lies beside the note."""
    write_text(_note(), f"{folder.name}\n")


def _note() -> Path:
    return cache_folder("models", "current")
