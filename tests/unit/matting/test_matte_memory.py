"""What step 4 takes of memory, as the operating system counts it."""

from __future__ import annotations

import subprocess
import sys

INPUT_SIDE = 5500
"""Pixels: 30 megapixels."""

_SCRIPT = f"""
import resource
import numpy as np
from PIL import Image
from offcut.imageio.picture import Picture
from offcut.matting.matte import make_matte
from offcut.options import OutputOptions
from offcut.network.preprocess import shrink_picture, to_tensor

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

def run(side):
    picture = Picture(Image.linear_gradient("L").convert("RGB").resize((side, side)))
    tensor = to_tensor(shrink_picture(picture))
    before = peak()
    matte = make_matte(picture, tensor, mask, OutputOptions())
    assert matte.found
    return peak() - before

rows, columns = np.mgrid[:1024, :1024].astype(np.float32)
mask = np.clip((400 - np.hypot(rows - 512, columns - 512)) / 200 + 0.5, 0, 1)[None, None]
run(300)
print(run({INPUT_SIDE}))
"""


def test_it_takes_at_most_three_more_pictures() -> None:
    """Four times the decoded picture in all: three bytes for each pixel are one."""
    command = [sys.executable, "-c", _SCRIPT]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert int(done.stdout) <= 3 * 3 * INPUT_SIDE**2
