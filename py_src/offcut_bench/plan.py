"""How much is measured: in full, or quickly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from offcut_bench.contenders import ALL, BASELINE, OURS, Contender

PARTS: Final = ("quality", "speed", "visits", "memory", "page")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run does.

    Attributes:
        pictures: with ground truth, at most; None for all there are.
        contenders: who takes part in speed and memory.
        megapixels: sizes to time.
        runs: timed, for each size, repeat visit and stroke.
        queue: pictures given at once.
        queued: whose queue is timed, and whose two looks.
        visitors: who is visited.
        rates: of the link, Mbit/s, slowest first; repeat visits follow the last.
        late: whether the peer is visited offline ten minutes later, too.
        memory_megapixels: of the pictures whose memory is measured.
        small: whose memory is measured in small mode too.
        touched: whose results are touched up.
    """

    pictures: int | None
    contenders: tuple[Contender, ...]
    megapixels: tuple[int, ...]
    runs: int
    queue: int
    queued: tuple[Contender, ...]
    visitors: tuple[Contender, ...]
    rates: tuple[int, ...]
    late: bool
    memory_megapixels: tuple[int, ...]
    small: tuple[Contender, ...]
    touched: tuple[Contender, ...]


FULL: Final = Plan(
    pictures=None,
    contenders=ALL,
    megapixels=(1, 4, 12, 30),
    runs=3,
    queue=10,
    queued=OURS,
    visitors=ALL,
    rates=(20, 100),
    late=True,
    memory_megapixels=(1, 12, 50, 100),
    small=(OURS[2],),
    touched=(OURS[2],),
)

QUICK: Final = Plan(
    pictures=1,
    contenders=(OURS[2], BASELINE),
    megapixels=(12,),
    runs=1,
    queue=2,
    queued=(OURS[2],),
    visitors=(OURS[2], BASELINE),
    rates=(100,),
    late=False,
    memory_megapixels=(12,),
    small=(OURS[2],),
    touched=(OURS[2],),
)
