"""An option in words: what completions and the manual page are made of."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """An option.

    Attributes:
        names: such as ``-h`` and ``--help``.
        value: what stands for its value in the help; None if it has none.
        choices: of its value, if there are.
        help: what it does.
        group: its group's title.
    """

    names: tuple[str, ...]
    value: str | None
    choices: tuple[str, ...]
    help: str
    group: str

    @property
    def takes_folder(self) -> bool:
        """Whether its value is a folder."""
        return "FOLDER" in (self.value or "")

    @property
    def takes_file(self) -> bool:
        """Whether its value may be a file."""
        return "FILE" in (self.value or "")


def options(parser: argparse.ArgumentParser) -> Iterator[Word]:
    """All options, in the order of the help."""
    for group in parser._action_groups:  # noqa: SLF001 - argparse names no other way
        for action in group._group_actions:  # noqa: SLF001
            if not action.option_strings:
                continue
            choices = tuple(map(str, action.choices or ()))
            value = None
            if action.nargs != 0:
                value = str(action.metavar or "{" + ",".join(choices) + "}")
            yield Word(
                tuple(action.option_strings),
                value,
                choices,
                (action.help or "").replace("%%", "%"),
                str(group.title),
            )
