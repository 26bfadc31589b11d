"""What Chromium's network service was asked to do, by its own account.

A NetLog sees below pages, workers and service workers: whatever goes to the network stack is in it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

_NONE = "not an origin"


@dataclass(frozen=True)
class Sent:
    """One request.

    Attributes:
        method: of HTTP.
        url: where it went.
        has_body: whether it carried anything.
        initiator: origin of the page or worker that asked; empty if it was the browser itself.
    """

    method: str
    url: str
    has_body: bool
    initiator: str


def requests(log: Path) -> list[Sent]:
    """All requests in a finished NetLog (``--log-net-log=``)."""
    document = json.loads(log.read_text())
    start = document["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    found = []
    for event in document["events"]:
        asked = event.get("params", {})
        if event["type"] != start or "method" not in asked:
            continue
        has_body = asked.get("upload_id", "-1") not in ("-1", -1)
        initiator = asked.get("initiator", _NONE).replace(_NONE, "")
        found.append(Sent(asked["method"], asked["url"], has_body, initiator))
    return found
