"""The report: docs/best.md."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from offcut_bench.best.looks import ONE, SECOND
from offcut_bench.report.tables import table

SHIPS: Final = (SECOND, "larger")
"""What ``effort: 'best'`` does."""

_LOSS: Final = 0.01
"""Of IoU, on one picture: less than this nobody sees."""

_TEXT: Final = """\
# Two looks

What `effort: 'best'` is worth: the results' alpha after one look and after two, cleaned and with
refined edges as it ships, held against the ground truth.
`PYTHONPATH=py_src python3 -m offcut_bench.best` measures everything and writes this page.

{facts}

The first look sees the picture as a square of 1024 pixels. The second one sees its mirror image,
the picture with its aspect ratio kept (the longer side 1024 pixels, the shorter one a multiple of
64), or that one's mirror image. Their masks are joined pixel by pixel: by a power mean with the
given exponent, or the larger value counts. What ships is bold;
[what was tried](matting.md#two-looks-of-the-network) says why.

- **time**: of the network, under CPython, as a ratio to one look's.
- **IoU**: with the truth, at one half: of all pictures the mean, the median and the worst.
- **lose**, **gain**: pictures whose IoU falls or rises by more than {loss} from one look's.
- **MAE**: mean absolute error of alpha.
- **edge**: the same within 1 % of the picture's diagonal from the true edge.

{tables}
"""


@dataclass(frozen=True)
class Result:
    """What was measured of one model.

    Attributes:
        model: its id.
        times: by look, its time and the first look's together; a ratio to the first look's.
        scores: by look and way of joining, what ``score`` says.
    """

    model: str
    times: Mapping[str, float]
    scores: Mapping[tuple[str, str], Any]


def compose(facts: Mapping[str, str], results: Sequence[Result]) -> str:
    """The page."""
    return _TEXT.format(
        facts="\n".join(f"- {name}: {value}" for name, value in facts.items()),
        loss=_LOSS,
        tables="\n\n".join(f"## {each.model}\n\n{_table(each)}" for each in results),
    )


def _table(result: Result) -> str:
    head = ["second look", "joined by", "time", "mean IoU", "median", "worst", "lose", "gain"]
    one = result.scores[ONE, ""]["iou"]
    rows = [_row(way, result.times, score, one) for way, score in result.scores.items()]
    return table([*head, "MAE", "edge"], rows)


def _row(
    way: tuple[str, str], times: Mapping[str, float], score: Any, one: Sequence[float]
) -> list[str]:
    look, join = way
    iou: list[float] = score["iou"]
    changes = [each - before for each, before in zip(iou, one, strict=True)]
    cells = [
        look if join else "none",
        join,
        f"{times[look]:.2f}" if join else "1",
        *(f"{value:.4f}" for value in (statistics.mean(iou), statistics.median(iou))),
        f"{min(iou):.3f}",
        str(sum(change < -_LOSS for change in changes)),
        str(sum(change > _LOSS for change in changes)),
        *(f"{score[name]:.4f}" for name in ("mae", "edge")),
    ]
    return [f"**{cell}**" for cell in cells] if way == SHIPS else cells
