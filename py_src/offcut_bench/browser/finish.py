"""What each step after the network costs in the page's Python.

``python3 -m offcut_bench.browser.finish``: a photo of each size is decoded, its mask made natively,
and the steps are timed in Pyodide, in Chromium, on one thread. Prints seconds, and shares of the
network's time in the same page.
"""

from __future__ import annotations

import argparse
import base64
from pathlib import Path
from typing import Final

from offcut_bench.inside import require_environment

require_environment("offcut_bench.browser.finish")

import numpy as np  # noqa: E402 - the environment above has it
from playwright.sync_api import Page  # noqa: E402

from offcut import prepare  # noqa: E402
from offcut.native.models.source import locate  # noqa: E402
from offcut.native.models.unpack import unpack  # noqa: E402
from offcut.native.session import Session  # noqa: E402
from offcut_bench.contenders import OURS  # noqa: E402
from offcut_bench.pages.page import inference_seconds, open_page  # noqa: E402
from offcut_bench.pages.photos import photo  # noqa: E402
from offcut_bench.pages.stage import stage  # noqa: E402
from offcut_build.models import variants  # noqa: E402
from offcut_testing.pyodide_page import START  # noqa: E402

_PYTHON: Final = """
import time, json
import numpy as np
from PIL import Image
from offcut import OutputOptions, prepare
from offcut.matting import decontaminate, matte, refine
from offcut.matting.working_copy import WorkingCopy
from offcut.network import postprocess
from offcut.pipeline import compose, write
from offcut.selection import cleanup

data, mask = data.to_bytes(), np.frombuffer(mask.to_bytes(), np.float32).reshape(1024, 1024)
times = {}

def timed(name, function, *arguments):
    best = None
    for _ in range(3):
        start = time.perf_counter()
        result = function(*arguments)
        spent = time.perf_counter() - start
        best = spent if best is None else min(best, spent)
    times[name] = best
    return result

prepared = timed("prepare", prepare, data, "photo")
start = time.perf_counter()
picture = prepared.picture()
times["decode"] = time.perf_counter() - start
image, tensor = picture.image, prepared.tensor
options = OutputOptions()
cleaned = timed("clean", cleanup.clean, mask)
alpha = timed("enlarge", postprocess.enlarged, cleaned.mask, image.size)
copy = timed("halve", lambda: WorkingCopy.of(tensor, mask, picture.aspect, found=True))
fitted = timed("fit", refine.fit, copy.picture, copy.mask, picture.aspect)
alpha = timed("refine", refine.refine, image, alpha, fitted)
layers = timed("layers", decontaminate.layer_colours, copy.picture, fitted.alpha, picture.aspect)
fore = timed("decontaminate", decontaminate.decontaminate, image, alpha, layers)
whole = timed("step 4", matte.make_matte, picture, tensor, mask, options)
cut = timed("compose", compose, picture, fore, alpha, options)
timed("write", write, prepared, cut, options)
json.dumps(times)
"""

_RUN: Final = """
([data, mask, code]) => {
  for (const [name, text] of Object.entries({ data, mask }))
    pyodide.globals.set(name, Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
  return JSON.parse(pyodide.runPython(code));
}
"""


def main() -> None:
    """Time the steps at the sizes that are asked for."""
    parser = argparse.ArgumentParser(
        prog="python3 -m offcut_bench.browser.finish", description=__doc__
    )
    parser.add_argument(
        "--megapixels", type=float, nargs="+", default=[12, 30], help="sizes of the photo"
    )
    parser.add_argument("--photo", type=Path, help="measure this photo instead")
    given = parser.parse_args()
    photos = [given.photo] if given.photo else [photo(size) for size in given.megapixels]
    with stage() as set_up, set_up.site(OURS[2]) as site, set_up.browser() as browser:
        page = open_page(browser.new_context(), site.url, OURS[2])
        for each in photos:
            network = inference_seconds(page, each, OURS[2].model)
            _print(each.stem, network, _times(browser.new_page(), site.url, each))


def _times(page: Page, url: str, path: Path) -> dict[str, float]:
    page.set_default_timeout(300_000)
    page.goto(f"{url}404.html")
    page.evaluate(START)
    data = path.read_bytes()
    times: dict[str, float] = page.evaluate(_RUN, [_text(data), _text(_mask(data)), _PYTHON])
    page.close()
    return times


def _mask(data: bytes) -> bytes:
    source = locate(variants.variants())
    session = Session(unpack(source.catalogue().find(OURS[2].model), source))
    return np.ascontiguousarray(session.run(prepare(data, "photo").tensor), np.float32).tobytes()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _print(name: str, network: float, times: dict[str, float]) -> None:
    print(f"{name}: the network takes {network:.2f} s ({OURS[2]})")
    for step, seconds in times.items():
        print(f"  {step:14} {seconds:6.3f} s  {seconds / network:5.0%}")


if __name__ == "__main__":
    main()
