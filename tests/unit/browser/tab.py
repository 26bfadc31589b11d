"""A tab of a fake browser, at a site with one small model."""

from __future__ import annotations

import asyncio
import hashlib
import importlib
import json
from contextlib import aclosing
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

from offcut.models.fetching import Patience
from tests.native.models.small_models import GRAPH, WEIGHTS, SmallModel, make_small_model
from tests.unit.browser.fake_browser import Browser
from tests.unit.browser.fake_host import Fault, Host
from tests.unit.browser.prefetching import Prefetching

MANIFEST: Final = "https://photos.example/offcut/models/manifest.json?0123"
_CACHE: Final = "offcut-models /offcut/models/"


class Tab:
    """What a Python worker has around it.

    Attributes:
        host: serves the model.
        browser: keeps it.
        parts: the file names of its parts.
        prefetching: what fetches parts before the store is asked for them.
        room: what ``on_room`` was told, in order.
        store: the model store.
    """

    def __init__(self, folder: Path) -> None:
        """Import offcut.browser after ``fake_browser.outside_pyodide`` alone."""
        self.model: SmallModel = make_small_model(folder)
        self.parts = self.model.names
        self.host = Host({})
        for part in self.parts:
            self.host.files[self.url(part)] = (folder / part).read_bytes()
        self.browser = Browser(self.host)
        self.room: list[bool] = []
        self._manifest_sha256 = ""
        self.publish(json.dumps(self.model.manifest).encode())

    def publish(self, manifest: bytes) -> None:
        """Have the site made with this list of models."""
        self.host.files[MANIFEST] = manifest
        self._manifest_sha256 = hashlib.sha256(manifest).hexdigest()

    def publish_part(self, data: bytes) -> None:
        """Have the site made with other bytes as the first part."""
        entry = self.model.manifest["variants"][0]
        part = entry["parts"][0]
        entry["bytes"] += len(data) - part["bytes"]
        part.update(bytes=len(data), sha256=hashlib.sha256(data).hexdigest())
        self.host.files[self.url(part["path"])] = data
        self.publish(json.dumps(self.model.manifest).encode())

    def open(self) -> None:
        """Come to the site anew, with nothing in memory."""
        self.prefetching = Prefetching(self.browser, _CACHE)
        self.store = self._store(self.prefetching)

    def another_store(self) -> Any:
        """A model store, as another tab has one."""
        return self._store(Prefetching(self.browser, _CACHE))

    def _store(self, prefetching: Prefetching) -> Any:
        store = importlib.import_module("offcut.browser.store.model_store")
        prefetch = importlib.import_module("offcut.browser.store.prefetch").Prefetch
        place = store.Place(MANIFEST, self._manifest_sha256, _CACHE, Patience())
        return store.ModelStore(place, prefetch(prefetching), self._note_room)

    @property
    def models(self) -> dict[str, str]:
        """What the Python worker knows of the models."""
        return {"manifest": MANIFEST, "sha256": self._manifest_sha256, "cacheName": _CACHE}

    def url(self, part: str) -> str:
        """The address of a part."""
        return urljoin(MANIFEST, part)

    def spoil_kept(self, url: str, spoil: Fault) -> None:
        """Damage what the cache holds."""
        spoilt = spoil(self.browser.cache.kept[url])
        assert spoilt is not None
        self.browser.cache.kept[url] = b"".join(spoilt.pieces)

    async def prefetch(self, *parts: str) -> None:
        """Begin to fetch parts before the store is asked for them."""
        for part in parts:
            self.prefetching.begin(part, self.url(part))
        await asyncio.sleep(0)  # it takes its locks

    async def load(self, store: Any = None) -> list[int]:
        """Load the model and see that it is right; returns what was reported as there."""
        store = store or self.store
        reports: list[int] = []
        variant = (await store.catalogue()).find(None)

        def report(there: int, total: int) -> None:
            assert total == variant.bytes
            reports.append(there)

        files = {file.name: bytearray(file.bytes) for file in variant.files}
        async with aclosing(store.pieces(variant, report)) as pieces:
            async for part, data in pieces:
                files[part.file][part.offset : part.offset + part.size] = data.tobytes()
        assert reports[-1] == variant.bytes
        assert files == {"small.onnx": GRAPH, "weights.bin": WEIGHTS}
        return reports

    async def fetched(self) -> list[str]:
        """Load the model on the next visit: what of it had to be fetched for that."""
        self.host.log.clear()
        self.open()
        await self.load()
        return self.host.asked

    def _note_room(self) -> None:
        self.room.append(self.store.room)
