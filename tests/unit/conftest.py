"""Leaves out the suite whose pictures are missing; the run's last line says so."""

from __future__ import annotations

from offcut_testing.shared_data import shared_data

_folder = shared_data()
_there = _folder is not None and (_folder / "awkward").is_dir()
collect_ignore = [] if _there else ["test_awkward.py"]
