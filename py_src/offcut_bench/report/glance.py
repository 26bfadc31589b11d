"""The figures that say most, one row a contender: for the report's first table and the chart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from offcut_bench.report import stats
from offcut_bench.report.results import Run
from offcut_bench.report.stats import Range

_TYPICAL = "12"
"""Megapixels of the size that stands for all."""

Figures = Mapping[str, float]
"""By contender."""


@dataclass(frozen=True, slots=True)
class Row:
    """One contender; None is what was not measured. Ratios are ranges over processors.

    Attributes:
        name: library and model.
        megabytes: of the model's download, millions of bytes.
        time: seconds from Blob to Blob, as a ratio to the baseline's.
        first: seconds to the first result by Mbit/s, as ratios.
        repeat: seconds of a repeat visit, ``online`` and ``offline``, as ratios.
        memory: of the page's process at its peak, as a ratio.
        truth: mean and worst IoU with the ground truth.
        full: mean and worst IoU with our full model's masks.
    """

    name: str
    megabytes: float
    time: Range | None
    first: Mapping[str, Range]
    repeat: Mapping[str, Range]
    memory: Range | None
    truth: tuple[float, float] | None
    full: tuple[float, float] | None


def rows(runs: Sequence[Run], baseline: str) -> list[Row]:
    """Pick the figures.

    Args:
        runs: of all processors; parts may be missing.
        baseline: whose seconds and bytes are 1.
    """
    newest = max(
        (entry for run in runs for entry in run.values()), key=lambda entry: entry.measured
    )
    quality = latest(runs, "quality")
    speed, visits, memory = (_data(runs, part) for part in ("speed", "visits", "memory"))
    time = [stats.ratios(typical(each), baseline) for each in speed]
    first: dict[str, list[Figures]] = {}
    repeat: dict[str, list[Figures]] = {}
    for each in visits:
        for rate, visited in each["first"].items():
            seconds = {who: [its["seconds"]] for who, its in visited.items()}
            first.setdefault(rate, []).append(stats.ratios(seconds, baseline))
        for where in ("online", "offline"):
            came = {who: its.get(where, {}).get("seconds") for who, its in each["repeat"].items()}
            known = {who: times for who, times in came.items() if times}
            repeat.setdefault(where, []).append(stats.ratios(known, baseline))
    peaks = [stats.ratios(_processes(each), baseline) for each in memory]
    return [
        Row(
            name=who,
            megabytes=count / 1e6,
            time=_range(time, who),
            first=_ranges(first, who),
            repeat=_ranges(repeat, who),
            memory=_range(peaks, who),
            truth=_iou(quality.get("truth", {}).get(who)),
            full=_iou(quality.get("isnet", {}).get(who)),
        )
        for who, count in newest.downloads.items()
    ]


def typical(speed: Mapping[str, Any]) -> dict[str, list[float]]:
    """The seconds at the size that stands for all, else at the last that was timed."""
    seconds: dict[str, dict[str, list[float]]] = speed.get("seconds", {})
    if not seconds:
        return {}
    return seconds.get(_TYPICAL) or list(seconds.values())[-1]


def latest(runs: Sequence[Run], part: str) -> Mapping[str, Any]:
    """A part's newest data, where no figure depends on the processor; empty if there are none."""
    entries = [run[part] for run in runs if part in run]
    return max(entries, key=lambda entry: entry.measured).data if entries else {}


def _data(runs: Iterable[Run], part: str) -> list[Mapping[str, Any]]:
    return [run[part].data for run in runs if part in run]


def _processes(memory: Mapping[str, Any]) -> dict[str, list[float]]:
    peaks = memory["peaks"].get(_TYPICAL, {})
    return {who: [each["process"]] for who, each in peaks.items() if "process" in each}


def _range(figures: Iterable[Figures], who: str) -> Range | None:
    return Range.of([each[who] for each in figures if who in each])


def _ranges(figures: Mapping[str, Iterable[Figures]], who: str) -> dict[str, Range]:
    found = {name: _range(each, who) for name, each in figures.items()}
    return {name: its for name, its in found.items() if its is not None}


def _iou(score: Mapping[str, Any] | None) -> tuple[float, float] | None:
    return (score["iou"], score["worst"]) if score else None
