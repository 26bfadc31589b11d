"""A queue that needs too much memory, or more and more of it, is told."""

from __future__ import annotations

from offcut_testing.soaking import Moment, excesses


def _moments(*megabytes: int) -> list[Moment]:
    """Of forty pictures, the page's memory after each."""
    return [Moment(done, page * 10**6, 0) for done, page in enumerate(megabytes)]


def test_steady_memory_below_the_limit_is_all_right() -> None:
    assert excesses(_moments(500, *[1000] * 39), 40, 1100) == []


def test_more_than_the_limit_is_told() -> None:
    moments = _moments(*[1000] * 20, 1101, *[1000] * 19)
    assert excesses(moments, 40, 1100) == ["The page needed 1101 MB, of at most 1100."]


def test_last_pictures_that_need_more_than_the_first_are_told() -> None:
    moments = _moments(*[900] * 36, *[960] * 4)
    assert excesses(moments, 40, 1100) == ["The last 4 needed 960 MB, the first 900 MB."]
