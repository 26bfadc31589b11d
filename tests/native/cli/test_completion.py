"""Completions and the manual page have all options, from the one parser."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from offcut.native.cli import commands, main
from offcut.native.cli.parser import EXAMPLES, parser
from offcut.native.cli.words import options

WORDS = list(options(parser()))
NAMES = [name for word in WORDS for name in word.names]


def _printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main.main(arguments) == 0
    said = capsys.readouterr()
    assert said.err == ""
    return said.out


def _completed(script: str, folder: Path, *words: str) -> set[str]:
    """What bash offers for the last of these words."""
    program = f"""{script}
COMP_WORDS=({" ".join(f"'{word}'" for word in words)})
COMP_CWORD={len(words) - 1}
_offcut
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    done = subprocess.run(
        ["bash", "--norc", "-uc", program], cwd=folder, capture_output=True, check=True, text=True
    )
    return {line for line in done.stdout.split("\n") if line}


@pytest.fixture
def bash(capsys: pytest.CaptureFixture[str]) -> str:
    return _printed(capsys, "--completion", "bash")


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["--for"], {"--format"}),
        (["--format", ""], {"png", "webp", "jpeg", "tiff"}),
        (["--format", "w"], {"webp"}),
        (["--out-dir", ""], {"folder"}),
        (["--models", "f"], {"folder"}),
        (["--background", "c"], {"cat.jpg"}),
        (["--jobs", ""], set()),
        (["c"], {"cat.jpg"}),
        (["cat.jpg", "f"], {"folder"}),
    ],
)
def test_bash_offers_what_fits(
    words: list[str], offered: set[str], bash: str, tmp_path: Path
) -> None:
    (tmp_path / "cat.jpg").touch()
    (tmp_path / "folder").mkdir()
    assert _completed(bash, tmp_path, "offcut", *words) == offered


def test_bash_offers_all_options(bash: str, tmp_path: Path) -> None:
    assert _completed(bash, tmp_path, "offcut", "-") == set(NAMES)


def test_bash_offers_commands_as_the_first_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("offcut.native.cli.completion.COMMANDS", {"models": "", "serve": ""})
    script = _printed(capsys, "--completion", "bash")
    assert _completed(script, tmp_path, "offcut", "mo") == {"models"}
    assert _completed(script, tmp_path, "offcut", "cat.jpg", "mo") == set()


@pytest.mark.parametrize(("shell", "form"), [("zsh", "'{name}["), ("fish", " -l {bare} ")])
def test_the_other_shells_know_all_options_and_choices(
    shell: str, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    script = _printed(capsys, "--completion", shell)
    for word in WORDS:
        for name in word.names:
            if name.startswith("--"):
                assert form.format(name=name, bare=name[2:]) in script
        assert " ".join(word.choices) in script
    assert script.count("\n") > len(WORDS)


def test_the_manual_page_has_all_options_and_examples(capsys: pytest.CaptureFixture[str]) -> None:
    page = _printed(capsys, "--manual").replace(r"\-", "-").replace(r"\(aq", "'")
    for name in NAMES:
        assert rf"\fB{name}\fR" in page
    for command, meaning in EXAMPLES:
        assert command in page
        assert meaning in page
    requests = {line.split()[0] for line in page.splitlines() if line.startswith(".")}
    assert requests == {".TH", ".SH", ".TP", ".br", ".nf", ".fi"}


def test_the_help_has_all_examples_within_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main.main(["--help"])
    text = capsys.readouterr().out
    for command, meaning in EXAMPLES:
        assert f"  {command}" in text
        assert meaning in text
    assert max(map(len, text.splitlines())) <= 110


def test_a_command_is_called_unless_a_picture_has_its_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    called: list[object] = []

    class Module:
        """Stands in for that of the command."""

        @staticmethod
        def main(arguments: list[str]) -> int:
            """Note the arguments."""
            called.append(arguments)
            return 7

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(commands, "COMMANDS", {"serve": "a.module"})
    monkeypatch.setattr("importlib.import_module", lambda _: Module)
    assert main.main(["serve", "--port", "1"]) == 7
    assert called == [["--port", "1"]]
    (tmp_path / "serve").touch()
    assert commands.command(["serve"]) is None
    assert commands.command(["cat.jpg"]) is None
    assert commands.command([]) is None
