"""The report: docs/points.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from offcut.selection.second_look import SHARE
from offcut_bench.report.tables import table
from offcut_bench.touchup.effect import MENDED, SPOILED
from offcut_bench.touchup.mistakes import LEAST
from offcut_bench.touchup.trial import WAYS, Trial

_TEXT: Final = """\
# Strokes and points

What one stroke or one click mends of the network's mistakes, held against the ground truth.
`PYTHONPATH=py_src python3 -m offcut_bench.touchup` measures everything and writes this page.

{facts}

A mistake is a connected region on the wrong side of at least {least} of the picture's area; an
edge that is off by a few pixels is none. {count} were found in {pictures} pictures: {missing}
where the subject lacks something, {extra} where something is too much. Each is touched up by
itself: by a short stroke in its middle, of a brush that is less than half as wide as the
mistake, or by one click where it is deepest. Compared is refined alpha, at one half, at 512 x
512 pixels.

{table}

- **IoU**: of the picture's mask with the truth, the mean over all mistakes.
- **mends**: the mean share of a mistake that is right afterwards.
- **spoils**: what was right elsewhere and isn't any more, as a share of the mistake's area, the
  mean; edges that are off by a few pixels don't count. **with edges**: they do.
- **mended**: mistakes of which {mended} or more is right, and no more than {spoiled} spoiled.

Parameters were chosen on these pictures ([what was tried](matting.md#touch-ups)). A click is less
sure than a stroke: where it takes more than was meant, it spoils more, so it can be taken back.

## How a point works

The network looks a second time, at a part of the picture around the point: {share} of its width
and height. There other things stand out than in the whole picture. The part is taken from what
the network has seen already, so this needs neither the picture nor a download; it takes as long
as the first look.

- **keep**, and the second look has the point in its subject: the connected part of that is
  added.
- **keep** otherwise: what grows from the point, as from a stroke of the smart brush. It grows
  most easily where the mask or the second look has something. An island that cleaning the mask
  would drop is kept.
- **drop**, and the point is on one of several subjects, but not on the largest: that subject
  goes.
- **drop** otherwise: what grows from the point goes. It grows most easily where the mask or the
  second look has nothing. So holes are dropped, and parts that are too much.

The mask with the points is refined and cleaned as any.

## What else was tried

Parts of .35, .5 and .7 of the picture's width and height, on 26 mistakes of `isnet_quint8`,
before refinement: IoU .762, .780 and .805, where no click gives .738. A larger part shows less
of the thing, but the network knows from more of the picture what is one thing. What the second
look finds (or what it doesn't) taken as it is, for both kinds of clicks, gives .731 with a part
of .5: to drop, it is of no use by itself, because it loses the subject more often than the
thing. Growth alone, without a second look, gives .760.
"""


def compose(facts: Mapping[str, str], tried: Sequence[Trial]) -> str:
    """The page."""
    pictures = {trial.picture for trial in tried}
    missing = sum(trial.adds for trial in tried)
    return _TEXT.format(
        facts="\n".join(f"- {name}: {value}" for name, value in facts.items()),
        least=f"{LEAST:.1%}",
        count=len(tried),
        pictures=len(pictures),
        missing=missing,
        extra=len(tried) - missing,
        table=_table(tried),
        mended=f"{MENDED:.0%}",
        spoiled=f"{SPOILED:.0%}",
        share=SHARE,
    )


def _table(tried: Sequence[Trial]) -> str:
    rows = []
    for way in WAYS:
        effects = [trial.effects[way] for trial in tried]
        means = np.mean(
            [[each.iou, each.mended, each.spoiled, each.with_edges] for each in effects], 0
        )
        iou, mended, spoiled, with_edges = means.tolist()
        rows.append(
            [
                way,
                f"{iou:.3f}",
                f"{mended:.0%}",
                f"{spoiled:.0%}",
                f"{with_edges:.0%}",
                f"{sum(each.helps for each in effects)} of {len(effects)}",
            ]
        )
    return table(["", "IoU", "mends", "spoils", "with edges", "mended"], rows)
