"""The table of docs/scale.md."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_BEGIN: Final = "<!-- measured: python3 -m offcut_bench.folders -->"
_END: Final = "<!-- end -->"
_TITLE: Final = """\
{facts.day}, {facts.processor}, {facts.cores} cores: {facts.pictures} JPEG photos of {facts.sizes}
megapixels to PNG, with refined edges and the start of all processes.

| model | processes | threads each | seconds | photos a minute | to one process | largest process |
|---|---:|---:|---:|---:|---:|---:|"""


@dataclass(frozen=True, slots=True)
class Facts:
    """What it was measured with.

    Attributes:
        day: when.
        processor: its name.
        cores: that could be used.
        pictures: how many.
        sizes: of them, megapixels.
    """

    day: str
    processor: str
    cores: int
    pictures: int
    sizes: str


@dataclass(frozen=True, slots=True)
class Measured:
    """One run over the folder.

    Attributes:
        model: the variant's id.
        jobs: processes.
        threads: of the network, in each.
        seconds: from the start of the command to its end.
        peak: the most memory that one process had resident, bytes.
    """

    model: str
    jobs: int
    threads: int
    seconds: float
    peak: int


def table(rows: Sequence[Measured], facts: Facts) -> str:
    """The table, and what it was measured with."""
    lines = [_TITLE.format(facts=facts)]
    for row in rows:
        (alone,) = [each for each in rows if each.model == row.model and each.jobs == 1]
        lines.append(
            f"| `{row.model}` | {row.jobs} | {row.threads} | {row.seconds:.0f} "
            f"| {60 * facts.pictures / row.seconds:.1f} | {row.seconds / alone.seconds:.2f} "
            f"| {row.peak / 1e6:.0f} MB |"
        )
    return "\n".join(lines)


def filled(page: str, measured: str) -> str:
    """The page with this table in the place of the older one.

    Raises:
        ValueError: if the page has no place for it.
    """
    marks = re.compile(f"{re.escape(_BEGIN)}.*?{re.escape(_END)}", re.DOTALL)
    text, count = marks.subn(lambda _: f"{_BEGIN}\n{measured}\n{_END}", page)
    if count != 1:
        raise ValueError("the page has no place for the table")
    return text
