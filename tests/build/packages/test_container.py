"""The container's recipe, by hadolint's rules and by our own."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from offcut.native.serve import command
from tests.conftest import ROOT

RECIPE = ROOT / ".github" / "container" / "Containerfile"
TEXT = RECIPE.read_text(encoding="utf-8")
LINES = [
    line.strip()
    for line in TEXT.replace("\\\n", " ").splitlines()
    if line.strip() and not line.startswith("#")
]
TOOL = shutil.which("hadolint", path=str(Path(sys.executable).parent))


def _lines(instruction: str) -> list[str]:
    return [line for line in LINES if line.startswith(f"{instruction} ")]


@pytest.mark.skipif(sys.platform == "win32", reason="hadolint is not packaged for Windows")
def test_it_keeps_hadolints_rules() -> None:
    assert TOOL
    done = subprocess.run([TOOL, RECIPE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_it_begins_with_is_known_by_its_hash() -> None:
    images = _lines("FROM")
    assert images
    assert all(re.fullmatch(r"FROM [\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}", each) for each in images)


def test_packages_are_known_by_their_hash() -> None:
    installs = [
        part for line in _lines("RUN") for part in line.split("&&") if "pip install" in part
    ]
    assert installs
    assert all("--require-hashes" in each or "--no-deps --no-index" in each for each in installs)


def test_it_runs_as_nobody_in_particular() -> None:
    assert LINES.index("USER 10001:10001") > max(map(LINES.index, _lines("RUN")))


def test_the_model_is_inside_and_is_the_one_that_is_served() -> None:
    (fetch,) = [line for line in _lines("RUN") if "offcut models fetch" in line]
    assert '"$MODEL"' in fetch
    assert "ENV OFFCUT_MODEL=$MODEL" in LINES


def test_its_arguments_are_those_of_the_command() -> None:
    (entry,) = _lines("ENTRYPOINT")
    program, name, *arguments = re.findall(r'"([^"]+)"', entry)
    assert (program, name) == ("offcut", "serve")
    given = command._parser().parse_args(arguments)
    assert given.host == "0.0.0.0"  # noqa: S104 - in a container
    assert _lines("EXPOSE") == [f"EXPOSE {given.port}"]
    (health,) = _lines("HEALTHCHECK")
    assert f"http://127.0.0.1:{given.port}/health" in health
