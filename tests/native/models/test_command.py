"""``offcut models`` as people run it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from offcut.native.cli.main import main
from offcut.native.models.source import locate
from offcut.native.models.unpack import unpacked_folder
from tests.conftest import ROOT
from tests.native.conftest import QUICKEST, Command
from tests.native.models.model_server import ModelServer


@pytest.fixture
def models(
    bare_offcut: Command, own_cache: Path, model_server: ModelServer, small_models: Path
) -> Command:
    """``offcut models`` with a cache of its own, after ``QUICKEST`` was fetched from a site."""

    def run(
        *arguments: str | Path, stdin: bytes = b"", cache: Path | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        return bare_offcut("models", *arguments, stdin=stdin, cache=cache or own_cache)

    model_server.folder = small_models
    done = run("fetch", "--models", model_server.url)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"isnet_quint8: ")
    return run


def test_the_list_says_what_is_kept(models: Command) -> None:
    lines = models("list").stdout.decode().splitlines()
    states = {line.split()[0]: "kept" in line.split()[3] for line in lines}
    assert states == {each: each == QUICKEST for each in states}
    assert [line.endswith("(default)") for line in lines].count(True) == 1


def test_the_list_can_be_read_by_programs(models: Command) -> None:
    rows = {row["id"]: row for row in json.loads(models("list", "--json").stdout)}
    assert rows[QUICKEST]["kept"]
    assert rows[QUICKEST]["default"]
    assert not rows["isnet"]["kept"]
    assert rows["isnet"]["bytes"] > 0


def test_a_picture_is_cut_out_with_what_was_fetched(
    models: Command, bare_offcut: Command, own_cache: Path, photos: Path, tmp_path: Path
) -> None:
    done = bare_offcut("--model", QUICKEST, photos / "chelsea.png", "cat.png", cache=own_cache)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "cat.png").is_file()


def test_the_path_is_where_the_files_are(models: Command) -> None:
    done = models("path", QUICKEST)
    assert done.stdout.decode().strip() == str(unpacked_folder(locate().catalogue().find(QUICKEST)))
    assert models("path").stdout == done.stdout
    missing = models("path", "isnet")
    assert missing.returncode != 0
    assert b"run `offcut models fetch isnet`" in missing.stderr


def test_damage_is_found_and_mended(models: Command) -> None:
    assert models("verify").stdout == b"isnet_quint8: intact\n"
    folder = unpacked_folder(locate().catalogue().find(QUICKEST))
    file = next(folder.glob("*.onnx"))
    file.write_bytes(file.read_bytes()[::-1])
    done = models("verify")
    assert (done.returncode, done.stderr) == (1, b"isnet_quint8: damaged: fetch it again\n")
    models("fetch", QUICKEST)
    assert models("verify", QUICKEST).returncode == 0


def test_a_model_that_is_to_be_verified_must_be_there(models: Command) -> None:
    done = models("verify", "isnet")
    assert (done.returncode, done.stderr) == (1, b"isnet: is not on this machine\n")


def test_a_model_is_removed(models: Command) -> None:
    assert models("remove", QUICKEST).stdout == b"isnet_quint8: removed\n"
    assert models("remove", QUICKEST).stdout == b"isnet_quint8: was not kept\n"
    assert models("path", QUICKEST).returncode != 0
    assert models("fetch", "--all").returncode == 0
    assert models("remove", "--all").stdout.count(b": removed") == 4


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["remove"], "Give the models to remove"),
        (["fetch", "huge"], "There is no model 'huge'"),
        (["fetch", "isnet", "--all"], "not allowed with argument"),
        (["fetch", "--build", "nowhere"], "give the folder that has its build.py"),
        (["sell"], "invalid choice: 'sell'"),
        ([], "required"),
    ],
)
def test_bad_usage_is_told_in_a_line(
    arguments: list[str],
    said: str,
    small_models: Path,
    own_cache: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("OFFCUT_MODELS", str(small_models))
    try:
        code: object = main(["models", *arguments])
    except SystemExit as error:
        code = error.code
    lines = capfd.readouterr().err.splitlines()
    assert (code, len(lines)) == (2, 1)
    assert said in lines[0]


@pytest.mark.full
def test_models_are_made_from_the_weights_of_a_checkout(
    bare_offcut: Command, models_dir: Path
) -> None:
    """In the user's own cache, where the build has made them already."""
    done = bare_offcut("models", "fetch", "--build", ROOT)
    assert done.returncode == 0
    assert done.stdout.startswith(b"isnet_quint8: ")
