"""How many processes, and how many threads in each: by cores and memory."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final, NamedTuple

_CGROUP: Final = Path("/sys/fs/cgroup")
_MEMORY: Final = Path("/proc/meminfo")
_SHARE: Final = 0.8
"""Of the memory that is free."""

_LIGHT: Final = 900 << 20
_HEAVY: Final = 1500 << 20
"""Bytes that a process needs for pictures of 12 megapixels: docs/scale.md has what was measured."""

_LIGHT_MODELS: Final = frozenset(("isnet_quint8",))


class Size(NamedTuple):
    """How the work is shared out.

    Attributes:
        jobs: processes.
        threads: of the network, in each.
    """

    jobs: int
    threads: int


def need(model: str) -> int:
    """The memory that a process needs with a model, bytes."""
    return _LIGHT if model in _LIGHT_MODELS else _HEAVY


def choose(
    jobs: int | None, model: str, pictures: int | None, *, cores: int, memory: int | None
) -> Size:
    """Share the cores out.

    One thread in each of many processes is quicker than many threads in one: decoding, edges and
    encoding have one thread each.

    Args:
        jobs: how many processes were asked for; None to choose.
        model: the variant's id.
        pictures: how many there are; None if that is not known.
        cores: that this process may use.
        memory: that is free, bytes; None if that is not known.
    """
    if jobs is None:
        fitting = cores if memory is None else int(memory * _SHARE) // need(model)
        jobs = max(1, min(cores, fitting, cores if pictures is None else pictures))
    return Size(jobs, max(1, cores // jobs))


def cores() -> int:
    """The cores that this process may use: those it is bound to, and what its container allows."""
    if sys.platform == "linux":
        own = len(os.sched_getaffinity(0))
    else:
        own = os.cpu_count() or 1
    return max(1, min(own, _quota() or own))


def free_memory() -> int | None:
    """The memory that this process may still take, bytes; None where the system doesn't tell."""
    amounts = [amount for amount in (_available(), _left_in_container()) if amount is not None]
    return min(amounts, default=None)


def _quota() -> int | None:
    words = _words(_CGROUP / "cpu.max")
    if len(words) < 2 or not words[0].isdigit():  # the word "max": none
        return None
    return max(1, int(words[0]) // int(words[1]))


def _available() -> int | None:
    for line in _lines(_MEMORY):
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) << 10
    return None


def _left_in_container() -> int | None:
    most, used = _words(_CGROUP / "memory.max"), _words(_CGROUP / "memory.current")
    if not most or not used or not most[0].isdigit():
        return None
    cached = [line.split() for line in _lines(_CGROUP / "memory.stat")]
    given_up = sum(int(words[1]) for words in cached if words[:1] == ["inactive_file"])
    return max(0, int(most[0]) - int(used[0]) + given_up)


def _words(path: Path) -> list[str]:
    return " ".join(_lines(path)).split()


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="ascii").splitlines()
    except (OSError, ValueError):
        return []
