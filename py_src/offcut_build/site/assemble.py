"""The static site, put together from its sources: the same bytes from the same inputs."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from offcut.files.digest import sha256
from offcut.models.built import MANIFEST
from offcut.models.fetching import Patience
from offcut_build import cache
from offcut_build.errors import BuildError
from offcut_build.models import variants
from offcut_build.serving.headers import HEADERS, embeddable
from offcut_build.site import integrity, precache

_CONFIGURATION: Final = re.compile(
    r"package(-lock)?\.json|biome\.json|tsconfig.*\.json|\..*|.*\.d\.ts"
)
_REWRITTEN: Final = frozenset({".html", ".js", ".webmanifest"})
_PATIENCE: Final = Patience()
LICENCES: Final = "licences.txt"
LIBHEIF: Final = "libheif-bundle.mjs"
_MARK: Final = "offcut.js"
_VENDOR: Final = "vendor"
_NOT_FOUND: Final = "404.html"
_SAMPLES: Final = "samples"
_SHARE: Final = "share_target"
_UNFRAMED: Final = " data-unframed"
"""By this attribute of the page's root, its script refuses to run in another site's frame."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a build can be asked for.

    Attributes:
        share: whether the installed app is offered in the operating system's share sheet.
        embed: whether other sites may show the page in a frame.
        heic: whether libheif is in it, which reads HEIC where the browser can't.
        source: address of the repository that the page links to; "" for no link.
    """

    share: bool = False
    embed: bool = False
    heic: bool = True
    source: str = ""


AS_USUAL: Final = Choices()


@dataclass(frozen=True, slots=True)
class Sources:
    """What a site is made of.

    Attributes:
        version: Offcut's.
        python: Pyodide's version.
        web: the folder with the page's own files.
        vendored: others' modules by name, for the page's own to import from ``vendor/``.
        wheel: Offcut's own.
        runtime: content or file by name: Pyodide, its wheels, ONNX Runtime.
        models: a folder of models, verified.
        ids: the models to offer.
        licences: what visitors are told about everybody's rights.
        base: where the site will lie on its host (``/offcut/``); "" if that is not known, and
            then the page for addresses that lead nowhere finds its styles only at the top.
        pauses: before each further attempt to fetch a part of a model, seconds.
        stalled: the longest time to wait for the next byte of a part, seconds.
        haste: by how much less patience the page has with workers that keep silent.
        choices: what the site allows.
        time: of the release, seconds since 1970, by which browsers tell an older one; 0 if unknown.
    """

    version: str
    python: str
    web: Path
    vendored: Mapping[str, Path]
    wheel: Path
    runtime: Mapping[str, Path | str]
    models: Path
    ids: Sequence[str]
    licences: str
    base: str = ""
    pauses: Sequence[float] = _PATIENCE.pauses
    stalled: float = _PATIENCE.stalled
    haste: float = 1
    choices: Choices = AS_USUAL
    time: int = 0


def assemble(sources: Sources, out: Path) -> None:
    """Make the site in a new folder and put it in the place of ``out``.

    Raises:
        BuildError: if ``out`` holds something else.
    """
    require_replaceable(out)
    with cache.new_folder(out) as site:
        shutil.copytree(sources.web / _SAMPLES, site / _SAMPLES, copy_function=shutil.copyfile)
        (site / LICENCES).write_text(sources.licences, encoding="utf-8", newline="\n")
        manifest = _add_models(sources, site)
        runtime = _add_runtime(sources, site)
        assets, folders = _add_assets(sources, site, runtime, manifest)
        _add_top(sources, site, assets, folders)
        # an address of its own for each list: no cache can pass an old one off as the new
        about = {
            "order": {"version": sources.version, "time": sources.time},
            "headers": embeddable() if sources.choices.embed else dict(HEADERS),
            "share": sources.choices.share,
        }
        precache.write(site, assets, {f"models/{MANIFEST}": manifest[:16]}, about)


def require_replaceable(out: Path) -> None:
    """Never delete what is no site of ours.

    Raises:
        BuildError: if ``out`` holds something else.
    """
    foreign = out.is_dir() and any(out.iterdir()) and not (out / _MARK).is_file()
    if foreign or out.is_file():
        raise BuildError(f"{out} holds something else than this site: choose another --out.")


def _add_runtime(sources: Sources, site: Path) -> str:
    folder = site / "runtime" / "new"
    folder.mkdir(parents=True)
    for name, content in sources.runtime.items():
        if isinstance(content, str):
            (folder / name).write_text(content, encoding="utf-8", newline="\n")
        else:
            shutil.copyfile(content, folder / name)
    return _name_by_hash(folder)


def _add_assets(sources: Sources, site: Path, runtime: str, manifest: str) -> tuple[str, list[str]]:
    folder = site / "assets" / "new"
    folder.mkdir(parents=True)
    names = []
    for source in sorted(sources.web.iterdir()):
        left_out = source.name in {"node_modules", _SAMPLES} or source.name.startswith(".")
        if source.is_dir() and not left_out:
            shutil.copytree(
                source,
                folder / source.name,
                copy_function=shutil.copyfile,
                ignore=shutil.ignore_patterns(".*", "*.d.ts"),
            )
            names.append(source.name)
    (folder / _VENDOR).mkdir(exist_ok=True)  # web/ may have one, of types alone
    for name, module in sources.vendored.items():
        shutil.copyfile(module, folder / _VENDOR / name)
    shutil.copyfile(sources.wheel, folder / sources.wheel.name)
    info = {
        "version": sources.version,
        "source": sources.choices.source,
        "python": sources.python,
        "runtime": f"../../runtime/{runtime}/",
        "libheif": LIBHEIF if LIBHEIF in sources.runtime else "",
        "serviceWorker": f"../../{precache.SCRIPT}",
        "wheel": sources.wheel.name,
        "models": f"../../models/{MANIFEST}?{manifest[:16]}",
        "modelsSha256": manifest,
        "pauses": sources.pauses,
        "stalled": sources.stalled,
        "haste": sources.haste,
        "samples": "../../samples/samples.json",
        "messages": _messages(folder / "app" / "i18n" / "messages"),
        "integrity": _integrity(site / "runtime" / runtime, f"../../runtime/{runtime}/")
        | _integrity(folder / "engine", "engine/")
        | _integrity(folder / "workers", "workers/")
        | {sources.wheel.name: integrity.digest(sources.wheel)},
    }
    script = f"export default Object.freeze({_json(info).rstrip()});\n"
    (folder / "build-info.js").write_text(script, encoding="utf-8", newline="\n")
    return _name_by_hash(folder), names


def _messages(folder: Path) -> dict[str, str]:
    """Hashes of what the page says, by language."""
    return {path.stem: integrity.digest(path) for path in sorted(folder.glob("*.json"))}


def _integrity(folder: Path, prefix: str) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {prefix + path.relative_to(folder).as_posix(): integrity.digest(path) for path in files}


def _add_top(sources: Sources, site: Path, assets: str, folders: Sequence[str]) -> None:
    # not preceded by a dot: ../app/ is another folder
    reference = re.compile(rf"(?<![.\w/])\./({'|'.join(map(re.escape, folders)) or '(?!)'})/")
    for source in sorted(sources.web.iterdir()):
        if not source.is_file() or _CONFIGURATION.fullmatch(source.name):
            continue
        if source.suffix in _REWRITTEN:
            text = source.read_bytes().decode()
            rewritten = reference.sub(rf"./assets/{assets}/\1/", text)
            if source.suffix == ".html":
                rewritten = integrity.seal(rewritten, site)
            if sources.choices.embed:
                rewritten = rewritten.replace(_UNFRAMED, "")
            if source.suffix == ".webmanifest" and not sources.choices.share:
                rewritten = _json({k: v for k, v in json.loads(rewritten).items() if k != _SHARE})
            if sources.base and source.name == _NOT_FOUND:  # shown at whatever depth
                rewritten = rewritten.replace('="./', f'="{sources.base}')
            (site / source.name).write_bytes(rewritten.encode())
        else:
            shutil.copyfile(source, site / source.name)


def _add_models(sources: Sources, site: Path) -> str:
    """Returns the SHA-256 of the list of models."""
    folder = site / "models"
    folder.mkdir()
    manifest = variants.choose(variants.read_manifest(sources.models), sources.ids)
    for name in variants.parts(manifest):
        shutil.copyfile(sources.models / name, folder / name)
    (folder / MANIFEST).write_text(_json(manifest), encoding="utf-8", newline="\n")
    return sha256(folder / MANIFEST)


def _name_by_hash(folder: Path) -> str:
    digest = hashlib.sha256()
    files = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    for name, path in sorted(files.items()):
        digest.update(f"{name}\0{sha256(path)}\0".encode())
    name = digest.hexdigest()[:16]
    folder.rename(folder.with_name(name))
    return name


def _json(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"
