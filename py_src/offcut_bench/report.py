"""The report: docs/benchmark.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from offcut_bench import glance, tables
from offcut_bench.plan import PARTS
from offcut_bench.results import Entry

_HEAD: Final = """\
# Benchmark

Offcut beside imgly's background-removal, the library that people would use instead: both run IS-Net
on ONNX Runtime's WebAssembly in the browser. `PYTHONPATH=py_src python3 -m offcut_bench` measures
everything and writes this page; `--only PART` renews one part, `--quick` gives a first idea in
three minutes.
"""

_GLANCE: Final = """\
## At a glance

Time (a photo of 12 megapixels, warm), visits (to the first result) and memory are ratios to
{baseline}: less is better. IoU is mean / worst: more is better.
"""

_READING: Final = """\
## How to read it

Look at ratios: seconds belong to one machine on one day. The contenders took turns, and ratios are
between medians. Differences of a few per cent mean nothing. Look at the worst picture as well as at
the mean: a model that is good on most and fails on some is not good. `isnet`, Offcut's full model,
is held against itself too: its row is the most that can be reached.
"""

_QUALITY: Final = """\
## Quality

Pictures with ground truth: {count}. Offcut's models ran under CPython through the project's own
pipeline, whose masks are the browser's to 2/255, with `edges: 'plain'`, so that it is the networks
that are compared (for refined edges see [edges](edges.md)); imgly's in Chromium through its own
package. IoU: of the masks cut at 0.5. MAE: of alpha. S-measure, weighted F and max E: by
[PySODMetrics](https://github.com/lartpang/PySODMetrics), without stretching the masks, against the
reference cut at 0.5. Edge error: MAE of alpha where the reference's edge is nearer than 1 % of the
picture's diagonal. Pictures whose truth is made of superpixels count for IoU only.
"""

_SPEED: Final = """\
## Speed

From Blob to Blob, the model being there. Ratios to {baseline}, by megapixels:
"""

_QUEUE: Final = """\
A queue of pictures of 12 megapixels, all given at once, beside the network's own time for so many
(from the phases that `progress` reports of a small picture): 1.00 would mean that decoding,
cutting out and writing hide behind the network completely.
"""

_VISITS: Final = """\
## Visits

A new profile, a host with GitHub Pages' rules (gzip in transit, kept for ten minutes), and a link
that all connections share, with 40 ms of latency for each request. From the navigation to the first
result, of 1.5 megapixels. On its first visit Offcut reloads itself once, to be isolated; its bytes
include all that it keeps for offline use. imgly's page came with isolation headers; its files have
no suffix, so that the host does not compress them. Then the host goes down: Offcut's page comes
from its service worker, imgly's from the HTTP cache, until that is ten minutes old.
"""

_CHECK: Final = """\
The link against Chromium's own throttling, one file in one page: {chromium:.2f} of its time, and
{arithmetic:.2f} of what size and rate alone would give.
"""

_MEMORY: Final = """\
## Memory

Peak resident memory of the page's process, its workers included, as the operating system counts it,
in a new browser after one picture of 12 megapixels. Ratio to {baseline}:
"""


def compose(
    entries: Mapping[str, Entry], rows: list[glance.Row], baseline: str, chart: str | None
) -> str:
    """Write the page.

    Args:
        entries: of the parts that were measured.
        rows: see ``glance``.
        baseline: whose seconds and bytes are 1.
        chart: file name of the chart beside the page; None for no chart.
    """
    blocks = [_HEAD, *_circumstances(entries)]
    if chart:
        blocks.append(f"![Quality over download, and time, as in the tables below]({chart})\n")
    blocks += [_GLANCE.format(baseline=baseline), tables.at_a_glance(rows), _READING]
    sections = {"quality": _quality, "speed": _speed, "visits": _visits, "memory": _memory}
    for part in PARTS:
        if part in entries:
            blocks += sections[part](entries[part].data, baseline)
    return "\n".join(f"{block.rstrip()}\n" for block in blocks)


def _circumstances(entries: Mapping[str, Entry]) -> Iterator[str]:
    latest = max(entries.values(), key=lambda entry: entry.measured)
    moments = [
        f"{part} {entries[part].measured[11:16]}" if part in entries else f"{part} not measured"
        for part in PARTS
    ]
    lines = [f"- Measured on {latest.measured[:10]}: {', '.join(moments)}"]
    lines += [f"- {name}: {value}" for name, value in latest.facts.items()]
    yield "\n".join(lines)


def _quality(data: Mapping[str, Any], _: str) -> Iterator[str]:
    yield _QUALITY.format(count=len(data["pictures"]))
    yield "Against the ground truth:\n"
    yield tables.quality(data, "truth")
    yield "Against the masks of Offcut's `isnet`:\n"
    yield tables.quality(data, "isnet")


def _speed(data: Mapping[str, Any], baseline: str) -> Iterator[str]:
    yield _SPEED.format(baseline=baseline)
    yield tables.speed(data, baseline)
    yield "The seconds behind it, median (range):\n"
    yield tables.seconds(data)
    if data["queue"]:
        yield _QUEUE
        yield tables.queue(data)


def _visits(data: Mapping[str, Any], _: str) -> Iterator[str]:
    yield _VISITS
    yield tables.visits(data)
    yield _CHECK.format(**data["link"])


def _memory(data: Mapping[str, Any], baseline: str) -> Iterator[str]:
    yield _MEMORY.format(baseline=baseline)
    yield tables.memory(data, baseline)
