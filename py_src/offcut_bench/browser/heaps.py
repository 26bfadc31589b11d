"""How large the page's WebAssembly heaps are: Pyodide's and ONNX Runtime's.

Chromium's own protocol finds them in the workers, by their prototype: the page is the one that
ships. A heap never shrinks, so its size is its peak.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from playwright.sync_api import Browser, CDPSession

WORKERS: Final = {"Pyodide": "offcut python", "ONNX Runtime": "offcut inference"}
"""Whose heap is in which worker, by the worker's name."""

_SIZES: Final = """
function () {
  return this.reduce((bytes, { buffer }) => bytes + buffer.byteLength, 0);
}
"""


def heaps(browser: Browser) -> Mapping[str, int]:
    """Bytes of each heap, of the one page that is open in a browser; only for Offcut."""
    tools = browser.new_browser_cdp_session()
    targets = tools.send("Target.getTargets", {"filter": [{}]})["targetInfos"]
    ids = {target["title"]: target["targetId"] for target in targets if target["type"] == "worker"}
    found = {who: _Worker(tools, ids[name]).heap() for who, name in WORKERS.items() if name in ids}
    tools.detach()
    return found


class _Worker:
    """A worker, by the protocol; Playwright waits for workers that are busy, such as threads."""

    def __init__(self, tools: CDPSession, target: str) -> None:
        self._tools = tools
        self._answers: dict[int, Any] = {}
        tools.on("Target.receivedMessageFromTarget", self._note)
        attached = tools.send("Target.attachToTarget", {"targetId": target, "flatten": False})
        self._session = attached["sessionId"]

    def heap(self) -> int:
        """Bytes of all its WebAssembly memories."""
        prototype = self._ask("Runtime.evaluate", expression="WebAssembly.Memory.prototype")
        held = {"prototypeObjectId": prototype["result"]["objectId"]}
        memories = self._ask("Runtime.queryObjects", **held)["objects"]
        asked = {"functionDeclaration": _SIZES, "objectId": memories["objectId"]}
        answer = self._ask("Runtime.callFunctionOn", returnByValue=True, **asked)
        return int(answer["result"]["value"])

    def _ask(self, method: str, **parameters: Any) -> Any:
        number = len(self._answers) + 1
        message = json.dumps({"id": number, "method": method, "params": parameters})
        asked = {"sessionId": self._session, "message": message}
        self._tools.send("Target.sendMessageToTarget", asked)
        while number not in self._answers:
            self._tools.send("Browser.getVersion")  # meanwhile its answer may come
        answer = self._answers[number]
        if "error" in answer:
            raise LookupError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def _note(self, event: Any) -> None:
        if event["sessionId"] == self._session:
            message = json.loads(event["message"])
            if "id" in message:
                self._answers[message["id"]] = message
