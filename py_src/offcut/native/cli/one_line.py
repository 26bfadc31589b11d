"""A parser of arguments that says in one line what is wrong."""

from __future__ import annotations

import argparse
from typing import Final, NoReturn

_USAGE: Final = 2


class OneLineParser(argparse.ArgumentParser):
    """For commands of their own, such as ``offcut models``."""

    def error(self, message: str) -> NoReturn:
        """Say it, and end."""
        self.exit(_USAGE, f"{self.prog}: {message}\n")
