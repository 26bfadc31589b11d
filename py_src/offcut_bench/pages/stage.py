"""What all parts of the benchmark need: browsers, and the contenders' pages on hosts."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from offcut_bench.contenders import Contender, Who
from offcut_bench.pages import peer
from offcut_bench.pages.site import Site, compress
from offcut_build import paths, steps
from offcut_testing import chromium
from offcut_testing.host import serving


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything set up.

    Attributes:
        playwright: drives the browsers.
        executable: path of Chromium.
        sites: each contender's folder, and its compressed copies.
        folder: for the time being.
    """

    playwright: Playwright
    executable: str
    sites: Mapping[Who, tuple[Path, Path]]
    folder: Path

    @contextmanager
    def browser(self) -> Iterator[Browser]:
        """A browser that has just been started."""
        browser = self.playwright.chromium.launch(
            executable_path=self.executable, args=list(chromium.ARGUMENTS)
        )
        try:
            yield browser
        finally:
            browser.close()

    @contextmanager
    def visitor(self) -> Iterator[BrowserContext]:
        """A new profile on the disk, whose HTTP cache holds as much as a user's."""
        with tempfile.TemporaryDirectory(dir=self.folder, ignore_cleanup_errors=True) as profile:
            context = self.playwright.chromium.launch_persistent_context(
                profile, executable_path=self.executable, args=list(chromium.ARGUMENTS)
            )
            try:
                yield context
            finally:
                context.close()

    @contextmanager
    def site(self, who: Contender, *, isolated: bool = True, age: int = 0) -> Iterator[Site]:
        """A contender's page on a host; see ``Site``."""
        root, compressed = self.sites[who.who]
        with serving(Site(root, compressed, isolated=isolated, age=age)) as site:
            yield site


@contextmanager
def stage() -> Iterator[Stage]:
    """Build or install what is missing, and start the driver of browsers."""
    built = paths.ROOT / "dist"
    steps.build(built)
    executable = chromium.executable()  # starts a driver of its own
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        roots: dict[Who, Path] = {"Offcut": built, "imgly": peer.folder()}
        sites = {}
        for who, root in roots.items():
            compress(root, folder / who)
            sites[who] = (root, folder / who)
        playwright = stack.enter_context(sync_playwright())
        yield Stage(playwright, executable, sites, folder)
