"""A host of files, without a network, and all that can go wrong with one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit

_PIECES: Final = 4


@dataclass(frozen=True)
class Answer:
    """What comes over the network.

    Attributes:
        pieces: the body, as it arrives.
        status: of HTTP.
        headers: by name.
        broken: whether the connection breaks off after the last piece.
        silence: seconds before each piece.
        delay: seconds before the status.
    """

    pieces: Sequence[bytes] = ()
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    broken: bool = False
    silence: float = 0.0
    delay: float = 0.0


Fault = Callable[[bytes], Answer | None]
"""What comes instead of a file's bytes; None if no connection can be made."""


class Host:
    """Files by URL.

    Attributes:
        files: their bytes.
        faults: what goes wrong, by file name; taken out, all is well again.
        log: the file names asked for, in order, and when: seconds on the loop's clock.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = dict(files)
        self.faults: dict[str, Fault] = {}
        self.log: list[tuple[str, float]] = []

    @property
    def asked(self) -> list[str]:
        """The file names asked for."""
        return [name for name, _ in self.log]

    def times(self, name: str) -> list[float]:
        """When a file was asked for."""
        return [time for other, time in self.log if other == name]

    def answer(self, url: str) -> Answer | None:
        """What a request comes to; None if the host can't be reached."""
        name = PurePosixPath(urlsplit(url).path).name
        self.log.append((name, asyncio.get_running_loop().time()))
        if url not in self.files:
            return says(404)(b"")
        return self.faults.get(name, whole)(self.files[url])


def whole(data: bytes) -> Answer:
    """All is well."""
    step = len(data) // _PIECES + 1
    return Answer([data[start : start + step] for start in range(0, len(data), step)])


def breaks_off(data: bytes) -> Answer:
    """The connection ends in the middle of the file."""
    return Answer([data[: len(data) // 2]], broken=True)


def truncates(data: bytes) -> Answer:
    """Half the file arrives, as if it were the whole."""
    return Answer([data[: len(data) // 2]])


def flips(data: bytes) -> Answer:
    """One bit is another."""
    spoilt = bytearray(data)
    spoilt[len(data) // 2] ^= 1
    return Answer([bytes(spoilt)])


def answers_html(data: bytes) -> Answer:
    """A page of an intermediary arrives, with status 200."""
    return Answer([b"<h1>Sign in to the network</h1>"])


def adds_more(data: bytes) -> Answer:
    """More arrives than the file has, and more, and more."""
    return Answer([data, *[bytes(1000)] * 100])


def is_gone(data: bytes) -> Answer | None:
    """Nobody takes the connection."""
    return None


def is_silent(data: bytes) -> Answer:
    """The request is taken, and that is all."""
    return Answer(delay=inf)


def falls_silent(data: bytes) -> Answer:
    """The headers arrive, and that is all."""
    return Answer([data], silence=inf)


def drips(data: bytes) -> Answer:
    """Each piece takes long, but comes."""
    return Answer(whole(data).pieces, silence=29.0)


def drips_for_ever(data: bytes) -> Answer:
    """A byte comes now and then."""
    return Answer([data[at : at + 1] for at in range(len(data))], silence=29.0)


def says(status: int, **headers: str) -> Fault:
    """The host refuses, with an HTML page."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: Answer([b"<h1>No</h1>"], status, named)


def once(fault: Fault, times: int = 1) -> Fault:
    """The same fault, but only so often."""
    left = times

    def rarely(data: bytes) -> Answer | None:
        nonlocal left
        left -= 1
        return fault(data) if left >= 0 else whole(data)

    return rarely


FAULTS: Final[Mapping[str, Fault]] = {
    "breaks off": breaks_off,
    "truncates": truncates,
    "flips a bit": flips,
    "answers HTML": answers_html,
    "404": says(404),
    "429": says(429, Retry_After="1"),
    "500": says(500),
}
"""Each of them may pass or last."""

LASTING: Final[Mapping[str, tuple[str, str]]] = {
    "breaks off": ("ModelUnavailableError", "Go online and try again; what has arrived is kept."),
    "truncates": ("DamagedModelError", "arrived damaged: check the connection and try again."),
    "flips a bit": ("DamagedModelError", "arrived damaged: check the connection and try again."),
    "answers HTML": ("DamagedModelError", "arrived damaged: check the connection and try again."),
    "404": ("ModelUnavailableError", "a part of the model: reload the page."),
    "429": ("ModelUnavailableError", "a part of the model: try again later."),
    "500": ("ModelUnavailableError", "a part of the model: try again later."),
}
"""How each is told when it lasts: the error's name, and the end of its sentence."""
