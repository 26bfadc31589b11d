"""How many processes and threads there are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from offcut.native.workers import sizing
from offcut.native.workers.sizing import Size, choose

GB = 1 << 30


@pytest.mark.parametrize(
    ("jobs", "model", "pictures", "cores", "memory", "expected"),
    [
        (None, "isnet_quint8", 100, 2, 16 * GB, Size(2, 1)),
        (None, "isnet_quint8", 100, 8, 64 * GB, Size(8, 1)),
        (None, "isnet_quint8", 100, 8, 4 * GB, Size(3, 2)),
        (None, "isnet", 100, 8, 4 * GB, Size(2, 4)),
        (None, "isnet", 100, 8, GB, Size(1, 8)),
        (None, "isnet_quint8", 3, 8, 64 * GB, Size(3, 2)),
        (None, "isnet_quint8", None, 8, None, Size(8, 1)),
        (None, "isnet_quint8", 0, 8, None, Size(1, 8)),
        (4, "isnet", 100, 2, GB, Size(4, 1)),
        (1, "isnet", 100, 8, 64 * GB, Size(1, 8)),
    ],
)
def test_cores_are_shared_out_as_far_as_the_memory_goes(
    jobs: int | None,
    model: str,
    pictures: int | None,
    cores: int,
    memory: int | None,
    expected: Size,
) -> None:
    assert choose(jobs, model, pictures, cores=cores, memory=memory) == expected


@pytest.fixture
def container(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A container's limits, and a machine with 8 GB free."""
    (tmp_path / "meminfo").write_text("MemTotal: 16 kB\nMemAvailable:    8388608 kB\n")
    monkeypatch.setattr(sizing, "_MEMORY", tmp_path / "meminfo")
    monkeypatch.setattr(sizing, "_CGROUP", tmp_path)
    return tmp_path


def test_without_limits_the_machine_counts(container: Path) -> None:
    assert sizing.free_memory() == 8 * GB
    (container / "memory.max").write_text("max\n")
    (container / "memory.current").write_text("5\n")
    (container / "cpu.max").write_text("max 100000\n")
    assert sizing.free_memory() == 8 * GB
    assert sizing.cores() >= 1


def test_a_containers_limits_count(container: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (container / "memory.max").write_text(f"{4 * GB}\n")
    (container / "memory.current").write_text(f"{3 * GB}\n")
    (container / "memory.stat").write_text(f"anon 7\ninactive_file {GB}\n")
    assert sizing.free_memory() == 2 * GB
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(16)), raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 16)
    assert sizing.cores() == 16
    (container / "cpu.max").write_text("250000 100000\n")
    assert sizing.cores() == 2
    (container / "cpu.max").write_text("50000 100000\n")
    assert sizing.cores() == 1


def test_where_nothing_is_told_memory_is_not_known(
    container: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sizing, "_MEMORY", container / "nowhere")
    assert sizing.free_memory() is None
