"""A request's body: in memory alone, and no more of it than may be."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from starlette.requests import ClientDisconnect, Request

from offcut.native.serve import intake
from offcut.native.serve.failures import UploadTooLargeError, UploadTooSlowError
from offcut.native.serve.intake import Given, UploadLimits
from tests.native.serve.client import form

LIMITS = UploadLimits(5_000_000, 30)
CHUNK = 1 << 16

T = TypeVar("T")


def _request(
    kind: str, body: bytes, *, ends: bool = True, taken: list[bytes] | None = None
) -> Request:
    """A request whose body comes in chunks, which ``taken`` lists; one may stop without an end."""
    parts: Iterator[bytes] = iter([body[at : at + CHUNK] for at in range(0, len(body), CHUNK)])

    async def receive() -> dict[str, object]:
        part = next(parts, None)
        if part is not None:
            if taken is not None:
                taken.append(part)
            return {"type": "http.request", "body": part, "more_body": True}
        if not ends:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": b"", "more_body": False}

    headers = [(b"content-type", kind.encode())]
    scope = {"type": "http", "method": "POST", "query_string": b"crop=1", "headers": headers}
    return Request(scope, receive)


def _run(work: Coroutine[Any, Any, T]) -> T:
    """In a thread of its own: the one that tests run in may have Playwright's loop."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, work).result()


def _read(request: Request, limits: UploadLimits = LIMITS) -> Given:
    return _run(intake.read(request, limits, raw=True))


def test_no_picture_is_put_on_a_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(tempfile.SpooledTemporaryFile, "rollover", refuse)
    large = bytes(range(256)) * 12_000
    kind, body = form({"picture": large}, {"margin": "0.1"})
    given = _read(_request(kind, body))
    assert given.files == {"picture": large}
    assert given.fields == {"crop": "1", "margin": "0.1"}


def test_a_body_that_is_no_form_is_taken_as_it_is() -> None:
    assert _read(_request("image/png", bytes(200_000))).raw == bytes(200_000)


@pytest.mark.parametrize("kind", ["image/png", None])
def test_no_more_than_the_limit_is_read(kind: str | None) -> None:
    type_of_form, body = form({"picture": bytes(300_000)}, {})
    request = _request(kind or type_of_form, body, ends=False)
    with pytest.raises(UploadTooLargeError, match="more than 100000 bytes"):
        _read(request, UploadLimits(100_000, 30))


@pytest.mark.parametrize("kind", ["image/png", "multipart/form-data; boundary=x"])
def test_a_body_that_stops_is_given_up(kind: str) -> None:
    with pytest.raises(UploadTooSlowError, match=r"within 0\.05 seconds"):
        _read(_request(kind, b"--x", ends=False), UploadLimits(100_000, 0.05))


def test_a_client_that_goes_is_noticed() -> None:
    async def receive() -> dict[str, object]:
        return {"type": "http.disconnect"}

    scope = {"type": "http", "method": "POST", "query_string": b"", "headers": []}
    with pytest.raises(ClientDisconnect):
        _read(Request(scope, receive))


def test_what_is_refused_is_read_to_its_end_or_to_the_limit() -> None:
    taken: list[bytes] = []
    _run(intake.discard(_request("image/png", bytes(200_000), taken=taken), 1_000_000))
    assert sum(map(len, taken)) == 200_000
    taken.clear()
    _run(intake.discard(_request("image/png", bytes(200_000), taken=taken), 100_000))
    assert sum(map(len, taken)) == 2 * CHUNK
