"""Large pictures of each common format, in the page: ``python3 -m offcut_bench.large``.

Prints for each the most memory that the page's process ever had, and the time from file to PNG.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Final

from offcut_bench.inside import ROOT, require_environment

require_environment("offcut_bench.large")

from PIL import Image  # noqa: E402 - the environment above has it
from playwright.sync_api import Error  # noqa: E402

from offcut_bench.browser.memory import peak  # noqa: E402
from offcut_bench.contenders import OURS  # noqa: E402
from offcut_bench.pages.page import open_page, reason, timed_run  # noqa: E402
from offcut_bench.pages.photos import photo  # noqa: E402
from offcut_bench.pages.stage import Stage, stage  # noqa: E402
from offcut_testing.heic_grid import heic_grid  # noqa: E402

_WHO: Final = OURS[2]
_TILE: Final = ROOT / "tests" / "files" / "gradient.heic"
_INNER: Final = (9, 9)
_INNER_PIXELS: Final = 9 * 96 * 9 * 64


def main() -> None:
    """Read the command line, and measure."""
    parser = argparse.ArgumentParser(prog="python3 -m offcut_bench.large", description=__doc__)
    parser.add_argument(
        "--megapixels", type=int, nargs="+", default=[50, 100], help="sizes (default: 50 100)"
    )
    parser.add_argument("--small", action="store_true", help="in small mode")
    options = parser.parse_args()
    with stage() as set_up:
        for megapixels in options.megapixels:
            for kind, write in _WRITERS.items():
                file = set_up.folder / f"{megapixels}.{kind}"
                write(file, megapixels)
                said = _measured(set_up, file, small=options.small)
                print(f"{megapixels} megapixels, {kind}: {said}", flush=True)
                file.unlink()


def _measured(set_up: Stage, file: Path, *, small: bool) -> str:
    with set_up.site(_WHO) as site, set_up.browser() as browser:
        page = open_page(browser.new_context(), site.url, _WHO)
        try:
            run = timed_run(page, file, _WHO.model, small=small)
        except Error as error:
            return f"failed: {reason(str(error))}"
        return f"{peak(browser) / 1e6:.0f} MB, {run.seconds:.1f} s"


def _jpeg(file: Path, megapixels: int) -> None:
    file.symlink_to(photo(megapixels))


def _png(file: Path, megapixels: int) -> None:
    Image.open(photo(megapixels)).save(file, "PNG", compress_level=1)


def _tiff(file: Path, megapixels: int) -> None:
    Image.open(photo(megapixels)).save(file, "TIFF", compression="tiff_lzw")


def _heic(file: Path, megapixels: int) -> None:
    across = round((megapixels * 1e6 / _INNER_PIXELS) ** 0.5)
    down = -(-megapixels * 10**6 // (across * _INNER_PIXELS))
    file.write_bytes(heic_grid(_TILE.read_bytes(), _INNER, (across, down)))


_WRITERS: Final[dict[str, Callable[[Path, int], None]]] = {
    "jpeg": _jpeg,
    "png": _png,
    "tiff": _tiff,
    "heic": _heic,
}


if __name__ == "__main__":
    main()
