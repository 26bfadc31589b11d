"""The server's paths."""

from __future__ import annotations

import base64
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

import offcut
from offcut.errors import OffcutError
from offcut.native.remover import Remover
from offcut.native.serve import intake, own_fields, remove_bg, task
from offcut.native.serve.desk import Desk
from offcut.native.serve.failures import (
    BusyError,
    RequestError,
    UnknownMethodError,
    UnknownPathError,
    answer,
    fault,
)
from offcut.native.serve.guard import Guard
from offcut.native.serve.intake import Given, UploadLimits
from offcut.native.serve.metrics import CONTENT_TYPE, Metrics
from offcut.native.serve.task import Done, Task

OWN: Final = "/remove-background"
REMOVE_BG: Final = "/v1.0/removebg"

_LOG: Final = logging.getLogger("offcut.serve")
_GONE: Final = 499  # nginx's: nobody was there to be answered
_NO_METHOD: Final = 405
_HEADERS: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a server takes.

    Attributes:
        jobs: pictures that are worked on at a time.
        waiting: requests that wait beside.
        upload: of a request's body.
        pixels: of a picture.
        names: that the server is called by; None for any.
    """

    jobs: int
    waiting: int
    upload: UploadLimits
    pixels: int
    names: Sequence[str] | None


class Service:
    """Answers requests with one model.

    Attributes:
        desk: who is served when.
    """

    def __init__(self, remover: Remover, limits: Limits) -> None:
        """Nobody has asked yet.

        Args:
            remover: has the model.
            limits: what is taken.
        """
        self.desk = Desk(limits.jobs, limits.waiting)
        self._remover = remover
        self._limits = limits
        self._guard = Guard(limits.names)
        self._metrics = Metrics(remover.variant.id)

    def app(self) -> Starlette:
        """The ASGI application."""
        return Starlette(
            routes=[
                Route(OWN, self._own, methods=["POST"]),
                Route(REMOVE_BG, self._as_remove_bg, methods=["POST"]),
                Route("/health", self._health),
                Route("/metrics", self._show_metrics),
            ],
            exception_handlers={HTTPException: self._unknown},
        )

    async def _own(self, request: Request) -> Response:
        return await self._answered(request, OWN, own_fields.task, _file, raw=True)

    async def _as_remove_bg(self, request: Request) -> Response:
        reply = _json if "application/json" in request.headers.get("accept", "") else _file
        return await self._answered(request, REMOVE_BG, remove_bg.task, _subject(reply), raw=False)

    async def _answered(
        self,
        request: Request,
        path: str,
        read: Callable[[Given], Task],
        reply: Callable[[Done], Response],
        *,
        raw: bool,
    ) -> Response:
        try:
            self._guard.check(request)
            with self.desk.place():
                given = await intake.read(request, self._limits.upload, raw=raw)
                done = await self._done(request, read(given))
            response = Response(status_code=_GONE) if done is None else reply(done)
        except ClientDisconnect:
            response = Response(status_code=_GONE)
        except OffcutError as error:
            if isinstance(error, BusyError):
                await intake.discard(request, self._limits.upload.bytes)
            response = answer(error)
        except Exception:  # noqa: BLE001
            # whatever it was, the next request is answered again; its picture is not in the log
            _LOG.exception("A request to %s failed", path)
            response = answer(fault())
        self._metrics.count_request(path, response.status_code)
        response.headers.update(_HEADERS)
        return response

    async def _done(self, request: Request, wanted: Task) -> Done | None:
        start = 0.0

        def work() -> Done:
            nonlocal start
            start = time.monotonic()
            return task.do(wanted, self._remover, self._limits.pixels)

        done = await self.desk.run(work, request.is_disconnected)
        if done is not None:
            self._metrics.count_picture(
                done.pixels, time.monotonic() - start, found=done.file.found
            )
        return done

    async def _health(self, request: Request) -> Response:
        state = "ending" if self.desk.closing else "ok"
        said = {
            "status": state,
            "model": self._remover.variant.id,
            "version": offcut.__version__,
        }
        return self._told(request, JSONResponse(said, 503 if self.desk.closing else 200, _HEADERS))

    async def _show_metrics(self, request: Request) -> Response:
        text = self._metrics.text(self.desk.running, self.desk.places)
        return self._told(request, Response(text, 200, _HEADERS, CONTENT_TYPE))

    def _told(self, request: Request, response: Response) -> Response:
        try:
            self._guard.check(request)
        except RequestError as error:
            return answer(error)
        return response

    async def _unknown(self, _: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 404
        self._metrics.count_request("other", status)
        if status == _NO_METHOD:
            return answer(
                UnknownMethodError(
                    "Send pictures to {paths} with POST.",
                    code="serve-method",
                    paths=[OWN, REMOVE_BG],
                )
            )
        return answer(
            UnknownPathError(
                "There is nothing here: POST a picture to {paths}.",
                code="serve-path",
                paths=[OWN, REMOVE_BG],
            )
        )


def _file(done: Done) -> Response:
    """The result's file; what there is to say of it is in headers."""
    width, height = done.size
    headers = {
        "X-Width": str(width),
        "X-Height": str(height),
        "Offcut-Found": str(done.file.found).lower(),
    }
    if done.file.notes:
        headers["Offcut-Notes"] = ",".join(note.code for note in done.file.notes)
    return Response(done.file, 200, headers, done.file.media_type)


def _json(done: Done) -> Response:
    """The result as remove.bg sends it to those who ask for JSON."""
    return JSONResponse({"data": {"result_b64": base64.b64encode(done.file).decode("ascii")}})


def _subject(reply: Callable[[Done], Response]) -> Callable[[Done], Response]:
    """As remove.bg: a picture without a subject is an error."""

    def answered(done: Done) -> Response:
        if done.file.found:
            return reply(done)
        return answer(RequestError("No subject was found in the picture.", code="serve-no-subject"))

    return answered
