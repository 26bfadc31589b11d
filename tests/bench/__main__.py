"""Time Offcut and its closest peer side by side, in one browser, on the same photos.

What is timed is what a caller waits for: from the encoded source to the encoded PNG, the model
being there. The contenders take turns, so that a noisy machine is noisy for all. Seconds mean
nothing on another machine; the ratios of the medians do.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import statistics
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench.inside import require_environment

require_environment("tests.bench")

from PIL import Image  # noqa: E402 - the environment above has it
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from offcut_build import samples  # noqa: E402
from tests.bench import peer  # noqa: E402
from tests.bench.page import Run, python_ready, timed_run  # noqa: E402
from tests.browser import chromium  # noqa: E402
from tests.browser.conftest import served  # noqa: E402

Contender = tuple[str, str]


def main() -> None:
    """Read the command line, time everybody, print."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.bench", description=__doc__)
    parser.add_argument("photos", nargs="*", type=Path, help="default: a photo of 12 megapixels")
    parser.add_argument("--models", nargs="+", default=["isnet", "isnet_quint8"])
    parser.add_argument("--runs", type=int, default=3, help="timed runs after one to warm up")
    options = parser.parse_args()
    photos = options.photos or [_twelve_megapixels()]
    contenders = [("peer", model) for model in peer.MODELS]
    contenders += [("offcut", model) for model in options.models]
    with ExitStack() as stack:
        urls = {
            "peer": stack.enter_context(_isolated(peer.folder())),
            "offcut": stack.enter_context(served()),
        }
        browser = stack.enter_context(_browser())
        print(f"Python ready on a repeat visit: {_repeat_visit(browser, urls['offcut']):.1f} s")
        pages = {who: _page(browser, urls[who[0]]) for who in contenders}
        for photo in photos:
            runs = _take_turns(pages, photo, options.runs)
            _print(photo, runs)


def _take_turns(
    pages: dict[Contender, Page], photo: Path, count: int
) -> dict[Contender, list[Run]]:
    runs: dict[Contender, list[Run]] = {who: [] for who in pages}
    for turn in range(count + 1):
        for who, page in pages.items():
            run = timed_run(page, photo, who[1])
            if turn:
                runs[who].append(run)
    return runs


def _print(photo: Path, runs: dict[Contender, list[Run]]) -> None:
    medians = {who: statistics.median(run.seconds for run in each) for who, each in runs.items()}
    print(
        f"\n{photo.name}: ratio to the peer's {' and '.join(peer.MODELS)}; longest task of the page"
    )
    for who, seconds in medians.items():
        ratios = "  ".join(f"{seconds / medians['peer', model]:.2f}" for model in peer.MODELS)
        longest = max(run.longest_task for run in runs[who])
        task = f"{longest:.0f} ms" if longest else "under 50 ms"
        print(f"{who[0]:7} {who[1]:14} {seconds:6.2f} s   {ratios}   {task}")


def _twelve_megapixels() -> Path:
    """A real photo (NASA's astronaut), enlarged: the time depends on size, hardly on content."""
    path = peer.folder().parent / "12mp.jpg"
    if not path.exists():
        photo = Image.open(samples.samples() / "astronaut.png").convert("RGB")
        photo.resize((3464, 3464), Image.Resampling.LANCZOS).save(path, quality=92)
    return path


def _repeat_visit(browser: Browser, url: str) -> float:
    page = _page(browser, url)
    python_ready(page)
    seconds = statistics.median(python_ready(page) for _ in range(3))
    page.context.close()
    return seconds


def _page(browser: Browser, url: str) -> Page:
    page = browser.new_context().new_page()
    page.set_default_timeout(600_000)
    page.goto(url)
    page.wait_for_function("crossOriginIsolated")
    return page


@contextmanager
def _browser() -> Iterator[Browser]:
    executable = chromium.executable()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, args=list(chromium.ARGUMENTS)
        )
        yield browser
        browser.close()


class _Isolated(http.server.SimpleHTTPRequestHandler):
    """The peer gets threads as well, and no policy that might slow it down."""

    def end_headers(self) -> None:
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Keep the output to the figures."""


@contextmanager
def _isolated(folder: Path) -> Iterator[str]:
    handler = functools.partial(_Isolated, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


if __name__ == "__main__":
    main()
