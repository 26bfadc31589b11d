"""The report: docs/benchmark.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from offcut_bench.contenders import THEIRS
from offcut_bench.plan import PARTS
from offcut_bench.report import glance, stats, tables
from offcut_bench.report.results import Run

_HEAD: Final = """\
# Benchmark

Offcut compared with imgly's background-removal, its closest alternative. Both run IS-Net in the
browser, on ONNX Runtime's WebAssembly backend. `PYTHONPATH=py_src python3 -m offcut_bench` measures
everything in about an hour and writes this page. `--only PART` measures one part again. `--quick`
gives a first impression in under five minutes, and writes nothing. Each processor's figures lie in
a file of their own in [benchmark](benchmark), and this page is made of all of them.

Quality is measured on pictures with ground truth, which are not part of this repository. They are
read from `../shared/data`, or from the folder that `OFFCUT_TEST_DATA` names. Without them that part
is left out.
"""

_GLANCE: Final = """\
## At a glance

Time (a photo of 12 megapixels, with the model loaded), visits (until the first result) and memory
are ratios to {baseline}: lower is better. Where processors differ, the least and the most are
given. IoU is mean / worst: higher is better.
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

_BEST: Final = """\
Two looks of the network at a picture of 12 megapixels (`effort: 'best'`), against one, in turn:
"""

_VISITS: Final = """\
## Visits

Measured with a new browser profile, a host that behaves like GitHub Pages (gzip in transit, files
kept for ten minutes), and one link that all connections share, with 40 ms of latency for each
request. Times run from the navigation to the first result, for a picture of 1.5 megapixels.

On its first visit Offcut reloads itself once, to become cross-origin isolated; its bytes include
everything that it keeps for offline use. imgly's page was served with the isolation headers; its
files have no suffix, so the host does not compress them.
"""

_REPEAT: Final = """\
Repeat visits, in turn, on the fastest of these links, median (range), and ratios to {quick}. For
those offline the host is down: Offcut's page comes from its service worker, imgly's from the HTTP
cache, for as long as that is less than ten minutes old.
"""

_QUICK: Final = str(THEIRS[1])
"""The quicker of the peer's models."""

_CHECK: Final = """\
How the link was checked: one file in one page took {chromium:.2f} of the time that it takes with
Chromium's own throttling, and {arithmetic:.2f} of the time that follows from its size and the rate
alone.
"""

_MEMORY: Final = """\
## Memory

Peak resident memory of the page's process, including its workers, as the operating system counts
it, in a new browser after one picture. Ratios to {baseline}, by megapixels.
"""

_HEAPS: Final = """\
How large the heaps in it are in the end, in MB. A heap never shrinks, and not all of it need be
resident:
"""

_PAGE: Final = """\
## The page

What somebody waits for who works in Offcut's page on a photo of 12 megapixels, and how often it
does the same again. The counts are of the JPEG decoder's and the PNG decoder's passes in Python by
what they decoded (of a JPEG, brightness and colours are decoded apart), of decodings by the browser
itself, for thumbnail and preview, and of how often edges were fitted.
"""

_READY: Final = "Seconds from the navigation until Python is ready, on a repeat visit: {spread}\n"

_SWITCHES: Final = """\
Seconds from a click at a finished picture until it is seen cut out, while others of 12 megapixels
are worked on, median (range): {spread}
"""

_NOT_MEASURED: Final = "Not measured yet.\n"


def compose(runs: Mapping[str, Run], baseline: str, chart: str | None) -> str:
    """Write the page.

    Args:
        runs: by processor.
        baseline: whose seconds and bytes are 1.
        chart: file name of the chart beside the page; None for no chart.
    """
    blocks = [_HEAD, *(_circumstances(run) for run in runs.values())]
    if chart:
        blocks.append(f"![Quality over download, and time, as in the tables below]({chart})\n")
    rows = glance.rows([*runs.values()], baseline)
    blocks += [_GLANCE.format(baseline=baseline), tables.at_a_glance(rows), _READING]
    blocks += _quality(glance.latest([*runs.values()], "quality"))
    sections = {
        "speed": (_SPEED, _speed),
        "visits": (_VISITS, _visits),
        "memory": (_MEMORY, _memory),
        "page": (_PAGE, _page),
    }
    for part, (text, section) in sections.items():
        measured = {who: run[part].data for who, run in runs.items() if part in run}
        blocks.append(text.format(baseline=baseline))
        for processor, data in measured.items():
            blocks += [f"### {part.capitalize()}: {processor}\n", *section(data, baseline)]
        if not measured:
            blocks.append(_NOT_MEASURED)
    return "\n".join(f"{block.rstrip()}\n" for block in blocks)


def _circumstances(run: Run) -> str:
    latest = max(run.values(), key=lambda entry: entry.measured)
    moments = [
        f"{part} {run[part].measured[11:16]}" if part in run else f"{part} not measured"
        for part in PARTS
    ]
    processor, *lines = [f"- {name}: {value}" for name, value in latest.facts.items()]
    measured = f"- Measured on {latest.measured[:10]}: {', '.join(moments)}"
    return "\n".join([processor, *(f"  {line}" for line in (measured, *lines))])


def _quality(data: Mapping[str, Any]) -> Iterator[str]:
    yield _QUALITY.format(count=data.get("count", 0))
    if not data:
        yield _NOT_MEASURED
        return
    yield "Against the ground truth:\n"
    yield tables.quality(data, "truth")
    yield "Against the masks of Offcut's `isnet`:\n"
    yield tables.quality(data, "isnet")


def _speed(data: Mapping[str, Any], baseline: str) -> Iterator[str]:
    yield tables.speed(data, baseline)
    yield "The seconds behind it, median (range):\n"
    yield tables.seconds(data)
    if data["queue"]:
        yield _QUEUE
        yield tables.queue(data)
    if data.get("best"):
        yield _BEST
        yield tables.best(data)


def _visits(data: Mapping[str, Any], _: str) -> Iterator[str]:
    yield tables.visits(data)
    yield _REPEAT.format(quick=_QUICK)
    yield tables.repeat_visits(data, _QUICK)
    yield _CHECK.format(**data["link"])


def _memory(data: Mapping[str, Any], baseline: str) -> Iterator[str]:
    yield tables.memory(data, baseline)
    yield _HEAPS
    yield tables.heaps(data)


def _page(data: Mapping[str, Any], _: str) -> Iterator[str]:
    yield _READY.format(spread=stats.spread(data["ready"]))
    yield "Seconds from a stroke's end, median (range):\n"
    yield tables.strokes(data)
    if data.get("switches"):  # figures of an earlier release have none
        yield _SWITCHES.format(spread=stats.spread(data["switches"]))
    yield "How often, by what was done last:\n"
    yield tables.counts(data)
