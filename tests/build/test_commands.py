"""build.py and serve.py: exit codes, and one sentence instead of a traceback."""

from __future__ import annotations

import ast
import errno
import os
import runpy
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from offcut_build import cli, steps
from offcut_build.errors import FULL_DISK, BuildError
from offcut_build.site import assemble

ROOT = Path(__file__).resolve().parents[2]
FULL = OSError(errno.ENOSPC, "No space left on device")
# A shell's background job ignores SIGINT, and so would all that it starts.
SERVE_NOTHING = """
import signal
import sys
from offcut_build import cli, steps
signal.signal(signal.SIGINT, signal.default_int_handler)
steps.build = lambda *_: None
sys.exit(cli.serve(["--port", "0", "--no-open", *sys.argv[1:]]))
"""


@pytest.mark.parametrize("name", ["build.py", "serve.py"])
def test_an_old_python_can_say_that_it_is_too_old(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = (ROOT / name).read_text()
    ast.parse(source, feature_version=(3, 8))
    monkeypatch.setattr(sys, "version_info", (3, 8, 20))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer"):
        runpy.run_path(str(ROOT / name), run_name="__main__")


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (None, 0, ""),
        (BuildError("npm was not found."), 1, "npm was not found.\n"),
        (FULL, 1, f"{FULL_DISK}\n"),
        (
            PermissionError(errno.EACCES, "Permission denied", "/a/cache"),
            1,
            "Could not use /a/cache (Permission denied): put that right and start again.\n",
        ),
        (KeyboardInterrupt(), 130, "Stopped. The next start continues from here.\n"),
    ],
)
def test_failures_are_one_sentence(
    error: BaseException | None,
    code: int,
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def build(*_: object) -> None:
        if error:
            raise error

    monkeypatch.setattr(steps, "build", build)
    assert cli.build([]) == code
    assert capsys.readouterr().err == sentence


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (["--models", "isnet_compact"], ("isnet_compact",)),
        (["--models", "isnet_fp16,isnet"], ("isnet", "isnet_fp16")),
        ([], ("isnet", "isnet_fp16", "isnet_quint8", "isnet_compact")),
    ],
)
def test_models_are_chosen_by_id(
    arguments: list[str], ids: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(steps, "build", lambda _, chosen, *__: asked.append(chosen))
    cli.build(arguments)
    assert asked == [ids]


def test_an_unknown_model_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.build(["--models", "isnet,u2net"])
    assert "there is no model 'u2net': choose from isnet, " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "base"),
    [([], ""), (["--base", "/"], "/"), (["--base", "/my-copy/"], "/my-copy/")],
)
def test_the_sites_place_can_be_named(
    arguments: list[str], base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(steps, "build", lambda _, __, place, *___: asked.append(place))
    cli.build(arguments)
    assert asked == [base]


@pytest.mark.parametrize(
    ("arguments", "choices"),
    [
        ([], assemble.Choices(share=False, embed=False)),
        (["--share"], assemble.Choices(share=True, embed=False)),
        (["--embed"], assemble.Choices(share=False, embed=True)),
        (["--no-heic"], assemble.Choices(heic=False)),
        (["--source", "https://example.org/a/"], assemble.Choices(source="https://example.org/a")),
    ],
)
def test_sharing_and_embedding_are_off_and_libheif_is_in_unless_asked_for(
    arguments: list[str], choices: assemble.Choices, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(steps, "build", lambda *given: asked.append(given[-1]))
    cli.build(arguments)
    assert asked == [choices]


@pytest.mark.parametrize(("arguments", "refused"), [([], False), (["--no-mirror"], True)])
@pytest.mark.parametrize("command", ["build", "serve"])
def test_the_mirror_can_be_refused(
    command: str, arguments: list[str], refused: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "environ", {"OFFCUT_CACHE": os.environ["OFFCUT_CACHE"]})
    asked: list[bool] = []

    def build(*_: object) -> None:
        asked.append("OFFCUT_NO_MIRROR" in os.environ)
        raise KeyboardInterrupt

    monkeypatch.setattr(steps, "build", build)
    if command == "build":
        cli.build(arguments)
    else:
        cli.serve(["--port", "0", "--no-open", *arguments])
    assert asked == [refused]


@pytest.mark.parametrize("base", ["offcut", "/offcut", "https://example.org/", "/a b/", '/"/'])
def test_what_is_no_path_is_refused(base: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.build(["--base", base])
    assert f"{base!r} is no path like / or /offcut/" in capsys.readouterr().err


@pytest.mark.parametrize("options", [[], ["--plain"]])
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_the_url_is_the_last_line_and_stopping_is_no_failure(
    options: list[str], end: signal.Signals
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SERVE_NOTHING, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={"PYTHONPATH": str(ROOT / "py_src")},
    ) as process:
        assert process.stdout
        line = process.stdout.readline().strip()
        process.send_signal(end)
        rest = process.stdout.read()
    assert line.startswith("http://127.0.0.1:")
    assert line.endswith("/offcut/" if options else "/")
    assert (process.returncode, rest) == (0, "")
