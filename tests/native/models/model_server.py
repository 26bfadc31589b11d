"""A web server for models that can fail on demand."""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self


@dataclass(frozen=True)
class Answer:
    """What to send in place of the file.

    Attributes:
        body: its bytes.
        status: of HTTP.
        missing: how many bytes more are promised and never sent.
        times: how often the body is sent.
        leads_to: for a redirect.
        then: what is sent last, once this event has come.
    """

    body: bytes
    status: int = 200
    missing: int = 0
    times: int = 1
    leads_to: str | None = None
    then: tuple[threading.Event, bytes] | None = None


class ModelServer:
    """Serves the files of ``folder``.

    Attributes:
        asked: names of the files that were asked for.
        hung_up: set once a client did not take all of an answer.
    """

    def __init__(self) -> None:
        self.folder = Path()
        self.asked: list[str] = []
        self.hung_up = threading.Event()
        self._answers: defaultdict[str, deque[Answer]] = defaultdict(deque)
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answer = server._next(Path(self.path).name)
                self.send_response(answer.status)
                length = len(answer.body) * answer.times + answer.missing
                if answer.then is not None:
                    length += len(answer.then[1])
                self.send_header("Content-Length", str(length))
                if answer.leads_to is not None:
                    self.send_header("Location", answer.leads_to)
                self.end_headers()
                try:
                    for _ in range(answer.times):
                        self.wfile.write(answer.body)
                    if answer.then is not None and answer.then[0].wait(10):
                        self.wfile.write(answer.then[1])
                except ConnectionError:
                    server.hung_up.set()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, args=(0.05,)).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    @property
    def url(self) -> str:
        """The URL of the folder."""
        return f"http://127.0.0.1:{self._http.server_port}/site/models/"

    def answer(self, name: str, *answers: Answer) -> None:
        """Send these, one after the other, for a file; after them the file again."""
        self._answers[name].extend(answers)

    def _next(self, name: str) -> Answer:
        self.asked.append(name)
        if self._answers[name]:
            return self._answers[name].popleft()
        path = self.folder / name
        return Answer(path.read_bytes()) if path.is_file() else Answer(b"<p>Not here", 404)
