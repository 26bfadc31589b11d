"""What all suites share: pictures, models, and the last lines of a run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from offcut_build import samples, variants
from offcut_testing.shared_data import SharedDataError, shared_data

ROOT = Path(__file__).resolve().parents[1]
SUITES = ("unit", "cli", "build", "bench", "browser")


@pytest.fixture(scope="session")
def photos() -> Path:
    """The folder of the page's four sample photos."""
    return samples.samples()


@pytest.fixture(scope="session")
def models_dir() -> Path:
    """The folder of all four models, as the build makes it."""
    return variants.variants()


def pytest_configure(config: pytest.Config) -> None:
    try:
        shared_data()
    except SharedDataError as error:
        raise pytest.UsageError(str(error)) from error
    config.addinivalue_line("markers", "shared_data: reads one picture of the shared data")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    """Say last which suites ran, and whether the wider ones did."""
    try:
        yield
    finally:
        passed = terminalreporter.getreports("passed")
        failed = terminalreporter.getreports("failed") + terminalreporter.getreports("error")
        terminalreporter.section("suites", sep="-")
        for suite in SUITES:
            prefix = f"tests/{suite}/"
            count = sum(report.nodeid.startswith(prefix) for report in passed)
            misses = sum(report.nodeid.startswith(prefix) for report in failed)
            terminalreporter.line(suite_line(suite, count, misses))
        wider = sum("shared_data" in report.keywords for report in [*passed, *failed])
        terminalreporter.line(wider_line(wider))


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
