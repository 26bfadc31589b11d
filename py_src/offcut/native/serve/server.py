"""The server's life: from listening to the last answer."""

from __future__ import annotations

import socket
from collections.abc import Callable
from types import FrameType

import uvicorn

from offcut.native.serve.app import Service


def run(service: Service, host: str, port: int, on_start: Callable[[str], None]) -> None:
    """Serve until a signal says to end.

    Pictures that are being worked on are finished then; requests that wait are answered with 503.

    Args:
        service: answers.
        host: an address, or a name of one.
        port: 0 takes a free one.
        on_start: called with the URL once requests are taken.

    Raises:
        OSError: if the address can't be had.
    """
    config = uvicorn.Config(
        service.app(),
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        http="h11",
        ws="none",
    )
    with _listening(host, port) as listener:
        server = _Server(config, service, lambda: on_start(_url(host, listener)))
        server.run([listener])


class _Server(uvicorn.Server):
    def __init__(
        self, config: uvicorn.Config, service: Service, on_start: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._service = service
        self._on_start = on_start

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_start()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._service.desk.closing = True
        super().handle_exit(sig, frame)


def _listening(host: str, port: int) -> socket.socket:
    """A socket of our own, because uvicorn ends the program where it can't have one."""
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listener = socket.socket(family, kind, protocol)
    try:
        if hasattr(socket, "SO_REUSEPORT"):  # not on Windows, where this would mean another thing
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen()
    except OSError as error:
        listener.close()
        raise OSError(error.errno, error.strerror, f"{host}:{port}") from error
    return listener


def _url(host: str, listener: socket.socket) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{listener.getsockname()[1]}"
