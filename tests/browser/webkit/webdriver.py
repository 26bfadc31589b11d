"""A small client of W3C WebDriver: Playwright can't drive the WebKit that systems have.

The protocol: https://www.w3.org/TR/webdriver2/.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from tests.browser.driving_errors import CommandError, DrivingError, ScriptError

TIMEOUT: Final = 120.0
_SPARE: Final = 10.0  # for the driver, beyond what the script may take
_POLL: Final = 0.1
# an evaluation that a navigation cut short may get no answer at all
_TRY: Final = 10.0
_ELEMENT: Final = "element-6066-11e4-a52e-4f735466cecf"

# JSON both ways: so all values pass alike, and what can't pass fails here
_CALL: Final = """
const [packed, done] = arguments;
(async () => {
  const given = (
%s
  );
  const value = await (typeof given === 'function' ? given(...JSON.parse(packed)) : given);
  return JSON.stringify(value);
})().then((value) => done([value ?? 'null', null]), (error) => done([null, String(error)]));
"""


class Session:
    """A browser with one window; what it shows may change under its user's hands.

    Attributes:
        version: the browser's.
        downloads: folder in which it saves files.
    """

    def __init__(self, driver: str, downloads: Path) -> None:
        """Start a browser.

        Args:
            driver: the driver's URL.
            downloads: folder in which the browser saves files, as whoever runs it has seen to.

        Raises:
            CommandError: if it doesn't start.
        """
        asked = {"alwaysMatch": {"timeouts": {"script": int(TIMEOUT * 1000)}}}
        answer = call("POST", f"{driver}/session", {"capabilities": asked})
        self.version: str = answer["capabilities"]["browserVersion"]
        self.downloads = downloads
        self._url = f"{driver}/session/{answer['sessionId']}"

    def end(self) -> None:
        """End the browser."""
        call("DELETE", self._url)

    def goto(self, url: str) -> None:
        """Open a page and wait for its load event.

        Raises:
            CommandError: if it can't be loaded.
        """
        self._post("url", url=url)

    def reload(self) -> None:
        """Load the page anew and wait for its load event."""
        self._post("refresh")

    def resize(self, width: int, height: int) -> None:
        """Set the window's size in CSS pixels, with its frame."""
        self._post("window/rect", width=width, height=height)

    def evaluate(self, script: str, *arguments: Any, timeout: float = TIMEOUT) -> Any:
        """Value of an expression, or what the function that it is returns; promises are awaited.

        Arguments and value pass as JSON; ``undefined`` becomes None.

        Raises:
            ScriptError: if the script throws.
            CommandError: if it is no JavaScript, or the page goes away meanwhile.
            TimeoutError: if it takes too long.
        """
        body = {"script": _CALL % script, "args": [json.dumps(arguments)]}
        value, error = call("POST", f"{self._url}/execute/async", body, timeout + _SPARE)
        if error is not None:
            raise ScriptError(error)
        return json.loads(value)

    def wait_for(self, script: str, *arguments: Any, timeout: float = TIMEOUT) -> Any:
        """Evaluate until the value is truthy; errors count as not yet, as pages come and go.

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
            except (DrivingError, TimeoutError) as error:
                trouble = error
            time.sleep(_POLL)
        raise TimeoutError(f"Not so within {timeout:.0f} s: {script}") from trouble

    def click(self, path: str) -> None:
        """Click what an XPath finds first, as its user does, who scrolls to it before.

        Raises:
            CommandError: if there is none, or something else is in front of it.
        """
        self._post(f"element/{self._find('xpath', path)}/click")

    def set_files(self, selector: str, paths: Iterable[Path]) -> None:
        """Choose files in the file input that a CSS selector finds."""
        text = "\n".join(str(path.resolve()) for path in paths)
        self._post(f"element/{self._find('css selector', selector)}/value", text=text)

    def drag(self, points: Sequence[tuple[int, int]]) -> None:
        """Press the mouse at the first point, move it along, and let go at the last.

        Args:
            points: x and y in CSS pixels, from the upper left of what is seen of the page.
        """
        moves = [{"type": "pointerMove", "duration": 20, "x": x, "y": y} for x, y in points]
        press, release = ({"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp"))
        mouse = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}}
        steps = [moves[0], press, *moves[1:], release]
        self._post("actions", actions=[{**mouse, "actions": steps}])

    def _find(self, using: str, value: str) -> str:
        found = self._post("element", using=using, value=value)
        reference: str = found[_ELEMENT]
        return reference

    def _post(self, command: str, **body: Any) -> Any:
        return call("POST", f"{self._url}/{command}", body)


def call(method: str, url: str, body: Any = None, timeout: float = TIMEOUT + _SPARE) -> Any:
    """Send a command to the driver; gives its value.

    Raises:
        CommandError: if the browser refuses.
        TimeoutError: if no answer comes in time.
        OSError: if the driver has gone.
    """
    address = urlsplit(url)
    with closing(HTTPConnection(address.netloc, timeout=timeout)) as connection:
        data = None if body is None else json.dumps(body)
        connection.request(method, address.path, data, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        value = json.load(answer)["value"]
    if answer.status != HTTPStatus.OK:
        raise CommandError(value["error"], value["message"])
    return value


@contextmanager
def session(driver: str, downloads: Path) -> Iterator[Session]:
    """A browser, for as long as it is needed; see ``Session``."""
    opened = Session(driver, downloads)
    try:
        yield opened
    finally:
        with suppress(CommandError, OSError):  # whoever runs the driver ends what is left
            opened.end()
