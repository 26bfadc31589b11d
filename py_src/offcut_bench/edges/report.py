"""The report: docs/edges.md."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from offcut_bench.edges.cuts import OURS, PEER, PLAIN
from offcut_bench.edges.pictures import Picture
from offcut_bench.report.tables import NONE, table

Scores = Mapping[str, Mapping[str, Mapping[str, float]]]
"""By picture's name, contender and measure."""

_HEAD: Final = """\
# Edges

How good the cut-outs are along the edge, compared with those of imgly's background-removal (its
PNG, made in Chromium) and of rembg 2.0.86 (with our full model instead of its own weights: plain,
with its decontamination, and with its alpha matting). `PYTHONPATH=py_src python3 -m
offcut_bench.edges` measures everything in one run and writes this page.
"""

_SHEET: Final = """\
Each picture, the part of it with the softest edge, and that part on black, white and magenta:

![Contact sheet: picture, then the edges of {shown} and the truth on three backgrounds]({sheet})
"""

_COMPOSITE: Final = """\
## What a user sees

The mean error of the subject composed on black, on white and on a photo, in the band along the true
edge, at the picture's full size. The first column of figures is {peer}'s error (of 1); all others
are ratios to it: lower is better. The true foregrounds were estimated from the true alpha by
PyMatting's multi-level method.

- **mask only**: the network's mask scaled up, and nothing else.
- **edges plain**: the mask is cleaned and soft pixels get the subject's colours, but edges stay as
  the network drew them.
- **best**: `effort: 'best'`.
- **rembg -dc**, **rembg -a**: rembg with its decontamination, and with its alpha matting, which is
  left out beyond 3 megapixels, where it takes minutes and gigabytes.
"""

_LARGE: Final = """\
The same at 12 megapixels: each subject, with its known alpha, is scaled up and composed on one of
two real photos in turn, with a camera's grain.
"""

_OWN: Final = """\
Refined edges compared with plain ones, on the worst picture: {worst:.3f} ({name}).
"""

_ALPHA: Final = """\
## Alpha

Means of the error measures of Rhemann et al. (CVPR 2009), as ratios to {peer}'s, over the pictures
at their own size. SAD and MSE are given for the band along the edge and for the whole picture,
gradient and connectivity for the band.
"""

_ALPHAS: Final = ("sad", "sad_all", "mse", "mse_all", "gradient", "connectivity")


def compose(
    facts: Mapping[str, str],
    scores: Scores,
    pictures: Sequence[Picture],
    shown: Sequence[str],
    sheet: str,
) -> str:
    """Write the page.

    Args:
        facts: when, where and with what it was measured.
        scores: of all pictures.
        pictures: that were scored.
        shown: the contenders on the sheet.
        sheet: its file name, beside the page.
    """
    small = [picture.name for picture in pictures if not picture.large]
    large = [picture.name for picture in pictures if picture.large]
    worst, name = max(
        (_error(scores, each, OURS) / _error(scores, each, PLAIN), each)
        for each in (*small, *large)
    )
    blocks = [
        _HEAD,
        "\n".join(f"- {key}: {value}" for key, value in facts.items()),
        _COMPOSITE.format(peer=PEER),
        *([composites(scores, small)] if small else []),
        *([_LARGE, composites(scores, large)] if large else []),
        _OWN.format(worst=worst, name=name),
        *([_ALPHA.format(peer=PEER), alphas(scores, small)] if small else []),
        _SHEET.format(shown=", ".join(shown), sheet=sheet),
    ]
    return "\n\n".join(block.rstrip() for block in blocks) + "\n"


def composites(scores: Scores, names: Sequence[str]) -> str:
    """Each picture's composite error, and mean, median and worst of the ratios."""
    others = _others(scores, names)
    rows = [
        [name, f"{_error(scores, name, PEER):.4f}", *(_ratio(scores, name, who) for who in others)]
        for name in names
    ]
    for title, statistic in _statistics():
        rows.append([f"**{title}**", "", *(statistic(scores, names, who) for who in others)])
    return table(["", PEER, *others], rows)


def alphas(scores: Scores, names: Sequence[str]) -> str:
    """Everybody's mean errors of alpha over the pictures that all of them did."""
    rows = []
    for who in (PEER, *_others(scores, names)):
        done = [name for name in names if who in scores[name]]
        cells = []
        for measure in _ALPHAS:
            own, peer = (
                statistics.mean(scores[name][each][measure] for name in done)
                for each in (who, PEER)
            )
            cells.append(f"{own / peer:.3f}")
        rows.append([who, str(len(done)), *cells])
    head = ["", "pictures", "SAD", "SAD, all", "MSE", "MSE, all", "gradient", "connectivity"]
    return table(head, rows)


def _statistics() -> Iterator[tuple[str, Callable[[Scores, Sequence[str], str], str]]]:
    for title, function in (
        ("mean", statistics.mean),
        ("median", statistics.median),
        ("worst", max),
    ):

        def statistic(
            scores: Scores,
            names: Sequence[str],
            who: str,
            function: Callable[[list[float]], float] = function,
        ) -> str:
            ratios = [
                _error(scores, name, who) / _error(scores, name, PEER)
                for name in names
                if who in scores[name]
            ]
            return f"{function(ratios):.3f}" if ratios else NONE

        yield title, statistic


def _others(scores: Scores, names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(who for name in names for who in scores[name] if who != PEER))


def _error(scores: Scores, name: str, who: str) -> float:
    return scores[name][who]["composite"]


def _ratio(scores: Scores, name: str, who: str) -> str:
    if who not in scores[name]:
        return NONE
    return f"{_error(scores, name, who) / _error(scores, name, PEER):.3f}"
