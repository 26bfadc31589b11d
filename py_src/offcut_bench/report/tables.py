"""Each part's figures as Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from offcut_bench.report import glance, stats

NONE: Final = "n/a"
_MEASURES: Final = ("mae", "s_measure", "weighted_f", "max_e", "edge")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; its first column is text, all others are figures."""
    rule = ["---", *("---:" for _ in head[1:])]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))


def at_a_glance(rows: Sequence[glance.Row]) -> str:
    """What says most of each contender."""
    rates = list(dict.fromkeys(rate for row in rows for rate in row.first))
    repeats = list(dict.fromkeys(where for row in rows for where in row.repeat))
    head = ["", "Model, MB", "Time", *(f"First visit, {rate} Mbit/s" for rate in rates)]
    head += [f"Repeat visit, {where}" for where in repeats]
    head += ["Memory", "IoU with truth", "IoU with `isnet`"]
    return table(
        head,
        [
            [
                row.name,
                f"{row.megabytes:.1f}",
                str(row.time or NONE),
                *(str(row.first.get(rate, NONE)) for rate in rates),
                *(str(row.repeat.get(where, NONE)) for where in repeats),
                str(row.memory or NONE),
                _mean_and_worst(row.truth),
                _mean_and_worst(row.full),
            ]
            for row in rows
        ],
    )


def quality(data: Mapping[str, Any], against: str) -> str:
    """All measures against one reference, and each contender's worst picture."""
    head = ["", "IoU, mean", "worst", "worst picture", "MAE", "S-measure", "weighted F", "max E"]
    rows = []
    for who, score in data[against].items():
        figures = [f"{score[name]:.4f}" for name in _MEASURES]
        worst = NONE if score["worst"] == 1 else score["worst_of"]
        rows.append([who, f"{score['iou']:.4f}", f"{score['worst']:.3f}", worst, *figures])
    return table([*head, "edge error"], rows)


def speed(data: Mapping[str, Any], baseline: str) -> str:
    """Ratios of the medians, for each size."""
    by_size = {size: stats.ratios(rows, baseline) for size, rows in data["seconds"].items()}
    head = ["", *(f"{size} MP" for size in by_size), "page blocked for, ms"]
    rows = []
    for who, milliseconds in data["longest_task"].items():
        ratios = [_ratio(each.get(who)) for each in by_size.values()]
        rows.append([who, *ratios, f"{milliseconds:.0f}" if milliseconds else "under 50"])
    return table(head, rows)


def seconds(data: Mapping[str, Any]) -> str:
    """Seconds on this machine, for each size."""
    head = ["", *(f"{size} MP" for size in data["seconds"])]
    rows = [
        [who, *(stats.spread(each[who]) for each in data["seconds"].values())]
        for who in data["longest_task"]
    ]
    return table(head, rows)


def queue(data: Mapping[str, Any]) -> str:
    """A queue of pictures against the network's own time for so many."""
    head = ["", "pictures", "queue / inference alone", "a picture, s", "inference alone, s"]
    rows = []
    for who, each in data["queue"].items():
        one, alone = each["seconds"] / each["pictures"], stats.median(each["inference"])
        figures = [f"{one / alone:.2f}", f"{one:.2f}", stats.spread(each["inference"])]
        rows.append([who, str(each["pictures"]), *figures])
    return table(head, rows)


def best(data: Mapping[str, Any]) -> str:
    """Two looks against one."""
    rows = []
    for who, its in data["best"].items():
        ratio = stats.ratios(its, "fast")["best"]
        rows.append([who, f"{ratio:.2f}", *(stats.spread(its[name]) for name in ("best", "fast"))])
    return table(["", "best / fast", "best, s", "fast, s"], rows)


def visits(data: Mapping[str, Any]) -> str:
    """Bytes and seconds of first visits."""
    head = [""]
    for rate in data["first"]:
        head += [f"first, {rate} Mbit/s: s", "MB until the result", "MB in all"]
    rows = []
    for who in data["repeat"]:
        cells = [who]
        for visited in data["first"].values():
            each = visited[who]
            cells += [f"{each['seconds']:.1f}", *_megabytes(each)]
        rows.append(cells)
    return table(head, rows)


def repeat_visits(data: Mapping[str, Any], baseline: str) -> str:
    """Seconds of repeat visits, and their ratios to one contender's."""
    ratios = {
        where: stats.ratios(
            {who: its.get(where, {}).get("seconds", []) for who, its in data["repeat"].items()},
            baseline,
        )
        for where in ("online", "offline")
    }
    rows = []
    for who, its in data["repeat"].items():
        cells = [who]
        for where, each in ratios.items():
            cells += [_outcome(its.get(where)), _ratio(each.get(who))]
        rows.append([*cells, _outcome(data["late"].get(who))])
    return table(["", "online, s", "ratio", "offline, s", "ratio", "ten minutes later, s"], rows)


def memory(data: Mapping[str, Any], baseline: str) -> str:
    """Peak memory of the process, as ratios and in MB."""
    sizes = data["peaks"]
    head = [""]
    for size in sizes:
        head += [f"{size} MP: ratio", "MB"]
    rows = []
    for who in next(iter(sizes.values())):
        cells = [who]
        for peaks in sizes.values():
            known = {name: [its["process"]] for name, its in peaks.items() if "process" in its}
            ratio = stats.ratios(known, baseline).get(who)
            cells += [_ratio(ratio), _peak(peaks[who], "process")]
        rows.append(cells)
    return table(head, rows)


def heaps(data: Mapping[str, Any]) -> str:
    """How large each heap is, MB."""
    sizes = data["peaks"]
    names = list(
        dict.fromkeys(
            name
            for peaks in sizes.values()
            for its in peaks.values()
            for name in its
            if name not in {"process", "failure"}
        )
    )
    ours = [who for who, its in next(iter(sizes.values())).items() if set(names) & set(its)]
    head = ["", *(f"{size} MP: {name}" for size in sizes for name in names)]
    rows = [
        [who, *(_peak(peaks[who], name) for peaks in sizes.values() for name in names)]
        for who in ours
    ]
    return table(head, rows)


def strokes(data: Mapping[str, Any]) -> str:
    """Seconds from a stroke's end."""
    rows = [
        [who, brush, *(stats.spread(its[name]) for name in ("preview", "file"))]
        for who, brushes in data["strokes"].items()
        for brush, its in brushes.items()
    ]
    return table(["", "brush", "until the preview, s", "until the file, s"], rows)


def counts(data: Mapping[str, Any]) -> str:
    """How often one picture was decoded and fitted."""
    names = sorted({name for its in data["counts"].values() for name in its})
    rows = [
        [step, *(str(its.get(name, 0)) for name in names)] for step, its in data["counts"].items()
    ]
    return table(["", *names], rows)


def _peak(peaks: Mapping[str, Any], name: str) -> str:
    if "failure" in peaks:
        return f"fails: {peaks['failure']}"
    return f"{peaks[name] / 1e6:.0f}" if name in peaks else NONE


def _megabytes(visit: Mapping[str, Any]) -> list[str]:
    return [f"{visit[name] / 1e6:.1f}" for name in ("bytes", "bytes_kept")]


def _outcome(visit: Mapping[str, Any] | None) -> str:
    if visit is None:
        return NONE
    return f"fails: {visit['failure']}" if "failure" in visit else stats.spread(visit["seconds"], 1)


def _ratio(value: float | None) -> str:
    return NONE if value is None else f"{value:.2f}"


def _mean_and_worst(values: tuple[float, float] | None) -> str:
    return NONE if values is None else f"{values[0]:.3f} / {values[1]:.2f}"
