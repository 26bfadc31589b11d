"""A request's body to a picture and fields: in memory alone, and no more of it than may be."""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Final

from starlette.datastructures import UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request

from offcut.native.serve.failures import (
    RequestError,
    UploadTooLargeError,
    UploadTooSlowError,
)

_MOST_FILES: Final = 2
"""The picture, and one to put behind it."""
_MOST_FIELDS: Final = 64
_FORM: Final = "multipart/form-data"
_URL_ENCODED: Final = "application/x-www-form-urlencoded"
_JSON: Final = "application/json"
_DISCARD_SECONDS: Final = 10


@dataclass(slots=True)
class Given:
    """What a request gives.

    Attributes:
        fields: text, by name; those of the URL's query too.
        files: bytes, by name.
        raw: the body, if it is a picture itself.
    """

    fields: dict[str, str]
    files: dict[str, bytes] = field(default_factory=dict)
    raw: bytes | None = None


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """Of a request's body.

    Attributes:
        bytes: the most that it may have.
        seconds: the longest that it may take.
    """

    bytes: int
    seconds: float


async def read(request: Request, limits: UploadLimits, *, raw: bool) -> Given:
    """Read a request.

    Args:
        request: not read yet.
        limits: of its body.
        raw: whether a body that is no form is a picture. Else it is a form in another form: as of
            a URL, or JSON.

    Raises:
        RequestError: if it can't be understood, has too many bytes, or comes too slowly.
        ClientDisconnect: if the client is gone.
    """
    _refuse_large(request.headers.get("content-length"), limits.bytes)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    given = Given(dict(request.query_params))
    body = _chunks(request, limits.bytes)
    try:
        async with asyncio.timeout(limits.seconds):
            if kind == _FORM:
                await _read_form(request, given, body, limits.bytes)
            elif raw:
                given.raw = b"".join([chunk async for chunk in body])
            elif kind == _JSON:
                _add_json(given, b"".join([chunk async for chunk in body]))
            elif kind == _URL_ENCODED:
                await _read_url_encoded(request, given, body, limits.bytes)
            else:
                raise RequestError(
                    "The body is {kind}: send multipart/form-data.",
                    code="serve-body-kind",
                    kind=kind or "of no kind",
                )
    except TimeoutError as error:
        raise UploadTooSlowError(
            "The picture did not come within {seconds} seconds: try again.",
            code="serve-upload-slow",
            seconds=limits.seconds,
        ) from error
    return given


async def discard(request: Request, most: int) -> None:
    """Take what a client still sends, and keep nothing of it: else it never reads the answer.

    Args:
        request: that was refused before it was read.
        most: bytes, beyond which the connection is cut off.
    """
    if "100-continue" in request.headers.get("expect", "").lower():
        return  # such a client waits to be asked for the body
    try:
        async with asyncio.timeout(_DISCARD_SECONDS):
            async for _ in _chunks(request, most):
                pass
    except (TimeoutError, RequestError):
        return


def from_base64(text: str, name: str) -> bytes:
    """The bytes of a file that came as text; what a data URL begins with is left out.

    Raises:
        RequestError: if it is no base64.
    """
    try:
        return base64.b64decode(text.rpartition(",")[2], validate=True)
    except (binascii.Error, ValueError) as error:
        raise RequestError("{field} is no base64.", code="serve-encoding", field=name) from error


def _refuse_large(length: str | None, most: int) -> None:
    if length is not None and length.isdigit() and int(length) > most:
        raise _too_large(most)


def _too_large(most: int) -> UploadTooLargeError:
    return UploadTooLargeError(
        "The request has more than {limit} bytes: send a smaller file.",
        code="serve-upload-large",
        limit=most,
    )


async def _chunks(request: Request, most: int) -> AsyncGenerator[bytes, None]:
    total = 0
    async for chunk in request.stream():
        total += len(chunk)
        if total > most:
            raise _too_large(most)
        yield chunk


async def _read_form(
    request: Request, given: Given, body: AsyncGenerator[bytes, None], most: int
) -> None:
    parser = MultiPartParser(
        request.headers,
        body,
        max_files=_MOST_FILES,
        max_fields=_MOST_FIELDS,
        max_part_size=most,  # a picture may be a field, as base64
    )
    parser.spool_max_size = most + 1  # so that no picture is ever put on a disk
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise RequestError(
            "The form can't be read: {reason}", code="serve-form", reason=error.message
        ) from error
    try:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                given.files[name] = await value.read()
            else:
                given.fields[name] = value
    finally:
        await form.close()


async def _read_url_encoded(
    request: Request, given: Given, body: AsyncGenerator[bytes, None], most: int
) -> None:
    parser = FormParser(request.headers, body, max_fields=_MOST_FIELDS, max_part_size=most)
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise RequestError(
            "The form can't be read: {reason}", code="serve-form", reason=error.message
        ) from error
    given.fields |= {name: value for name, value in form.multi_items() if isinstance(value, str)}


def _add_json(given: Given, body: bytes) -> None:
    try:
        values = json.loads(body)
    except ValueError as error:
        raise RequestError("The body is no JSON.", code="serve-json") from error
    if not isinstance(values, dict):
        raise RequestError("The body is no JSON object.", code="serve-json-object")
    for name, value in values.items():
        if isinstance(value, bool):
            given.fields[name] = str(value).lower()
        elif isinstance(value, (str, int, float)):
            given.fields[name] = str(value)
        elif value is not None:
            raise RequestError(
                "{field} is neither text nor a number, true or false.",
                code="serve-json-value",
                field=str(name),
            )
