"""The figures that say most, one row a contender: for the report's first table and the chart."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from offcut_bench.report import stats

_TYPICAL = "12"
"""Megapixels of the size that stands for all."""


@dataclass(frozen=True, slots=True)
class Row:
    """One contender; None is what was not measured.

    Attributes:
        name: library and model.
        megabytes: of the model's download, millions of bytes.
        time: seconds from Blob to Blob, as a ratio to the baseline's.
        first: seconds to the first result by Mbit/s, as ratios.
        repeat: seconds of a repeat visit without a network, as a ratio.
        memory: at its peak, as a ratio.
        truth: mean and worst IoU with the ground truth.
        full: mean and worst IoU with our full model's masks.
    """

    name: str
    megabytes: float
    time: float | None
    first: Mapping[str, float]
    repeat: float | None
    memory: float | None
    truth: tuple[float, float] | None
    full: tuple[float, float] | None


def rows(data: Mapping[str, Any], downloads: Mapping[str, int], baseline: str) -> list[Row]:
    """Pick the figures.

    Args:
        data: what each part has measured, by its name; parts may be missing.
        downloads: bytes of each contender's model.
        baseline: whose seconds and bytes are 1.
    """
    quality, visits = data.get("quality", {}), data.get("visits", {})
    time = stats.ratios(typical(data.get("speed", {})), baseline)
    first = {
        rate: _relative({who: each["seconds"] for who, each in visited.items()}, baseline)
        for rate, visited in visits.get("first", {}).items()
    }
    succeeded = {who: each for who, each in visits.get("repeat", {}).items() if "seconds" in each}
    repeat = _relative({who: each["seconds"] for who, each in succeeded.items()}, baseline)
    memory = _relative(data.get("memory", {}).get("bytes", {}), baseline)
    return [
        Row(
            name=who,
            megabytes=count / 1e6,
            time=time.get(who),
            first={rate: each[who] for rate, each in first.items() if who in each},
            repeat=repeat.get(who),
            memory=memory.get(who),
            truth=_iou(quality.get("truth", {}).get(who)),
            full=_iou(quality.get("isnet", {}).get(who)),
        )
        for who, count in downloads.items()
    ]


def typical(speed: Mapping[str, Any]) -> dict[str, list[float]]:
    """The seconds at the size that stands for all, else at the last that was timed."""
    seconds: dict[str, dict[str, list[float]]] = speed.get("seconds", {})
    if not seconds:
        return {}
    return seconds.get(_TYPICAL) or list(seconds.values())[-1]


def _relative(values: Mapping[str, float], baseline: str) -> dict[str, float]:
    return stats.ratios({who: [value] for who, value in values.items()}, baseline)


def _iou(score: Mapping[str, Any] | None) -> tuple[float, float] | None:
    return (statistics.mean(score["iou"]), min(score["iou"])) if score else None
