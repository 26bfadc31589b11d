"""A small client of WebDriver BiDi: Playwright can't drive the Firefox that Debian has."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.browser.driving_errors import (
    CommandError,
    DisconnectedError,
    DrivingError,
    ScriptError,
)

TIMEOUT: Final = 120.0
_POLL: Final = 0.1
# an evaluation that a navigation cut short may get no answer at all
_TRY: Final = 10.0

# JSON both ways: BiDi's own values are typed trees, many times the size of what they hold
_CALL: Final = """async (packed) => {
  const given = (
%s
  );
  const value = await (typeof given === 'function' ? given(...JSON.parse(packed)) : given);
  return JSON.stringify(value);
}"""


class Session:
    """A connection to a browser.

    Attributes:
        events: what the browser told besides answers, after ``session.subscribe``; it grows
            while a command waits for its answer.
    """

    def __init__(self, socket: ClientConnection) -> None:
        self.events: list[dict[str, Any]] = []
        self._socket = socket
        self._ids = itertools.count(1)

    def send(self, method: str, *, timeout: float = TIMEOUT, **parameters: Any) -> dict[str, Any]:
        """Send a command and wait for its answer.

        Raises:
            CommandError: if the browser refuses.
            DisconnectedError: if the browser has gone.
            TimeoutError: if no answer comes in time.
        """
        number = next(self._ids)
        end = time.monotonic() + timeout
        try:
            self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
            while (answer := self._receive(end)).get("id") != number:
                # an answer to an earlier command comes too late for anyone
                if answer["type"] == "event":
                    self.events.append(answer)
        except ConnectionClosed as error:
            raise DisconnectedError(f"Firefox has gone during {method}.") from error
        except TimeoutError as error:
            raise TimeoutError(f"No answer to {method} within {timeout:.0f} s.") from error
        if answer["type"] == "error":
            raise CommandError(answer["error"], answer["message"])
        result: dict[str, Any] = answer["result"]
        return result

    def tab(self) -> Tab:
        """Open a tab."""
        return Tab(self, self.send("browsingContext.create", type="tab")["context"])

    def _receive(self, end: float) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(
            self._socket.recv(timeout=max(0.0, end - time.monotonic()))
        )
        return message


class Tab:
    """A tab; what it shows may change under its user's hands."""

    def __init__(self, session: Session, context: str) -> None:
        self._session = session
        self._context = context

    def goto(self, url: str) -> None:
        """Open a page and wait for its load event, its own reload cutting in or not.

        Raises:
            CommandError: if it can't be loaded.
        """
        self._send("browsingContext.navigate", url=url, wait="complete")

    def reload(self) -> None:
        """Load the page anew and wait for its load event."""
        self._send("browsingContext.reload", wait="complete")

    def close(self) -> None:
        """Close the tab."""
        self._send("browsingContext.close")

    def evaluate(self, script: str, *arguments: Any, timeout: float = TIMEOUT) -> Any:
        """Value of an expression, or what the function that it is returns; promises are awaited.

        Arguments and value pass as JSON; ``undefined`` becomes None.

        Raises:
            ScriptError: if the script throws.
            CommandError: if the page goes away meanwhile.
        """
        packed = {"type": "string", "value": json.dumps(arguments)}
        answer = self._session.send(
            "script.callFunction",
            timeout=timeout,
            functionDeclaration=_CALL % script,
            awaitPromise=True,
            target={"context": self._context},
            arguments=[packed],
        )
        if answer["type"] == "exception":
            raise ScriptError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"].get("value", "null"))

    def wait_for(self, script: str, *arguments: Any, timeout: float = TIMEOUT) -> Any:
        """Evaluate until the value is truthy; errors count as not yet, as pages come and go.

        One evaluation may take 10 s; then the next is tried.

        Raises:
            TimeoutError: if it takes too long; the last error is its cause.
        """
        end = time.monotonic() + timeout
        trouble: Exception | None = None
        while (left := end - time.monotonic()) > 0:
            try:
                if value := self.evaluate(script, *arguments, timeout=min(left, _TRY)):
                    return value
                trouble = None
            except DisconnectedError:
                raise
            except (DrivingError, TimeoutError) as error:
                trouble = error
            time.sleep(_POLL)
        raise TimeoutError(f"Not so within {timeout:.0f} s: {script}") from trouble

    def set_files(self, selector: str, paths: Iterable[Path]) -> None:
        """Choose files in the file input that a CSS selector finds."""
        locator = {"type": "css", "value": selector}
        nodes = self._send("browsingContext.locateNodes", locator=locator, maxNodeCount=1)["nodes"]
        if not nodes:
            raise CommandError("no such element", selector)
        files = [str(path.resolve()) for path in paths]
        self._send("input.setFiles", element={"sharedId": nodes[0]["sharedId"]}, files=files)

    def _send(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self._session.send(method, context=self._context, **parameters)


@contextmanager
def session(url: str) -> Iterator[Session]:
    """Connect to a browser that listens on a WebSocket's URL."""
    with connect(
        f"{url}/session",
        max_size=None,  # pictures pass through
        compression=None,
        proxy=None,
        ping_interval=None,  # a busy browser is slow to answer
    ) as socket:
        opened = Session(socket)
        opened.send("session.new", capabilities={})
        yield opened
