"""Another site, at work."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from tests.browser.offline.elsewhere import Elsewhere


@pytest.fixture(scope="session")
def listener() -> Iterator[Elsewhere]:
    with Elsewhere() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def elsewhere(listener: Elsewhere) -> Elsewhere:
    listener.heard.clear()
    return listener
