"""What completes the command in bash, zsh and fish."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from offcut.native.cli.commands import COMMANDS
from offcut.native.cli.words import Word, options

_BASH: Final = """\
# bash completion of offcut: eval "$(offcut --completion bash)"
_offcut() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}}
    case $before in
{cases}
    esac
    if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W "{names}" -- "$word"))
        return
    fi
    COMPREPLY=($(compgen -f -- "$word"))
    if [[ $COMP_CWORD == 1 ]]; then
        COMPREPLY+=($(compgen -W "{commands}" -- "$word"))
    fi
}}
complete -o filenames -F _offcut offcut
"""

_ZSH: Final = """\
#compdef offcut
# zsh completion of offcut: eval "$(offcut --completion zsh)"
_offcut() {{
    _arguments -s \\
{lines}
        '*:picture or folder:_files'
}}
compdef _offcut offcut
"""


def completion(shell: str, parser: argparse.ArgumentParser) -> str:
    """A script for a shell.

    Args:
        shell: ``bash``, ``zsh`` or ``fish``.
        parser: has the options.
    """
    return _SHELLS[shell](list(options(parser)))


def _bash(words: Iterable[Word]) -> str:
    words = list(words)
    cases = [
        f"        {'|'.join(word.names)}) {_bash_value(word)}; return;;"
        for word in words
        if word.value is not None
    ]
    names = " ".join(name for word in words for name in word.names)
    return _BASH.format(cases="\n".join(cases), names=names, commands=" ".join(COMMANDS))


def _bash_value(word: Word) -> str:
    if word.choices:
        return f'COMPREPLY=($(compgen -W "{" ".join(word.choices)}" -- "$word"))'
    if word.takes_file:
        return 'COMPREPLY=($(compgen -f -- "$word"))'
    if word.takes_folder:
        return 'COMPREPLY=($(compgen -d -- "$word"))'
    return "COMPREPLY=()"


def _zsh(words: Iterable[Word]) -> str:
    lines = [f"        {_zsh_line(name, word)} \\" for word in words for name in word.names]
    return _ZSH.format(lines="\n".join(lines))


def _zsh_line(name: str, word: Word) -> str:
    about = _quoted(f"{name}[{_plain(word.help)}]")
    if word.value is None:
        return about
    value = _plain(word.value).replace(":", " ")
    if word.choices:
        return f"{about}:{_quoted(value)}:'({' '.join(word.choices)})'"
    if word.takes_file:
        return f"{about}:{_quoted(value)}:_files"
    if word.takes_folder:
        return f"{about}:{_quoted(value)}:'_files -/'"
    return f"{about}:{_quoted(value)}: "


def _plain(text: str) -> str:
    """Without what ``_arguments`` reads as its own."""
    return text.replace("[", "(").replace("]", ")").replace(":", ";").replace("\\", "/")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _fish(words: Iterable[Word]) -> str:
    lines = ["# fish completion of offcut: offcut --completion fish | source"]
    lines += [
        f"complete -c offcut -n __fish_is_first_arg -a {_fish_quoted(name)}" for name in COMMANDS
    ]
    for word in words:
        parts = ["complete -c offcut"]
        parts += [
            f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in word.names
        ]
        if word.choices:
            parts.append(f"-x -a {_fish_quoted(' '.join(word.choices))}")
        elif word.takes_folder and not word.takes_file:
            parts.append("-x -a '(__fish_complete_directories)'")
        elif word.value is not None:
            parts.append("-r" if word.takes_file else "-x")
        parts.append(f"-d {_fish_quoted(word.help)}")
        lines.append(" ".join(parts))
    return "\n".join(lines) + "\n"


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


_SHELLS: Final[Mapping[str, Callable[[Iterable[Word]], str]]] = {
    "bash": _bash,
    "zsh": _zsh,
    "fish": _fish,
}
