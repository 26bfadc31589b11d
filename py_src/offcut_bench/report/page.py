"""The report: docs/benchmark.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from offcut_bench.plan import PARTS
from offcut_bench.report import glance, tables
from offcut_bench.report.results import Entry

_HEAD: Final = """\
# Benchmark

Offcut compared with imgly's background-removal, its closest alternative. Both run IS-Net in the
browser, on ONNX Runtime's WebAssembly backend. `PYTHONPATH=py_src python3 -m offcut_bench` measures
everything in about half an hour and writes this page. `--only PART` measures one part again.
`--quick` gives a first impression in under three minutes, and writes nothing.

Quality is measured on pictures with ground truth, which are not part of this repository. They are
read from `../shared/data`, or from the folder that `OFFCUT_TEST_DATA` names. Without them that part
is left out.
"""

_GLANCE: Final = """\
## At a glance

Time (a photo of 12 megapixels, with the model loaded), visits (until the first result) and memory
are ratios to {baseline}: lower is better. IoU is mean / worst: higher is better.
"""

_READING: Final = """\
## How to read it

Compare ratios, not seconds: seconds depend on the machine and the day. The contenders took turns,
and each ratio is between medians. Differences of a few per cent mean nothing. Look at the worst
picture as well as at the mean: a model that does well on most pictures and fails on some is not a
good model. `isnet`, Offcut's full model, is also scored against itself: its row shows the best
score that is possible.
"""

_QUALITY: Final = """\
## Quality

Pictures with ground truth: {count}. Offcut's models ran under CPython, through the project's own
pipeline; its masks differ from the browser's by 2/255 at most. They ran with `edges: 'plain'`, so
that only the networks are compared (for refined edges see [edges](edges.md)). imgly's models ran in
Chromium, through its own package.

- **IoU**: of the masks, cut at 0.5.
- **MAE**: of alpha.
- **S-measure, weighted F, max E**: by [PySODMetrics](https://github.com/lartpang/PySODMetrics),
  without stretching the masks, against the reference cut at 0.5.
- **Edge error**: MAE of alpha where the reference's edge is nearer than 1 % of the picture's
  diagonal.

Pictures whose ground truth is made of superpixels count for IoU only. `alphamatting-GT27` shows
loose threads all over the picture, and no model comes close to its ground truth.
"""

_SPEED: Final = """\
## Speed

From Blob to Blob, with the model loaded. Ratios to {baseline}, by megapixels:
"""

_QUEUE: Final = """\
A queue of pictures of 12 megapixels, all added at once, as a ratio to the time that the network
alone takes for as many (taken from the phases that `progress` reports for a small picture). At 1.00
decoding, postprocessing and writing would be hidden behind the network completely.
"""

_VISITS: Final = """\
## Visits

Measured with a new browser profile, a host that behaves like GitHub Pages (gzip in transit, files
kept for ten minutes), and one link that all connections share, with 40 ms of latency for each
request. Times run from the navigation to the first result, for a picture of 1.5 megapixels.

On its first visit Offcut reloads itself once, to become cross-origin isolated; its bytes include
everything that it keeps for offline use. imgly's page was served with the isolation headers; its
files have no suffix, so the host does not compress them. For the repeat visit the host is down:
Offcut's page comes from its service worker, imgly's from the HTTP cache, for as long as that is
less than ten minutes old.
"""

_CHECK: Final = """\
How the link was checked: one file in one page took {chromium:.2f} of the time that it takes with
Chromium's own throttling, and {arithmetic:.2f} of the time that follows from its size and the rate
alone.
"""

_MEMORY: Final = """\
## Memory

Peak resident memory of the page's process, including its workers, as the operating system counts
it, in a new browser after one picture of 12 megapixels. Ratio to {baseline}:
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
