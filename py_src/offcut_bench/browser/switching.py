"""How long after a click a finished picture is seen cut out, while others are worked on.

``python3 -m offcut_bench.browser.switching`` measures it alone, and prints seconds.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from offcut_bench.inside import require_environment

require_environment("offcut_bench.browser.switching")

from playwright.sync_api import Page  # noqa: E402 - the environment above has it

from offcut_bench.contenders import OURS, Contender  # noqa: E402
from offcut_bench.pages.page import open_page  # noqa: E402
from offcut_bench.pages.photos import photo  # noqa: E402
from offcut_bench.pages.stage import Stage, stage  # noqa: E402
from offcut_bench.report import stats  # noqa: E402
from offcut_testing import parts  # noqa: E402

MEGAPIXELS: Final = 12
_DONE: Final = 4
"""So many are done when the first is clicked at, and so many go on."""
_PATIENCE: Final = 300_000

_SWITCH: Final = """
async (name) => {
  const canvas = document.querySelector('[role=application]');
  const small = Object.assign(document.createElement('canvas'), { width: 48, height: 32 });
  const context = small.getContext('2d', { willReadFrequently: true });
  const isSeen = () => {
    context.clearRect(0, 0, 48, 32);
    context.drawImage(canvas, 0, 0, 48, 32);
    return context.getImageData(0, 0, 48, 32).data.some((value, at) => at % 4 === 3 && value > 200);
  };
  const picks = [...document.querySelectorAll('.pick')];
  const start = performance.now();
  picks.find((pick) => pick.textContent.includes(name)).click();
  // the stage is empty at first: of a picture that is done, nothing but its result is ever shown
  do await new Promise(requestAnimationFrame);
  while (!isSeen());
  return (performance.now() - start) / 1000;
}
"""


def measure(set_up: Stage, who: Contender, runs: int) -> list[float]:
    """Click at finished pictures in turn.

    Args:
        set_up: has the browser.
        who: the model that works on the others meanwhile.
        runs: how often each of them is clicked at.

    Returns:
        Seconds, one for each click.
    """
    files = _copies(photo(MEGAPIXELS), 2 * _DONE, set_up.folder)
    with set_up.site(who) as site, set_up.browser() as browser:
        page = open_page(browser.new_context(), site.url, who)
        page.set_default_timeout(_PATIENCE)
        parts.model(page, who.model).check()
        parts.choose(page, *files)
        for file in files[:_DONE]:
            _is_done(page, file.name)
        # the first is shown already
        names = [file.name for file in reversed(files[:_DONE])] * runs
        return [float(page.evaluate(_SWITCH, name)) for name in names]


def _is_done(page: Page, name: str) -> None:
    page.get_by_role("button", name=f"Download: {name}", exact=True).wait_for()


def _copies(picture: Path, count: int, folder: Path) -> list[Path]:
    files = [folder / f"switched-{number}.jpg" for number in range(count)]
    for file in files:
        file.unlink(missing_ok=True)
        file.symlink_to(picture)
    return files


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python3 -m offcut_bench.browser.switching", description=__doc__
    )
    parser.add_argument("--runs", type=int, default=2, help="clicks at each (default: 2)")
    given = parser.parse_args()
    with stage() as set_up:
        times = measure(set_up, OURS[2], given.runs)
    print(f"a click until the result is seen: {stats.spread(times)} s, {len(times)} clicks")


if __name__ == "__main__":
    main()
