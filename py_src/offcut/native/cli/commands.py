"""Commands after ``offcut`` that are no pictures: ``offcut models``, ``offcut serve``."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

COMMANDS: Final[Mapping[str, str]] = {
    "models": "offcut.native.models.command",
    "serve": "offcut.native.serve.command",
}
"""The module of each, by its name. It has ``main(arguments) -> int``, which returns the exit code.
A module is imported only when its command is called."""


def command(arguments: Sequence[str]) -> Callable[[], int] | None:
    """What to call for these arguments, if they are a command and not pictures.

    A file of that name is a picture all the same: what worked before goes on working.
    """
    name = arguments[0] if arguments else ""
    if name not in COMMANDS or Path(name).exists():
        return None
    module = importlib.import_module(COMMANDS[name])
    return lambda: int(module.main(arguments[1:]))
