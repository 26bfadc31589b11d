"""Peak memory, as the system counts it."""

from __future__ import annotations

from pathlib import Path

from offcut_bench.browser import memory


def test_peak_memory_is_read_from_the_status_file(tmp_path: Path) -> None:
    status = tmp_path / "status"
    status.write_text("VmPeak:\t 9 kB\nVmHWM:\t    1024 kB\nVmRSS:\t 5 kB\n")
    assert memory.high_water(status) == 1 << 20
