"""As much of a browser as offcut.browser's downloads and model store use, outside Pyodide.

Names and behaviour are the browser's: a promise goes on whether or not it is waited for, an
aborted fetch rejects, and so does reading a body that was cut off.
"""
# ruff: noqa: D101, D102 - the browser's names, documented there

from __future__ import annotations

import asyncio
import gzip
import hashlib
import sys
import zlib
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Generator, Iterator
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace
from typing import Any, TypeVar
from urllib.parse import urljoin

import numpy as np
from numpy.typing import NDArray

from tests.unit.browser.fake_host import Answer, Host

_T = TypeVar("_T")


class JsException(Exception):  # noqa: N818 - Pyodide's name
    """What a rejected promise raises."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}")
        self.message = message


class _Null:
    """JavaScript's null, which is not None."""

    def __bool__(self) -> bool:
        return False


NULL = _Null()


class Promise:
    """Work that has begun; who gives up waiting does not end it."""

    def __init__(self, work: Coroutine[Any, Any, Any]) -> None:
        self._task = asyncio.ensure_future(work)
        self._task.add_done_callback(lambda task: task.cancelled() or task.exception())

    def __await__(self) -> Generator[Any, Any, Any]:
        return asyncio.shield(self._task).__await__()


class Proxy:
    """What ``create_proxy`` makes of a function: can't be called any more once destroyed."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function: Callable[..., Any] | None = function

    def __call__(self, *arguments: Any) -> Any:
        assert self._function is not None, "The proxy was destroyed."
        return self._function(*arguments)

    def destroy(self) -> None:
        self._function = None


class Signal:
    """An AbortSignal."""

    def __init__(self) -> None:
        self._abort = asyncio.Event()

    @property
    def aborted(self) -> bool:
        return self._abort.is_set()

    def abort(self) -> None:
        self._abort.set()

    async def race(self, work: Awaitable[_T]) -> _T:
        """The work's result, if nothing is aborted before."""
        tasks = asyncio.ensure_future(work), asyncio.ensure_future(self._abort.wait())
        try:
            if not self.aborted:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if tasks[0].done():
                return tasks[0].result()
            raise JsException("AbortError", "The user aborted a request.")
        finally:
            for task in tasks:
                task.cancel()


class AbortController:
    def __init__(self) -> None:
        self.signal = Signal()
        self.abort = self.signal.abort

    @classmethod
    def new(cls) -> AbortController:
        return cls()


