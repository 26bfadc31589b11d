"""Wheel and sdist: small, whole, and installed by themselves."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

import offcut
from offcut_build import paths, release
from offcut_build.fetching.environment import environment
from offcut_build.installed import try_wheel

pytestmark = pytest.mark.full

MOST_BYTES = 700_000


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Built, and looked over by twine, which stops the build if it finds anything."""
    wheel, sdist = release.packages(tmp_path_factory.mktemp("packages"))
    return wheel, sdist


def _names(path: Path) -> set[str]:
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            return set(wheel.namelist())
    with tarfile.open(path) as sdist:
        return {name.partition("/")[2] for name in sdist.getnames()}


def test_no_weights_are_in_them(packages: tuple[Path, Path]) -> None:
    for path in packages:
        assert path.stat().st_size < MOST_BYTES
        endings = {Path(name).suffix for name in _names(path)}
        assert endings <= {".py", ".typed", ".txt", ".toml", ".md", ""}


def test_the_sdist_has_what_the_wheel_is_made_of_and_no_more(packages: tuple[Path, Path]) -> None:
    wheel, sdist = map(_names, packages)
    code = {name for name in wheel if ".dist-info/" not in name}
    assert {f"py_src/{name}" for name in code} <= sdist
    others = {name for name in sdist if not name.startswith("py_src/offcut/")}
    assert others == {"pyproject.toml", "PKG-INFO", "LICENSE", "CHANGELOG.md", ".gitignore"}


def test_the_wheel_of_the_sdist_is_the_wheel(packages: tuple[Path, Path], tmp_path: Path) -> None:
    wheel, sdist = packages
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (root,) = tmp_path.iterdir()
    command = [
        str(environment("release")),
        "-m",
        "hatchling",
        "build",
        "-t",
        "wheel",
        "-d",
        str(tmp_path / "out"),
    ]
    subprocess.run(command, cwd=root, check=True, env={"SOURCE_DATE_EPOCH": release._EPOCH})
    assert (tmp_path / "out" / wheel.name).read_bytes() == wheel.read_bytes()


def test_the_extras_are_those_of_the_documents(packages: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(packages[0]) as wheel:
        name = f"offcut-{offcut.__version__}.dist-info/METADATA"
        metadata = message_from_bytes(wheel.read(name))
    assert {"heic", "jxl", "fast", "serve", "s3", "ray"} <= set(
        metadata.get_all("Provides-Extra", [])
    )


def test_a_wheel_works_by_itself_and_serves_with_its_extra(
    packages: tuple[Path, Path], tmp_path: Path
) -> None:
    python = try_wheel(packages[0], tmp_path, "[serve]")
    assert paths.PYTHON_SOURCES not in Path(python).parents
    program = "import offcut.native.serve.app, sys; print(offcut.__file__)"
    done = subprocess.run([python, "-I", "-c", program], capture_output=True, text=True, check=True)
    assert tmp_path in Path(done.stdout.strip()).parents
    assert sys.version_info >= (3, 11)
