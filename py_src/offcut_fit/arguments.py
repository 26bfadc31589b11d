"""What both steps of the recipe ask of whoever runs them."""

from __future__ import annotations

import argparse
from pathlib import Path


def recipe_parser(description: str | None, most: int, photos: str) -> argparse.ArgumentParser:
    """A parser of the weights, the pictures and how many of them.

    Args:
        description: of the step.
        most: photos to take, unless told otherwise.
        photos: what to say of them.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--weights", type=Path, required=True, help="IS-Net in half precision")
    parser.add_argument("--pictures", type=Path, required=True, help="folder of photos")
    parser.add_argument("--most", type=int, default=most, help=photos)
    return parser
