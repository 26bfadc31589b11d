"""The suite whose pictures are missing is left out."""

from __future__ import annotations

from offcut_testing.shared_data import shared_data

# the run's last line says so
_folder = shared_data()
_there = _folder is not None and (_folder / "awkward").is_dir()
collect_ignore = [] if _there else ["test_awkward.py"]
