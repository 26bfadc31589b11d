"""Draw the chart: ``python3 -m tests.bench.chart ROWS OUT``, used by the benchmark.

ROWS is a JSON file: a list of objects with ``name``, ``megabytes``, ``time`` and ``truth``; see
``glance``. The same rows give the same bytes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

from tests.bench.inside import require_environment

require_environment("tests.bench.chart", "bench")

import matplotlib as mpl  # noqa: E402 - the environment above has it

mpl.use("svg")

from matplotlib import pyplot as plt  # noqa: E402 - after the choice of what draws

_SAME: Final = 2
_ROOM: Final = 15
"""Megabytes: what is nearer than the one counts as the same, than the other is in a label's way."""

_OURS: Final = "#1f6feb"
_THEIRS: Final = "#c2410c"
_STYLE: Final = {
    "svg.hashsalt": "offcut",  # else the ids are random
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def main() -> None:
    """Read the rows, write the SVG file."""
    rows, out = map(Path, sys.argv[1:])
    draw(json.loads(rows.read_text()), out)


def draw(rows: list[dict[str, Any]], out: Path) -> None:
    """Draw quality over download, and time, side by side.

    Its ground is white, so that it can be read on a dark page as well.
    """
    plt.rcParams.update(_STYLE)
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.6, 3.8), layout="constrained")
    _quality(left, [row for row in rows if row["truth"]])
    _time(right, [row for row in rows if row["time"]])
    figure.savefig(out, metadata={"Date": None}, facecolor="white")


def _quality(axes: Any, rows: list[dict[str, Any]]) -> None:
    axes.set_title("Smaller downloads and better masks: up and left", fontsize=10)
    axes.set_xlabel("download of the model, MB")
    axes.set_ylabel("IoU with the truth")
    axes.set_xlim(0, 115)
    for row in rows:
        mean, worst = row["truth"]
        place, colour = row["megabytes"], _colour(row)
        axes.plot([place, place], [worst, mean], color=colour, linewidth=1, alpha=0.5)
        axes.plot(place, mean, "o", color=colour)
        axes.plot(place, worst, "o", color=colour, markerfacecolor="white")
    _label(axes, rows)
    for who, colour in (("Offcut", _OURS), ("imgly", _THEIRS)):
        axes.plot([], [], "o", color=colour, label=f"{who}, mean")
        axes.plot([], [], "o", color=colour, markerfacecolor="white", label=f"{who}, worst")
    axes.legend(ncols=2, fontsize=8, loc="lower right")


def _label(axes: Any, rows: list[dict[str, Any]]) -> None:
    """Name the lines: two of one size share a place, and so a label."""
    places: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        places.setdefault(round(row["megabytes"] / _SAME), []).append(row)
    for group in places.values():
        place, lowest = group[0]["megabytes"], min(row["truth"][1] for row in group)
        left = any(_SAME < row["megabytes"] - place < _ROOM for row in rows)
        axes.annotate(
            "\n".join(row["name"].split()[1] for row in group),
            (place, lowest),
            xytext=(-6 if left else 6, 0),
            textcoords="offset points",
            ha="right" if left else "left",
            va="center",
            fontsize=8,
            color=_colour(group[0]),
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
        )
    low, high = axes.get_ylim()
    axes.set_ylim(low - 0.25 * (high - low), high)  # room for the legend


def _time(axes: Any, rows: list[dict[str, Any]]) -> None:
    axes.set_title("Time for a photo of 12 megapixels", fontsize=10)
    axes.set_xlabel("ratio to imgly isnet_fp16; less is faster")
    bars = axes.barh(
        [row["name"] for row in rows],
        [row["time"] for row in rows],
        color=[_colour(row) for row in rows],
    )
    axes.bar_label(bars, fmt="%.2f", padding=3)
    axes.invert_yaxis()
    axes.margins(x=0.15)


def _colour(row: dict[str, Any]) -> str:
    return _OURS if row["name"].startswith("Offcut") else _THEIRS


if __name__ == "__main__":
    main()
