"""Many large pictures in one queue, in the page itself: ``python3 -m offcut_bench.many``.

Writes docs/many.md: memory by how many are done. With a limit it checks too: the page stays below
it, and the last tenth of the pictures needs what the first does.
"""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Final

from offcut_bench.inside import ROOT, require_environment

require_environment("offcut_bench.many")

from playwright.sync_api import BrowserContext  # noqa: E402 - the environment above has it

from offcut.files import whole_file  # noqa: E402
from offcut_bench.contenders import OURS  # noqa: E402
from offcut_bench.pages import machine  # noqa: E402
from offcut_bench.pages.photos import photo  # noqa: E402
from offcut_bench.pages.stage import Stage, stage  # noqa: E402
from offcut_testing.driver import is_ready  # noqa: E402
from offcut_testing.parts import model, small_mode  # noqa: E402
from offcut_testing.soaking import Moment, excesses, least, watch  # noqa: E402

_WHO: Final = OURS[2]
_ROWS: Final = 10
_PAGE: Final = "many.md"


def main() -> None:
    """Read the command line, measure, and write the page."""
    parser = argparse.ArgumentParser(prog="python3 -m offcut_bench.many", description=__doc__)
    parser.add_argument(
        "--pictures", type=int, default=200, help="how many, at least 10 (default: 200)"
    )
    parser.add_argument("--megapixels", type=float, default=12, help="size of each (default: 12)")
    parser.add_argument(
        "--out", type=Path, default=ROOT / "docs", help="folder for the page (default: docs)"
    )
    parser.add_argument("--small", action="store_true", help="in small mode")
    parser.add_argument(
        "--limit", type=float, help="megabytes that the page may need: exit with 1 if it needs more"
    )
    options = parser.parse_args()
    with stage() as set_up:
        files = _copies(photo(options.megapixels), options.pictures, set_up.folder)
        with set_up.visitor() as context:
            moments = _measure(set_up, context, files, small=options.small)
        how = f"`{_WHO.model}`{', small mode' if options.small else ''}"
        text = _report(moments, how, options.pictures, options.megapixels, machine.facts(set_up))
    print(text)
    whole_file.write_text(options.out / _PAGE, text)
    if options.limit is not None:
        sys.exit("\n".join(excesses(moments, options.pictures, options.limit)) or 0)


def _copies(picture: Path, count: int, folder: Path) -> list[Path]:
    files = [folder / f"picture-{number:03}.jpg" for number in range(count)]
    for file in files:
        file.symlink_to(picture)
    return files


def _measure(
    set_up: Stage, context: BrowserContext, files: list[Path], *, small: bool
) -> list[Moment]:
    assert context.browser
    with set_up.site(_WHO) as site:
        page = context.new_page()
        page.set_default_timeout(300_000)
        page.goto(site.url)
        is_ready(page)
        model(page, "isnet_quint8").check()
        small_mode(page).set_checked(small)
        page.get_by_label("Choose pictures").set_input_files(files)
        return watch(context.browser, page, len(files))


def _report(
    moments: list[Moment], how: str, pictures: int, megapixels: float, facts: dict[str, str]
) -> str:
    """The page: a row for each tenth of the pictures."""
    facts = {"Measured on": f"{datetime.now().astimezone():%Y-%m-%d}", **facts}
    facts.pop("The peer")
    ends = [pictures * row // _ROWS for row in range(_ROWS + 1)]
    rows = [_row(moments, range(*pair)) for pair in pairwise(ends)]
    return _TEXT.format(
        how=how,
        pictures=pictures,
        megapixels=f"{megapixels:g}",
        facts="\n".join(f"- {name}: {value}" for name, value in facts.items()),
        rows="\n".join(rows),
    )


def _row(moments: list[Moment], done: range) -> str:
    within = [moment for moment in moments if moment.done in done]
    cells = [
        f"{done.start} to {done.stop}",
        f"{least(moments, done) / 1e6:.0f}",
        f"{max(moment.page for moment in within) / 1e6:.0f}",
        f"{min(moment.browser for moment in within) / 1e6:.0f}",
    ]
    return f"| {' | '.join(cells)} |"


_TEXT: Final = """\
# Many pictures

`PYTHONPATH=py_src python3 -m offcut_bench.many` adds {pictures} photos of {megapixels} megapixels
to the page at once ({how}), in a new browser profile, and writes this page.

{facts}

Memory in megabytes, as the operating system counts it, while the given pictures were being done.
"Page" is the page's process with its workers, without mapped files: the least and the most. "All"
is the least of all the browser's processes together. It grows because the results are Blobs, which
the browser itself holds; once there are many, it moves them to the disk.

| done | page, least | page, most | all, least |
| --- | ---: | ---: | ---: |
{rows}
"""


if __name__ == "__main__":
    main()
