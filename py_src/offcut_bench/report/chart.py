"""Draw the chart: ``python3 -m offcut_bench.report.chart ROWS OUT``, used by the benchmark.

ROWS is a JSON file: a list of objects with ``name``, ``megabytes``, ``time`` and ``truth``; see
``glance``. The same rows give the same bytes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

from offcut_bench.inside import require_environment

require_environment("offcut_bench.report.chart", "bench")

import matplotlib as mpl  # noqa: E402 - the environment above has it

mpl.use("svg")

from matplotlib import pyplot as plt  # noqa: E402 - after the choice of what draws

from offcut.files.whole_file import new_file  # noqa: E402
from offcut_bench.report.stats import Range  # noqa: E402

_SAME: Final = 2
"""Megabytes: what is nearer counts as the same."""

_OURS: Final = "#1f6feb"
_THEIRS: Final = "#c2410c"
_STYLE: Final = {
    "svg.hashsalt": "offcut",  # else the ids are random
    "svg.fonttype": "none",  # text stays text
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
    with new_file(out) as temporary:
        figure.savefig(temporary, format="svg", metadata={"Date": None}, facecolor="white")


def _quality(axes: Any, rows: list[dict[str, Any]]) -> None:
    axes.set_title("Smaller downloads and better masks: up and left", fontsize=10)
    axes.set_xlabel("download of the model, MB")
    axes.set_ylabel("mean IoU with the truth")
    axes.set_xlim(0, 115)
    for row in rows:
        axes.plot(row["megabytes"], row["truth"][0], "o", color=_colour(row))
    _label(axes, rows)
    for who, colour in (("Offcut", _OURS), ("imgly", _THEIRS)):
        axes.plot([], [], "o", color=colour, label=who)
    axes.legend(fontsize=8, loc="lower right")
    axes.margins(y=0.3)


def _label(axes: Any, rows: list[dict[str, Any]]) -> None:
    """Name the points: ours below, where two of one size share a label, theirs above."""
    places: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        places.setdefault(round(row["megabytes"] / _SAME), []).append(row)
    for group in places.values():
        ours = _colour(group[0]) == _OURS
        axes.annotate(
            "\n".join(row["name"].split()[1] for row in group),
            (group[0]["megabytes"], min(row["truth"][0] for row in group)),
            xytext=(0, -8 if ours else 8),
            textcoords="offset points",
            ha="center",
            va="top" if ours else "bottom",
            fontsize=8,
            color=_colour(group[0]),
        )


def _time(axes: Any, rows: list[dict[str, Any]]) -> None:
    axes.set_title("Time for a photo of 12 megapixels", fontsize=10)
    axes.set_xlabel("ratio to imgly isnet_fp16, over processors; less is faster")
    ranges = [Range(*row["time"]) for row in rows]
    bars = axes.barh(
        [row["name"] for row in rows],
        [each.most for each in ranges],
        color=[_colour(row) for row in rows],
    )
    lighter = [each.most - each.least for each in ranges]
    lefts = [each.least for each in ranges]
    axes.barh([row["name"] for row in rows], lighter, left=lefts, color="white", alpha=0.5)
    axes.bar_label(bars, list(map(str, ranges)), padding=3)
    axes.invert_yaxis()
    axes.margins(x=0.3)


def _colour(row: dict[str, Any]) -> str:
    return _OURS if row["name"].startswith("Offcut") else _THEIRS


if __name__ == "__main__":
    main()
