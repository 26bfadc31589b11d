"""The manual page, in the language of ``man`` (groff's macros "man", see groff_man(7))."""

from __future__ import annotations

import argparse
from itertools import groupby

import offcut
from offcut.native.cli.parser import DESCRIPTION, EXAMPLES, NOTES, USAGE
from offcut.native.cli.words import Word, options


def manual(parser: argparse.ArgumentParser) -> str:
    """The page ``offcut(1)``.

    Args:
        parser: has the options.
    """
    lines = [
        f'.TH OFFCUT 1 "" "offcut {offcut.__version__}" "User Commands"',
        ".SH NAME",
        r"offcut \- remove the background of pictures",
        ".SH SYNOPSIS",
    ]
    for number, usage in enumerate(USAGE):
        lines += [".br"] if number else []
        lines.append(_escaped(usage))
    lines += [".SH DESCRIPTION", _escaped(DESCRIPTION)]
    for title, words in groupby(options(parser), key=lambda word: word.group):
        lines.append(f".SH {_heading(title)}")
        for word in words:
            lines += _option(word)
    lines.append(".SH EXAMPLES")
    for command, meaning in EXAMPLES:
        lines += [".TP", rf"\fB{_escaped(command)}\fR", _escaped(meaning)]
    lines += [".SH NOTES", ".nf", *map(_escaped, NOTES.rstrip().split("\n")), ".fi"]
    return "\n".join(lines) + "\n"


def _heading(title: str) -> str:
    return _escaped(title.upper())


def _option(word: Word) -> list[str]:
    names = ", ".join(rf"\fB{_escaped(name)}\fR" for name in word.names)
    value = "" if word.value is None else rf" \fI{_escaped(word.value)}\fR"
    return [".TP", names + value, _escaped(word.help)]


def _escaped(text: str) -> str:
    """A minus sign is one that can be searched for and copied; no line begins a request."""
    plain = text.replace("\\", r"\e").replace("-", r"\-").replace("'", r"\(aq")
    return rf"\&{plain}" if plain.startswith(".") else plain
