"""The model's variants: made once from the weights, kept in the cache, copied from there."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from offcut.files.digest import is_intact, sha256
from offcut.models.built import MANIFEST, note_models
from offcut_build import cache, paths, process, report
from offcut_build.build_lock import exclusive
from offcut_build.errors import BuildError
from offcut_build.fetching import weights
from offcut_build.fetching.environment import environment

IDS: Final = ("isnet", "isnet_fp16", "isnet_quint8", "isnet_compact")
"""The models' stable names."""

_SEAL: Final = "manifest.sha256"
_SOURCES: Final = (
    "offcut/models/byte_shuffle.py",
    "offcut/models/dequantise.py",
    "offcut/models/half_to_single.py",
    "offcut/models/manifest.py",
    "offcut/models/records.py",
    "offcut/models/spread_sort.py",
    "offcut_build/requirements/build.txt",
    "offcut_fit/compact_rounding.xz",
)


def variants() -> Path:
    """Make all variants unless the cache has them.

    Returns:
        A folder with the parts and their manifest, every part verified.

    Raises:
        BuildError: if they can't be made, or a part is damaged.
    """
    folder = cache.folder("models") / _key()
    with exclusive():  # tests ask for the models without a build around them
        if folder.is_dir():
            _verify(folder)
        else:
            with cache.new_folder(folder) as temporary:
                _make(temporary)
                seal = sha256(temporary / MANIFEST)
                (temporary / _SEAL).write_text(seal, encoding="utf-8")
        note_models(folder)
    return folder


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a folder of models."""
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return manifest


def choose(manifest: dict[str, Any], ids: Sequence[str]) -> dict[str, Any]:
    """Cut a manifest down to some variants; the first of them is the default if that is gone."""
    kept = [variant for variant in manifest["variants"] if variant["id"] in ids]
    default = manifest["default"] if manifest["default"] in ids else kept[0]["id"]
    return {**manifest, "default": default, "variants": kept}


def parts(manifest: dict[str, Any]) -> dict[str, str]:
    """File name and SHA-256 of every part that a manifest lists."""
    listed = [part for variant in manifest["variants"] for part in variant["parts"]]
    uncut = [each["uncut"]["part"] for each in manifest["variants"] if each.get("uncut")]
    return {part["path"]: part["sha256"] for part in (*listed, *uncut)}


def _make(folder: Path) -> None:
    source = weights.weights()
    python = environment("build")
    with report.step("Making the models") as step:

        def show(line: str) -> None:
            step.detail = line

        process.run(
            [python, "-m", "offcut_build.models", "--weights", source, "--out", folder],
            log="models",
            failure="The models could not be made",
            env={"PYTHONPATH": str(paths.PYTHON_SOURCES), "PYTHONDONTWRITEBYTECODE": "1"},
            on_line=show,
        )
        step.detail = report.megabytes(cache.size(folder))


def _verify(folder: Path) -> None:
    seal = folder / _SEAL
    _require(folder / MANIFEST, seal.read_text(encoding="utf-8") if seal.is_file() else "")
    for name, expected in parts(read_manifest(folder)).items():
        _require(folder / name, expected)


def _require(path: Path, expected: str) -> None:
    if not is_intact(path, expected):
        shutil.rmtree(path.parent)
        raise BuildError(
            f"{path} is missing or has a wrong SHA-256: start again to make the models anew."
        )


def _key() -> str:
    digest = hashlib.sha256(weights.SHA256.encode())
    for name in sorted({*_SOURCES, *_model_sources()}):
        content = (paths.PYTHON_SOURCES / name).read_bytes()
        digest.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\0".encode())
    return digest.hexdigest()[:16]


def _model_sources() -> Iterable[str]:
    folder = paths.PYTHON_SOURCES / "offcut_build" / "models"
    for path in folder.rglob("*"):
        # this module only calls the others
        if path.is_file() and path != Path(__file__) and "__pycache__" not in path.parts:
            yield path.relative_to(paths.PYTHON_SOURCES).as_posix()