class Buffer:
    """An ArrayBuffer, or a Uint8Array of all of it."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.length = len(data)

    @classmethod
    def new(cls, buffer: Buffer) -> Buffer:
        return cls(buffer.to_bytes())

    def to_bytes(self) -> bytes:
        return self._data

    def assign_to(self, array: NDArray[np.uint8]) -> None:
        array[:] = np.frombuffer(self._data, np.uint8)


class Stream:
    """A ReadableStream, and its reader."""

    def __init__(self, pieces: AsyncIterator[bytes], signal: Signal | None = None) -> None:
        self._pieces = pieces
        self._signal = signal

    def getReader(self) -> Stream:
        return self

    def read(self) -> Promise:
        return Promise(self._read())

    def pipeThrough(self, transform: DecompressionStream) -> Stream:
        return Stream(transform.inflate(self))

    async def _read(self) -> Any:
        piece = await (self._signal or Signal()).race(anext(self._pieces, None))
        return SimpleNamespace(done=piece is None, value=None if piece is None else Buffer(piece))

    async def all(self) -> bytes:
        """Everything that comes."""
        data = b""
        while not (step := await self._read()).done:
            data += step.value.to_bytes()
        return data


class DecompressionStream:
    @classmethod
    def new(cls, kind: str) -> DecompressionStream:
        assert kind == "gzip"
        return cls()

    async def inflate(self, stream: Stream) -> AsyncIterator[bytes]:
        try:
            yield gzip.decompress(await stream.all())
        except (OSError, EOFError, zlib.error) as error:
            raise JsException("TypeError", "The compressed data was not valid.") from error


class Blob:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    @classmethod
    def new(cls, pieces: list[Buffer]) -> Blob:
        return cls(b"".join(piece.to_bytes() for piece in pieces))

    def arrayBuffer(self) -> Promise:
        return Response.new(self).arrayBuffer()

    def text(self) -> Promise:
        return Response.new(self).text()

    def stream(self) -> Stream:
        async def pieces() -> AsyncIterator[bytes]:
            yield self._data

        return Stream(pieces())


class Response:
    def __init__(self, body: Stream, answer: Answer) -> None:
        self.body = body
        self.status = answer.status
        self.ok = answer.status == 200
        self.headers = SimpleNamespace(get=lambda name: answer.headers.get(name, NULL))

    @classmethod
    def new(cls, body: Blob | Stream) -> Response:
        return cls(body.stream() if isinstance(body, Blob) else body, Answer())

    def blob(self) -> Promise:
        return Promise(self._all(Blob))

    def arrayBuffer(self) -> Promise:
        return Promise(self._all(Buffer))

    def text(self) -> Promise:
        return Promise(self._all(bytes.decode))

    async def _all(self, form: Callable[[bytes], _T]) -> _T:
        return form(await self.body.all())


class Cache:
    """One cache of Cache Storage.

    Attributes:
        kept: what it holds, by URL.
        full: whether the browser has no room for more.
        unreadable: whether the disk fails.
    """

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.full = False
        self.unreadable = False

    def match(self, url: str) -> Promise:
        return Promise(self._match(url))

    def put(self, url: str, response: Response) -> Promise:
        return Promise(self._put(url, response))

    async def _match(self, url: str) -> Response | None:
        if self.unreadable:
            raise JsException("UnknownError", "Failed to read.")
        data = self.kept.get(url)
        return None if data is None else Response.new(Blob(data))

    async def _put(self, url: str, response: Response) -> None:
        data = await response.body.all()
        if self.full:
            raise JsException("QuotaExceededError", "Quota exceeded.")
        self.kept[url] = data


class LockManager:
    """Web Locks. ``refuses``: whether the browser grants none, as on some pages."""

    def __init__(self) -> None:
        self.refuses = False
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def request(self, name: str, options: Any, callback: Callable[[str], Any]) -> Promise:
        return Promise(self._request(self._locks[name], options.signal, callback))

    async def _request(
        self, lock: asyncio.Lock, signal: Signal, callback: Callable[[Any], Awaitable[None]]
    ) -> None:
        if self.refuses:
            raise JsException("SecurityError", "Access to the Locks API is denied.")
        await signal.race(lock.acquire())
        try:
            await callback(lock)
        finally:
            lock.release()


class Browser:
    """The globals of a worker.

    Attributes:
        js: Python's view of them; a test may take some away.
        cache: what the site keeps.
        refuses_caches: whether the browser keeps nothing for this page.
        fetches: the signal of each fetch, in order.
        redirects: what each fetch does with a redirect.
        warnings: what was written to the console.
    """

    def __init__(self, host: Host) -> None:
        self.cache = Cache()
        self.refuses_caches = False
        self.locks = LockManager()
        self.fetches: list[Signal] = []
        self.redirects: list[str] = []
        self.warnings: list[str] = []
        self._host = host
        self.js = ModuleType("js")
        vars(self.js).update(
            AbortController=AbortController,
            Array=SimpleNamespace(new=_Array),
            Blob=Blob,
            DecompressionStream=DecompressionStream,
            Object=SimpleNamespace(fromEntries=lambda items: SimpleNamespace(**dict(items))),
            Response=Response,
            URL=SimpleNamespace(new=lambda path, base: SimpleNamespace(href=urljoin(base, path))),
            Uint8Array=Buffer,
            caches=SimpleNamespace(open=lambda _: Promise(self._open())),
            console=SimpleNamespace(warn=self.warnings.append, error=self.warnings.append),
            crypto=SimpleNamespace(subtle=SimpleNamespace(digest=_digest)),
            fetch=self._begin,
            isSecureContext=True,
            navigator=SimpleNamespace(locks=self.locks),
        )

    def use_plain_http(self) -> None:
        """Take away what browsers give to secure pages alone."""
        del self.js.caches, self.js.navigator.locks, self.js.crypto.subtle
        vars(self.js)["isSecureContext"] = False

    async def _open(self) -> Cache:
        if self.refuses_caches:
            raise JsException("SecurityError", "The operation is insecure.")
        return self.cache

    def _begin(self, url: str, options: Any = None) -> Promise:
        signal = getattr(options, "signal", None) or Signal()
        self.fetches.append(signal)
        self.redirects.append(getattr(options, "redirect", "follow"))
        return Promise(self._fetch(url, signal))

    async def _fetch(self, url: str, signal: Signal) -> Response:
        answer = self._host.answer(url)
        if answer is None:
            raise JsException("TypeError", "Failed to fetch")
        await signal.race(asyncio.sleep(answer.delay))
        return Response(Stream(_pieces(answer), signal), answer)


class _Array(list[Buffer]):
    push = list.append


def _digest(name: str, buffer: Buffer) -> Promise:
    async def digest() -> Buffer:
        assert name == "SHA-256"
        return Buffer(hashlib.sha256(buffer.to_bytes()).digest())

    return Promise(digest())


async def _pieces(answer: Answer) -> AsyncIterator[bytes]:
    for piece in answer.pieces:
        await asyncio.sleep(answer.silence)
        yield piece
    if answer.broken:
        raise JsException("TypeError", "network error")


@contextmanager
def outside_pyodide(js: ModuleType) -> Iterator[None]:
    """Within, offcut.browser can be imported; afterwards it is forgotten."""
    known = set(sys.modules)
    ffi = ModuleType("pyodide.ffi")
    vars(ffi).update(
        JsException=JsException,
        create_proxy=Proxy,
        jsnull=NULL,
        to_js=lambda values, dict_converter: dict_converter(values.items()),
    )
    sys.modules.update({"js": js, "pyodide": ModuleType("pyodide"), "pyodide.ffi": ffi})
    try:
        yield
    finally:
        for name in set(sys.modules) - known:
            del sys.modules[name]
