"""What the server counts, as Prometheus reads it (text format 0.0.4)."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import offcut

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"

_BUCKETS: Final = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
"""Seconds."""
_STATUS: Final = Path("/proc/self/statm")
_RESIDENT: Final = 1  # field of it, in pages


class Metrics:
    """Counts; only the event loop's thread touches them."""

    def __init__(self, model: str) -> None:
        """Nothing has happened.

        Args:
            model: id of the model that is loaded.
        """
        self._model = model
        self._requests: Counter[tuple[str, int]] = Counter()
        self._seconds: list[int] = [0] * (len(_BUCKETS) + 1)
        self._seconds_sum = 0.0
        self._pixels = 0
        self._without_subject = 0

    def count_request(self, path: str, status: int) -> None:
        """Count an answer: to a path that there is, or ``other``, with HTTP's status."""
        self._requests[path, status] += 1

    def count_picture(self, pixels: int, seconds: float, *, found: bool) -> None:
        """Count a picture that was done, without the time that it waited."""
        index = next((n for n, most in enumerate(_BUCKETS) if seconds <= most), len(_BUCKETS))
        self._seconds[index] += 1
        self._seconds_sum += seconds
        self._pixels += pixels
        self._without_subject += not found

    def text(self, running: int, places: int) -> str:
        """All of it.

        Args:
            running: pictures that are worked on now.
            places: requests that are being worked on, wait, or are being received.
        """
        lines = [
            *_metric("offcut_info", "gauge", "Offcut's version and its model.", self._info()),
            *_metric("offcut_requests_total", "counter", "Answers.", self._answers()),
            *self._histogram(),
            *_metric("offcut_pixels_total", "counter", "Pixels done.", {"": self._pixels}),
            *_metric(
                "offcut_pictures_without_subject_total",
                "counter",
                "Pictures in which no subject was found.",
                {"": self._without_subject},
            ),
            *_metric("offcut_pictures_running", "gauge", "Pictures at work.", {"": running}),
            *_metric(
                "offcut_requests_in_hand",
                "gauge",
                "Requests that are received, wait or are at work.",
                {"": places},
            ),
        ]
        resident = _resident_bytes()
        if resident is not None:
            name = "process_resident_memory_bytes"
            lines += _metric(name, "gauge", "Memory of the process.", {"": resident})
        return "\n".join(lines) + "\n"

    def _info(self) -> Mapping[str, float]:
        return {f'{{model="{self._model}",version="{offcut.__version__}"}}': 1}

    def _answers(self) -> Mapping[str, float]:
        return {
            f'{{path="{path}",status="{status}"}}': count
            for (path, status), count in sorted(self._requests.items())
        }

    def _histogram(self) -> Iterator[str]:
        name = "offcut_picture_seconds"
        yield f"# HELP {name} Time of a picture, without waiting."
        yield f"# TYPE {name} histogram"
        below = 0
        for most, count in zip((*map(str, _BUCKETS), "+Inf"), self._seconds, strict=True):
            below += count
            yield f'{name}_bucket{{le="{most}"}} {below}'
        yield f"{name}_sum {self._seconds_sum:.6f}"
        yield f"{name}_count {below}"


def _metric(name: str, kind: str, meaning: str, values: Mapping[str, float]) -> Iterator[str]:
    yield f"# HELP {name} {meaning}"
    yield f"# TYPE {name} {kind}"
    for labels, value in values.items():
        yield f"{name}{labels} {value}"


def _resident_bytes() -> int | None:
    """What the process has in memory; None where the system does not say it so."""
    try:
        pages = int(_STATUS.read_text(encoding="ascii").split()[_RESIDENT])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, AttributeError):
        return None
