"""The report: docs/rembg.md."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from typing import Final

from offcut_bench.pages.machine import processor
from offcut_bench.rembg.single import REMBG, Measured
from offcut_bench.report.tables import table

HEAD: Final = """\
# Beside rembg

Time and memory of the Python package, compared with those of rembg 2.0.86 (`PYTHONPATH=py_src
python3 -m offcut_bench.rembg` measures everything in one run and writes this page). Both run on
ONNX Runtime's wheel, with all cores. rembg has our full model in the place of its own weights.
[Edges](edges.md) compares the results.
"""

SINGLE: Final = """\
## One photo

From the bytes of a JPEG of {megapixels} megapixels to those of a PNG, with the model loaded. Offcut
refines edges and takes the old background out of them; `rembg -dc` does the latter, `rembg`
neither. Medians; memory is the most that the process had.
"""

FOLDER: Final = """\
## A folder

{pictures} photos of 2 to 12 megapixels, from the start of the command to its end, with the default
model, and each command's own choice of processes. Memory is the most that one process had.
"""


def page(
    date: str,
    single: Mapping[str, Measured],
    folder: Mapping[str, Measured],
    *,
    megapixels: float,
    pictures: int,
) -> str:
    """Write the page.

    Args:
        date: of the run.
        single: of one photo, by contender.
        folder: of the folder; empty if that was left out.
        megapixels: of the one photo.
        pictures: in the folder.
    """
    blocks = [
        HEAD,
        f"- Measured on: {date}\n- Processor: {processor()}",
        SINGLE.format(megapixels=f"{megapixels:g}"),
        rows(single),
    ]
    if folder:
        blocks += [FOLDER.format(pictures=pictures), rows(folder)]
    return "\n\n".join(block.rstrip() for block in blocks) + "\n"


def rows(measured: Mapping[str, Measured]) -> str:
    """A row for each contender; ratios to rembg's."""
    base = measured[REMBG]
    lines = []
    for who, its in measured.items():
        seconds, peak = statistics.median(its.seconds), max(its.bytes)
        lines.append(
            [
                who,
                f"{seconds:.2f}",
                f"{seconds / statistics.median(base.seconds):.2f}",
                f"{peak / 1e9:.2f}",
                f"{peak / max(base.bytes):.2f}",
            ]
        )
    return table(["", "seconds", "to rembg's", "GB", "to rembg's"], lines)
