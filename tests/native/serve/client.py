"""A client, and a server that runs in a process of its own."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import urllib.parse
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.conftest import ROOT


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, read."""
        return json.loads(self.body)


class Server:
    """``offcut serve`` on a free port.

    Attributes:
        url: where it is.
        process: of it.
    """

    def __init__(self, *arguments: str | Path) -> None:
        """Start it, and wait until it says where it is."""
        command = [sys.executable, "-W", "error", "-m", "offcut.native", "serve", "--port", "0"]
        self.process = subprocess.Popen(
            [*command, *arguments],
            env={**os.environ, "PYTHONPATH": str(ROOT / "py_src")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stderr
        said = self.process.stderr.readline()
        self.url = said.removeprefix("offcut: ").strip()
        assert self.url.startswith("http://"), said + self.process.stderr.read()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()

    def end(self) -> tuple[int, str]:
        """Tell it to end; the exit code, and what it said on standard error."""
        self.process.send_signal(signal.SIGTERM)
        _, said = self.process.communicate(timeout=60)
        return self.process.returncode, said

    def connect(self) -> http.client.HTTPConnection:
        """A connection of one's own."""
        parts = urllib.parse.urlsplit(self.url)
        return http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a request, and wait for the answer."""
        connection = self.connect()
        try:
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read())
        finally:
            connection.close()

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self.ask("GET", path)

    def post(self, path: str, body: bytes, kind: str = "image/png", **headers: str) -> Answer:
        """Send a body as it is."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("POST", path, body, {"Content-Type": kind, **named})

    def send(self, path: str, files: Mapping[str, bytes] | None = None, /, **fields: str) -> Answer:
        """Send a form of several parts."""
        kind, body = form(files or {}, fields)
        return self.post(path, body, kind)

    def metric(self, name: str) -> float:
        """The value of a metric that has no labels, or of one with these."""
        lines = self.get("/metrics").body.decode().splitlines()
        (value,) = [line.rpartition(" ")[2] for line in lines if line.rpartition(" ")[0] == name]
        return float(value)


def form(files: Mapping[str, bytes], fields: Mapping[str, str]) -> tuple[str, bytes]:
    """Media type and bytes of a form (RFC 7578)."""
    boundary = uuid.uuid4().hex
    parts = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode()
        for name, value in fields.items()
    ]
    parts += [
        f'Content-Disposition: form-data; name="{name}"; filename="secret-name.png"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n".encode()
        + data
        for name, data in files.items()
    ]
    body = b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    return f"multipart/form-data; boundary={boundary}", body + f"--{boundary}--\r\n".encode()
