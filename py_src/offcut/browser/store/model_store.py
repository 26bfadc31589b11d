"""Step 1: the models, fetched once and kept in the browser's Cache Storage."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import asdict, dataclass
from typing import Any, Final

import js
import numpy as np
from numpy.typing import NDArray
from pyodide.ffi import JsException

from offcut.browser.ffi import js_object, release, uint8_array
from offcut.browser.messages.inference import Take
from offcut.browser.store.download import download, sha256, verify
from offcut.browser.store.lock import exclusive
from offcut.browser.store.prefetch import Prefetch
from offcut.errors import DamagedModelError, ModelUnavailableError
from offcut.models.fetching import Patience
from offcut.models.manifest import Catalogue, Part, Variant, parse

_CONNECTIONS: Final = 6
"""As many as a browser opens to one HTTP/1.1 server."""

_MOST_UNPACKED: Final = 64_000_000
"""Bytes up to which a model is kept unpacked too: then a session is there sooner, by what it takes
to put 8-bit weights in order. The others are twice to nine times as large unpacked, for little."""

Progress = Callable[[int, int], None]
"""Called with compressed bytes there, and in all."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the models of one site are.

    Attributes:
        manifest_url: of ``models/manifest.json``, absolute.
        manifest_sha256: of its content, hexadecimal: each release of the site has one list.
        cache_name: the name in Cache Storage; other sites may share the origin.
        patience: how long a host that fails is waited for.
    """

    manifest_url: str
    manifest_sha256: str
    cache_name: str
    patience: Patience


class ModelStore:
    """The models of one site, as parts in one cache.

    A part is kept compressed, as it was sent, under its own URL, which names its hash: what one
    variant fetched serves another, and a new version of Offcut serves itself from it too. It is
    verified each time it is read, since a disk can fail.
    """

    def __init__(
        self, place: Place, prefetch: Prefetch, on_room: Callable[[], None] = lambda: None
    ) -> None:
        """Nothing is fetched yet.

        Args:
            place: where the models are, and are kept.
            prefetch: what fetches parts already.
            on_room: called when ``room`` changes.
        """
        self._place = place
        self._prefetch = prefetch
        self._on_room = on_room
        self._catalogue: Catalogue | None = None
        self._reading = asyncio.Lock()
        self.room = True

    async def catalogue(self) -> Catalogue:
        """The list of models that belongs to this release: the one kept, else the server's.

        Raises:
            ModelUnavailableError: if it can't be had, or the server has another release's.
            DamagedModelError: if it can't be read.
        """
        async with self._reading:
            if self._catalogue is None:
                self._catalogue = parse(await self._manifest())
            return self._catalogue

    def unpacked(self, variant: Variant) -> Take | None:
        """Where the files of a model are kept as ONNX Runtime reads them; None if they aren't."""
        if sum(file.bytes for file in variant.files) > _MOST_UNPACKED:
            return None
        base = self._place.manifest_url
        return Take(
            self._place.cache_name,
            [
                {**asdict(file), "url": str(js.URL.new(f"unpacked/{file.sha256}", base).href)}
                for file in variant.files
            ],
        )

    async def pieces(
        self, variant: Variant, report: Progress
    ) -> AsyncGenerator[tuple[Part, NDArray[np.uint8]], None]:
        """Each part of a model with its bytes as they stand in its file, in the order of arrival.

        Parts that the cache lacks, or holds damaged, are fetched, several at a time.

        Raises:
            ModelUnavailableError: if a part can't be fetched; others that arrived are kept.
            DamagedModelError: if a part keeps arriving damaged.
        """
        cache = await self._open_cache()
        loaded = dict.fromkeys((part.path for part in variant.parts), 0)
        connections = asyncio.Semaphore(_CONNECTIONS)

        def count(part: Part, so_far: int) -> None:
            loaded[part.path] = so_far
            report(sum(loaded.values()), variant.bytes)

        async def get(part: Part) -> tuple[Part, Any]:
            async with connections:
                blob = await self._part(part, cache, lambda so_far: count(part, so_far))
                count(part, part.bytes)
                return part, blob

        waiting = {asyncio.ensure_future(get(part)) for part in variant.parts}
        try:
            while waiting:
                done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                while done:
                    part, blob = done.pop().result()
                    # one after the other: only one of them is in Python's heap
                    yield part, part.restore(await _inflate(blob, part))
        finally:
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)

    async def _part(self, part: Part, cache: Any, report: Callable[[int], None]) -> Any:
        url = self._url(part)
        if (kept := await self._kept(part, cache, url)) is not None:
            return kept
        if not cache:
            return await download(part, url, report, self._place.patience)
        # The prefetch or another tab may be at it: wait for that rather than fetch it twice.
        with self._prefetch.counted(part.path, report):
            async with exclusive(f"{self._place.cache_name} {part.path}"):
                if (kept := await self._kept(part, cache, url)) is not None:
                    return kept
                blob = await download(part, url, report, self._place.patience)
                await self._keep(cache, url, blob)
                return blob

    async def _kept(self, part: Part, cache: Any, url: str) -> Any:
        try:
            kept = await cache.match(url) if cache else None
            if kept is None:
                return None
            blob = await kept.blob()
            await verify(blob, part)
        except (DamagedModelError, JsException) as error:  # a disk can fail: it is fetched anew
            js.console.warn(f"{part.path} can't be used as it was kept: {error}")
            return None
        else:
            return blob

    async def _keep(self, cache: Any, url: str, blob: Any) -> None:
        if not cache:
            return
        room = True
        try:
            await cache.put(url, js.Response.new(blob))
        except JsException as error:
            # Without room the model is used from memory, and fetched again next time.
            room = False
            js.console.warn(f"The model is not kept on this device: {error}")
        if room != self.room:
            self.room = room
            self._on_room()

    async def _manifest(self) -> str:
        cache = await self._open_cache()
        try:
            kept = await cache.match(self._place.manifest_url) if cache else None
            if kept is not None:
                blob = await kept.blob()
                if await sha256(blob) == self._place.manifest_sha256:
                    return str(await blob.text())
        except JsException as error:  # a disk can fail: it is fetched anew
            js.console.warn(f"The list of models can't be used as it was kept: {error}")
        try:
            async with asyncio.timeout(self._place.patience.stalled):  # it is small
                response = await js.fetch(
                    self._place.manifest_url, js_object({"redirect": "error"})
                )
                blob = await response.blob()
            if response.ok:
                if await sha256(blob) != self._place.manifest_sha256:
                    raise ModelUnavailableError(
                        "The list of models is not the one that this page was made with: "
                        "the site was probably updated, so reload the page.",
                        code="models-outdated",
                    )
                await self._keep(cache, self._place.manifest_url, blob)
                return str(await blob.text())
            reason = f"the server answered {response.status}"
        except JsException as error:
            reason = str(error.message)
        except TimeoutError:
            reason = "no answer came"
        raise ModelUnavailableError(
            "The list of models could not be fetched ({reason}): "
            "check the connection and try again.",
            code="models-not-fetched",
            reason=reason,
        )

    async def _open_cache(self) -> Any:
        """The cache; None where the browser has none to give (no HTTPS, a locked-down profile)."""
        try:
            return await js.caches.open(self._place.cache_name)
        except (JsException, AttributeError) as error:
            js.console.warn(f"No model is kept on this device: {error}")
            return None

    def _url(self, part: Part) -> str:
        return str(js.URL.new(part.path, self._place.manifest_url).href)


async def _inflate(blob: Any, part: Part) -> NDArray[np.uint8]:
    stream = blob.stream().pipeThrough(js.DecompressionStream.new("gzip"))
    try:
        buffer = await js.Response.new(stream).arrayBuffer()
    except JsException as error:
        raise DamagedModelError(
            "{part}, a part of the model, can't be inflated.", code="part-packed", part=part.path
        ) from error
    inflated = uint8_array(buffer)
    release(buffer)
    return inflated
