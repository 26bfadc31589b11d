"""The two runs, default and ``--full``, and the last lines, which say what ran and what did not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any, Final

import pytest

from offcut_testing.shared_data import shared_data
from tests import budget

SUITES: Final = ("unit", "native", "build", "bench", "browser")

_seconds: defaultdict[str, float] = defaultdict(float)
_left: set[str] = set()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="also the tests that take long")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "full: takes long; runs only with --full")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what only ``--full`` runs."""
    if config.getoption("full"):
        return
    full = [item for item in items if item.get_closest_marker("full")]
    items[:] = [item for item in items if not item.get_closest_marker("full")]
    config.hook.pytest_deselected(items=full)
    _left.update(item.nodeid for item in full)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _seconds[report.nodeid] += report.duration


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let a run fail in which a test took too long; pass on what a process left out."""
    output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["left"] = sorted(_left)
    elif _too_slow(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """What a process of pytest-xdist left out, all leave out."""
    _left.update(getattr(node, "workeroutput", {}).get("left", ()))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    """Say last what ran."""
    try:
        yield
    finally:
        passed = terminalreporter.getreports("passed")
        failed = terminalreporter.getreports("failed") + terminalreporter.getreports("error")
        terminalreporter.section("what ran", sep="-")
        for suite in SUITES:
            prefix = f"tests/{suite}/"
            count = sum(report.nodeid.startswith(prefix) for report in passed)
            misses = sum(report.nodeid.startswith(prefix) for report in failed)
            terminalreporter.line(suite_line(suite, count, misses))
        wider = sum(
            "shared_data" in getattr(report, "keywords", ())  # none where a file can't be collected
            for report in [*passed, *failed]
        )
        terminalreporter.line(wider_line(wider))
        terminalreporter.line(full_line(_left, full=terminalreporter.config.getoption("full")))
        for line in _too_slow(terminalreporter.config):
            terminalreporter.line(f"TOO SLOW: {line}")


def _too_slow(config: pytest.Config) -> list[str]:
    return [] if config.getoption("full") else budget.over(_seconds)


def suite_line(suite: str, passed: int, failed: int) -> str:
    """What the summary says of a suite."""
    if not passed and not failed:
        return f"{suite}: did not run"
    return f"{suite}: {passed} passed" + (f", {failed} FAILED" if failed else "")


def wider_line(pictures: int) -> str:
    """What the summary says of the wider suites, which had this many pictures."""
    folder = shared_data()
    if folder is None:
        return "shared data: no folder ../shared/data, so the wider suites have nothing to read"
    if not pictures:
        return f"shared data: did not run, though {folder} is there"
    return f"shared data: {pictures} pictures of {folder}"


def full_line(left: set[str], *, full: bool) -> str:
    """What the summary says of the tests that only ``--full`` runs, by their ids."""
    if full:
        return "full: everything ran that was asked for"
    files = Counter(name.partition("::")[0].removeprefix("tests/") for name in left)
    where = ", ".join(f"{name} {count}" for name, count in sorted(files.items()))
    return f"only --full shows {len(left)} more: {where}" if left else "only --full shows no more"
