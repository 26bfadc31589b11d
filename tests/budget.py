"""How long a test of the default run may take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

LIMIT_S: Final = 15

_REAL: Final = "runs the real network, which two processes share two cores for"
_RESTART: Final = "starts a browser twice, on a profile that is kept"

SLOW: Final[Mapping[str, str]] = {
    f"tests/browser/{name}": reason
    for name, reason in {
        "accessibility/test_accessibility.py": "goes through all states",
        "accessibility/test_assistive.py": "waits for what is said, or starts Python anew",
        "api/test_cut_out": "opens the page that several files share",
        "faults/test_download_faults.py": "each has a browser profile and a host of its own",
        "faults/test_early_download.py": "each has a browser profile and a host of its own",
        "app/test_finish.py::test_format[WebP": "opens the page for the whole file",
        "api/test_firefox.py": "starts Firefox, and runs the real network",
        "app/test_first_visit.py": "starts the page twice, under a new service worker",
        "accessibility/test_keyboard.py::test_tab_reaches_everything": "presses Tab 60 times",
        "faults/test_model_store.py::test_second_visit_fetches_no_part": "starts the page twice",
        "offline/test_no_traces.py": "reads every file of a profile",
        "offline/test_offline.py": f"{_RESTART}; {_REAL}",
        "app/test_panels.py": "each has a browser profile of its own, with the whole site stored",
        "app/test_queue.py": "its network is the slow stand-in, for up to six pictures",
        "app/test_picks.py::test_subjects": "opens the page for the whole file",
        "api/test_real_network.py": _REAL,
        "app/test_small_mode.py": "waits until threads have ended, and starts what was ended",
        "app/test_touch_sight.py::test_restore_and_keep": "opens the page for the whole file",
        "app/test_touch_up.py::test_erasing": "opens the page for the whole file",
        "offline/test_trespassers.py::test_no_file": "has a browser profile and a host of its own",
        "offline/test_updates.py": "assembles two releases, and takes one after the other",
        "webkit/test_visits.py": "starts WebKit, which compiles Python anew for every visit",
        "faults/test_lost_workers.py": "starts a page on a site of its own, and workers anew",
        "app/test_leaving.py": "opens the page for each test",
        "faults/test_worker_faults.py": "waits until a silent worker is given up",
        "offline/test_zero_upload.py::test_a_whole_session": f"{_REAL}, in a browser of its own",
    }.items()
}
"""Tests that may take longer, by the beginning of their id, each with the reason."""


def over(seconds: Mapping[str, float], listed: Iterable[str] = SLOW) -> list[str]:
    """A line for each test that took longer than it may.

    Args:
        seconds: by a test's id, with what its fixtures took.
        listed: beginnings of the ids that are left out.
    """
    exempt = tuple(listed)
    return [
        f"{name} took {taken:.0f} s, more than {LIMIT_S}: make it quicker, mark it as full, "
        "or list it in tests/budget.py with the reason"
        for name, taken in sorted(seconds.items())
        if taken > LIMIT_S and not name.startswith(exempt)
    ]
