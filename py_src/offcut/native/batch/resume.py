"""What is done already is not done again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

from offcut.native.batch.journal import Record
from offcut.native.storage import places, storage_of
from offcut.native.workers.task import Task

COMPARE: Final = ("time", "content")
"""What tells that a picture is as it was: its name, size and time; or name, size and content."""


class Done:
    """Knows what an earlier run has done."""

    def __init__(
        self, folder: str, options: str, records: Mapping[str, Record], compare: str = COMPARE[0]
    ) -> None:
        """List the results that are there, if any could count.

        Args:
            folder: of the results.
            options: see ``Settings.fingerprint``: a result that was made otherwise is made again.
            records: of the journal, by the result's name.
            compare: one of ``COMPARE``.

        Raises:
            OSError: if they can't be listed.
        """
        self._options = options
        self._records = records
        self._by_content = compare == "content"
        self._sizes: dict[str, int] = {}
        if any(record.is_done for record in records.values()):
            # at once: to ask for each would be a request for each
            for entry in storage_of(folder).files(folder, lambda _: None):
                self._sizes[places.below(entry.place, folder)] = entry.size

    def has(self, task: Task) -> bool:
        """Whether the result is there, of this picture as it is, made as it would be now."""
        record = self._records.get(task.result)
        if record is None or not record.is_done or record.options != self._options:
            return False
        if record.picture != task.name or record.size != task.size:
            return False
        if any(self._sizes.get(name) != file.size for name, file in record.files.items()):
            return False
        if record.version == task.version:
            return True
        return self._by_content and _sha256(task.source) == record.sha256

    def has_failed(self, task: Task) -> bool:
        """Whether the last that is known of it is that it failed."""
        record = self._records.get(task.result)
        return record is not None and not record.is_done


def _sha256(place: str) -> str:
    try:
        return hashlib.sha256(storage_of(place).read(place)).hexdigest()
    except OSError:
        return ""  # it is told when the picture is worked on
