"""What goes wrong in a page, in a few words."""

from __future__ import annotations

import pytest

from offcut_bench.pages.page import reason


@pytest.mark.parametrize(
    ("message", "short"),
    [
        ("Page.goto: net::ERR_FAILED at http://127.0.0.1/\nCall log:", "ERR_FAILED"),
        (
            "Page.evaluate: TypeError: Failed to fetch\n at",
            "Page.evaluate: TypeError: Failed to fetch",
        ),
    ],
)
def test_the_reason_of_a_failure_is_short(message: str, short: str) -> None:
    assert reason(message) == short
