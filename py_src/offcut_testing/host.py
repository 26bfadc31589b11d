"""A host that imitates GitHub Pages, and all that can go wrong with one."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from offcut_build.serving.server import SUB_PATH, Handler, Server

Fault = Callable[["Answer", Path], bool]
"""Answers a request in its own way; False leaves it to the host."""


class Host(Server):
    """Serves a folder as Pages does, from inside the test.

    Attributes:
        root: the deployed site; assign another to deploy that.
        log: the paths asked for, relative to the site, in order.
        faults: what goes wrong, by the end of the path; taken out, all is well again.
        skew: seconds by which the host's clock is ahead.
        caching: whether browsers may keep what it sends for ten minutes, as Pages lets them.
    """

    def __init__(self, root: Path, port: int = 0) -> None:
        super().__init__(root, port, plain=True, handler=Answer)
        self.log: list[str] = []
        self.faults: dict[str, Fault] = {}
        self.skew = 0.0
        self.caching = True
        self.open: set[socket.socket] = set()

    def count(self, end: str) -> int:
        """How often a path with this end was asked for."""
        return sum(path.endswith(end) for path in self.log)

    def die(self) -> None:
        """Take no more connections, and cut those there are."""
        threading.Thread(target=self.shutdown, daemon=True).start()
        self.socket.close()
        for connection in list(self.open):
            connection.shutdown(socket.SHUT_RDWR)


class Answer(Handler):
    """One connection, with the host's faults."""

    server: Host

    def setup(self) -> None:
        """Note the connection, for the day on which all are cut."""
        super().setup()
        self.server.open.add(self.connection)

    def finish(self) -> None:
        """Forget the connection."""
        self.server.open.discard(self.connection)
        super().finish()

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The host's idea of the time."""
        return super().date_time_string((timestamp or time.time()) + self.server.skew)

    def _headers(self, path: Path) -> Mapping[str, str]:
        headers = super()._headers(path)
        return headers if self.server.caching else {**headers, "Cache-Control": "no-store"}

    def _answer(self, *, with_body: bool) -> None:
        path = urlsplit(self.path).path.removeprefix(f"{SUB_PATH}/")
        self.server.log.append(path)
        for end, fault in list(self.server.faults.items()):
            if path.endswith(end) and fault(self, self.server.root / path):
                return
        super()._answer(with_body=with_body)

    def send(self, status: int, body: bytes, **headers: str) -> None:
        """Send what a fault wants to send; `Content_Length` may claim what is not so."""
        self.send_response(status)
        headers.setdefault("Content_Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


_Served = TypeVar("_Served", bound=Server)


@contextmanager
def serving(host: _Served) -> Iterator[_Served]:
    """A host at work."""
    with host:
        host.listen()
        thread = threading.Thread(target=host.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield host
        finally:
            host.shutdown()
            thread.join()


def hosting(root: Path, port: int = 0) -> AbstractContextManager[Host]:
    """A host of a folder, at work."""
    return serving(Host(root, port))


def dies(answer: Answer, file: Path) -> bool:
    """The host goes down in the middle of the file."""
    data = file.read_bytes()
    answer.send(HTTPStatus.OK, data[: len(data) // 2], Content_Length=str(len(data)))
    answer.wfile.flush()
    answer.server.die()
    return True


def breaks_off(answer: Answer, file: Path) -> bool:
    """The connection ends in the middle of the file."""
    data = file.read_bytes()
    answer.send(HTTPStatus.OK, data[: len(data) // 2], Content_Length=str(len(data)))
    answer.close_connection = True
    return True


def truncates(answer: Answer, file: Path) -> bool:
    """Half the file arrives, as if it were the whole."""
    data = file.read_bytes()
    answer.send(HTTPStatus.OK, data[: len(data) // 2])
    return True


def flips(answer: Answer, file: Path) -> bool:
    """One bit is another."""
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    answer.send(HTTPStatus.OK, bytes(data))
    return True


def adds_a_comment(answer: Answer, file: Path) -> bool:
    """A script is another, though it does the same."""
    answer.send(HTTPStatus.OK, file.read_bytes() + b"\n//", Content_Type="text/javascript")
    return True


def answers_html(answer: Answer, file: Path) -> bool:
    """A page of an intermediary arrives, with status 200."""
    answer.send(HTTPStatus.OK, b"<h1>Sign in to the network</h1>", Content_Type="text/html")
    return True


def says(status: int, **headers: str) -> Fault:
    """The host refuses, with an HTML page."""

    def refuse(answer: Answer, file: Path) -> bool:
        answer.send(status, b"<h1>No</h1>", Content_Type="text/html", **headers)
        return True

    return refuse


def hangs(answer: Answer, file: Path) -> bool:
    """The host takes the request, and that is all."""
    time.sleep(60)
    return False


def drips(answer: Answer, file: Path) -> bool:
    """The file comes in small pieces, with pauses."""
    data = file.read_bytes()
    answer.send(HTTPStatus.OK, b"", Content_Length=str(len(data)))
    step = len(data) // 20 + 1
    for start in range(0, len(data), step):
        answer.wfile.write(data[start : start + step])
        answer.wfile.flush()
        time.sleep(0.2)
    return True


def once(fault: Fault, times: int = 1) -> Fault:
    """The same fault, but only so often."""
    left = times

    def rarely(answer: Answer, file: Path) -> bool:
        nonlocal left
        left -= 1
        return left >= 0 and fault(answer, file)

    return rarely
