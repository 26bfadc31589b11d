"""What was measured, kept between runs, so that one part can be renewed alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from offcut.files import whole_file

Facts = Mapping[str, str]
"""Machine and versions; see ``machine``."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one part has measured.

    Attributes:
        measured: when, local time, ISO 8601.
        models: SHA-256 of the models' manifest.
        facts: of machine and versions.
        data: what the part returned.
    """

    measured: str
    models: str
    facts: Facts
    data: dict[str, Any]


class Results:
    """A JSON file of entries."""

    def __init__(self, path: Path) -> None:
        """Read what is there.

        Args:
            path: of a file that need not exist.
        """
        self._path = path
        stored = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        self._entries = {part: Entry(**fields) for part, fields in stored.items()}

    def renew(self, part: str, entry: Entry) -> None:
        """Replace a part's entry, and save."""
        self._entries[part] = entry
        fields = {
            name: {key: getattr(each, key) for key in Entry.__slots__}
            for name, each in self._entries.items()
        }
        whole_file.write_text(self._path, json.dumps(fields, indent=1) + "\n")

    def of_day(self, moment: datetime, models: str) -> dict[str, Entry]:
        """The entries of one day and of the same models: others can't stand in one table.

        Args:
            moment: of that day.
            models: SHA-256 of the models' manifest.
        """
        day = moment.date().isoformat()
        return {
            part: entry
            for part, entry in self._entries.items()
            if entry.measured.startswith(day) and entry.models == models
        }
