"""What goes wrong with a request, and the JSON that says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from starlette.responses import JSONResponse

from offcut.errors import (
    InferenceError,
    OffcutError,
    OutOfMemoryError,
    PictureTooLargeError,
)

_BAD_REQUEST: Final = 400
_TOO_LARGE: Final = 413
_FAULT: Final = 500
_UNAVAILABLE: Final = 503

_REMOVE_BG_CODES: Final = {"serve-no-subject": "unknown_foreground"}
"""What remove.bg's clients look for."""


class RequestError(OffcutError):
    """The request is not one that the server answers.

    Attributes:
        status: of HTTP.
        headers: of the answer.
    """

    status = _BAD_REQUEST

    @property
    def headers(self) -> Mapping[str, str]:
        """None, unless a subclass has some."""
        return {}


class ForeignRequestError(RequestError):
    """The request comes from a page of another site, or by another name of this machine."""

    status = 403


class UnknownPathError(RequestError):
    """There is nothing at this path."""

    status = 404


class UnknownMethodError(RequestError):
    """There is nothing to be had in this way."""

    status = 405


class UploadTooSlowError(RequestError):
    """The picture did not come in time."""

    status = 408


class UploadTooLargeError(RequestError):
    """The request has more bytes than the server takes."""

    status = _TOO_LARGE


class BusyError(RequestError):
    """As many pictures wait as may: come back later."""

    status = 429

    @property
    def headers(self) -> Mapping[str, str]:
        """When to come back."""
        return {"Retry-After": str(self.params["seconds"])}


class ClosingError(RequestError):
    """The server is ending."""

    status = _UNAVAILABLE

    @property
    def headers(self) -> Mapping[str, str]:
        """Another server may be there by then."""
        return {"Retry-After": "5"}


def answer(error: OffcutError) -> JSONResponse:
    """The answer to a request that failed.

    It has ``name``, ``code`` and ``message``, and the same once more as remove.bg's clients read
    it.
    """
    said = {"name": error.name, "code": error.code, "message": str(error)}
    code = _REMOVE_BG_CODES.get(error.code, error.code)
    errors = [{"title": said["message"], "code": code, "name": error.name}]
    headers = dict(error.headers) if isinstance(error, RequestError) else {}
    return JSONResponse({**said, "errors": errors}, _status(error), headers)


def fault() -> OffcutError:
    """The error to tell of what is our own fault; what it was goes to the log."""
    return InferenceError(
        "Something went wrong inside Offcut: the server's log says what.", code="serve-fault"
    )


def _status(error: OffcutError) -> int:
    statuses: list[tuple[type[Any], int]] = [
        (PictureTooLargeError, _TOO_LARGE),
        (OutOfMemoryError, _UNAVAILABLE),
        (InferenceError, _FAULT),
    ]
    if isinstance(error, RequestError):
        return error.status
    return next((status for kind, status in statuses if isinstance(error, kind)), _BAD_REQUEST)
