"""Each part's figures as Markdown tables."""

from __future__ import annotations

import statistics
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
    head = ["", "Model, MB", "Time", *(f"First visit, {rate} Mbit/s" for rate in rates)]
    head += ["Repeat visit, offline", "Memory", "IoU with truth", "IoU with `isnet`"]
    return table(
        head,
        [
            [
                row.name,
                f"{row.megabytes:.1f}",
                _ratio(row.time),
                *(_ratio(row.first.get(rate)) for rate in rates),
                _ratio(row.repeat),
                _ratio(row.memory),
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
        worst = min(score["iou"])
        picture = data["pictures"][score["iou"].index(worst)]
        figures = [f"{score[name]:.4f}" for name in _MEASURES]
        same = worst == 1
        rows.append(
            [
                who,
                f"{statistics.mean(score['iou']):.4f}",
                f"{worst:.3f}",
                NONE if same else picture.rpartition(".")[0],
                *figures,
            ]
        )
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


def visits(data: Mapping[str, Any]) -> str:
    """Bytes and seconds of visits."""
    head = [""]
    for rate in data["first"]:
        head += [f"first, {rate} Mbit/s: s", "MB until the result", "MB in all"]
    rows = []
    for who in data["repeat"]:
        cells = [who]
        for visited in data["first"].values():
            each = visited[who]
            cells += [f"{each['seconds']:.1f}", *_megabytes(each)]
        rows.append([*cells, _outcome(data["repeat"][who]), _outcome(data["late"].get(who))])
    return table([*head, "repeat, offline: s", "ten minutes later"], rows)


def memory(data: Mapping[str, Any], baseline: str) -> str:
    """Peak memory, as ratios and in MB."""
    counts = {who: [count] for who, count in data["bytes"].items()}
    ratios = stats.ratios(counts, baseline)
    rows = [
        [who, _ratio(ratios.get(who)), f"{count / 1e6:.0f}"] for who, (count,) in counts.items()
    ]
    return table(["", "ratio", "MB"], rows)


def _megabytes(visit: Mapping[str, Any]) -> list[str]:
    return [f"{visit[name] / 1e6:.1f}" for name in ("bytes", "bytes_kept")]


def _outcome(visit: Mapping[str, Any] | None) -> str:
    if visit is None:
        return NONE
    return f"{visit['seconds']:.1f}" if "seconds" in visit else f"fails: {visit['failure']}"


def _ratio(value: float | None) -> str:
    return NONE if value is None else f"{value:.2f}"


def _mean_and_worst(values: tuple[float, float] | None) -> str:
    return NONE if values is None else f"{values[0]:.3f} / {values[1]:.2f}"
