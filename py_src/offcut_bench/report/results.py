"""What was measured, kept beside the report: one file for each processor."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
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
        downloads: bytes of each contender's model.
        facts: of machine and versions.
        data: what the part returned.
    """

    measured: str
    models: str
    downloads: Mapping[str, int]
    facts: Facts
    data: dict[str, Any]


Run = Mapping[str, Entry]
"""By part: entries of one processor that may stand beside each other."""


class Results:
    """A JSON file of one processor's entries."""

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

    def run(self) -> Run:
        """The newest entry, and those of its day and its models: others can't be compared."""
        if not self._entries:
            return {}
        newest = max(self._entries.values(), key=lambda entry: entry.measured)
        return {
            part: entry
            for part, entry in self._entries.items()
            if (entry.measured[:10], entry.models) == (newest.measured[:10], newest.models)
        }


def runs(folder: Path) -> dict[str, Run]:
    """All that is kept in a folder, by processor, in the order of their names."""
    kept = [Results(path).run() for path in folder.glob("*.json")]
    named = {next(iter(run.values())).facts["Processor"]: run for run in kept if run}
    return dict(sorted(named.items()))


def file_name(processor: str) -> str:
    """Where a processor's entries are kept."""
    return "-".join(re.findall(r"[a-z0-9]+", processor.lower())) + ".json"
