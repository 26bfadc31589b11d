"""What two processors could have measured."""

from __future__ import annotations

from typing import Any

from offcut_bench.contenders import BASELINE, OURS
from offcut_bench.report.results import Entry

PEER, FULL, FAST = str(BASELINE), str(OURS[0]), str(OURS[2])
_SCORE = {"mae": 0.01, "s_measure": 0.9, "weighted_f": 0.9, "max_e": 0.9, "edge": 0.1}


def _score(iou: float, worst: float, worst_of: str) -> dict[str, Any]:
    return {"iou": iou, "worst": worst, "worst_of": worst_of, **_SCORE}


DATA: dict[str, dict[str, Any]] = {
    "quality": {
        "count": 2,
        "truth": {FULL: _score(0.8, 0.7, "dog"), PEER: _score(0.65, 0.5, "cat")},
        "isnet": {FULL: _score(1, 1, "cat"), PEER: _score(0.75, 0.6, "cat")},
    },
    "speed": {
        "seconds": {"1": {FULL: [3.0], PEER: [4.0]}, "12": {FULL: [4.0, 9.0, 4.5], PEER: [5.0]}},
        "longest_task": {FULL: 0, PEER: 4800},
        "queue": {FULL: {"pictures": 10, "seconds": 44.0, "inference": [4.0, 3.9, 4.1]}},
        "best": {FULL: {"fast": [4.0, 4.0, 9.0], "best": [7.0, 6.0, 8.0]}},
    },
    "visits": {
        "first": {
            "20": {
                FULL: {"seconds": 30.0, "bytes": 80e6, "bytes_kept": 92e6},
                PEER: {"seconds": 40.0, "bytes": 101e6, "bytes_kept": 101e6},
            }
        },
        "repeat": {
            FULL: {"online": {"seconds": [5.0, 6.0, 7.0]}, "offline": {"seconds": [6.0]}},
            PEER: {
                "online": {"seconds": [8.0]},
                "offline": {"seconds": [], "failure": "ERR_FAILED"},
            },
        },
        "late": {PEER: {"seconds": [], "failure": "ERR_CONNECTION_REFUSED"}},
        "link": {"chromium": 0.9, "arithmetic": 1.02},
    },
    "memory": {
        "peaks": {
            "12": {
                FULL: {"process": 1_500_000_000, "Pyodide": 2e8, "ONNX Runtime": 6e8},
                PEER: {"process": 1_000_000_000},
            },
            "100": {
                FULL: {"process": 2_500_000_000, "Pyodide": 9e8, "ONNX Runtime": 7e8},
                PEER: {"failure": "it took too long"},
            },
        }
    },
    "page": {
        "ready": [1.1, 1.2, 1.5],
        "strokes": {FULL: {"Erase": {"preview": [0.2], "file": [1.5, 1.4, 1.7]}}},
        "switches": [0.2, 0.1, 0.3],
        "counts": {"chosen and done": {"fits": 1, "JPEG 4 x 3": 2}, "a stroke": {"fits": 2}},
    },
}
"""What each part has measured."""

DOWNLOADS = {FULL: 76_100_000, PEER: 88_200_000}


def entry(
    part: str,
    measured: str = "2026-03-01T10:20:30+00:00",
    models: str = "a",
    processor: str = "AMD EPYC",
) -> Entry:
    facts = {"Processor": processor, "Memory": "24 GiB"}
    return Entry(measured, models, DOWNLOADS, facts, DATA[part])


def run() -> dict[str, Entry]:
    """All parts."""
    return {part: entry(part) for part in DATA}
