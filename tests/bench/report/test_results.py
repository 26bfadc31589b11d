"""What is kept: which measurements may stand beside each other."""

from __future__ import annotations

from pathlib import Path

from offcut_bench.report.results import Results, file_name, runs
from tests.bench.report.measured import entry


def test_only_one_day_and_the_same_models_stand_together(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    results = Results(path)
    results.renew("quality", entry("quality", "2026-02-28T23:59:59+00:00"))
    results.renew("speed", entry("speed", models="b"))
    results.renew("memory", entry("memory", "2026-03-01T12:00:00+00:00"))
    results.renew("visits", entry("visits"))
    assert set(Results(path).run()) == {"memory", "visits"}
    assert Results(path).run()["visits"] == entry("visits")


def test_each_processor_is_kept_in_a_file_of_its_own(tmp_path: Path) -> None:
    for name in ("Intel Xeon", "AMD EPYC"):
        Results(tmp_path / file_name(name)).renew("speed", entry("speed", processor=name))
    assert [*runs(tmp_path)] == ["AMD EPYC", "Intel Xeon"]
    name = "Intel Xeon, family 6, model 167, 2 cores"
    assert file_name(name) == "intel-xeon-family-6-model-167-2-cores.json"


def test_nothing_kept_is_nothing_to_report(tmp_path: Path) -> None:
    assert runs(tmp_path) == {}
    assert runs(tmp_path / "none") == {}
