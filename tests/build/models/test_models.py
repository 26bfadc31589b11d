"""Weights and variants: joined, verified, cut down to what is asked for."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from offcut.models.built import built_models
from offcut_build import cache, paths, process
from offcut_build.errors import BuildError
from offcut_build.fetching import npm, weights
from offcut_build.models import __main__ as program
from offcut_build.models import variants
from offcut_build.models.manifest import Packing
from offcut_build.models.parts import pack
from tests.build.conftest import make_models, sha256

PIECES = [b"first, ", b"second"]


@pytest.fixture
def package(node_modules: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The npm package with the weights; its pieces are listed in the wrong order."""
    index = node_modules / weights.INDEX
    index.parent.mkdir(parents=True)
    chunks = [
        {"hash": sha256(PIECES[1]), "offsets": [7, 13]},
        {"hash": sha256(PIECES[0]), "offsets": [0, 7]},
    ]
    index.write_text(json.dumps({"/models/medium": {"chunks": chunks}}))
    for piece in PIECES:
        (index.parent / sha256(piece)).write_bytes(piece)
    paths.PINS.write_text(json.dumps({weights.INDEX: sha256(index.read_bytes())}))
    monkeypatch.setattr(npm, "install", lambda: None)
    monkeypatch.setattr(weights, "SHA256", sha256(b"first, second"))
    return index.parent


def test_the_pieces_are_joined_in_order_of_their_offsets(package: Path) -> None:
    assert weights.weights().read_bytes() == b"first, second"


def test_a_damaged_piece_stops_and_is_named(package: Path) -> None:
    name = sha256(PIECES[0])
    (package / name).write_bytes(b"damaged")
    with pytest.raises(BuildError, match=f"{name} is missing or has a wrong SHA-256"):
        weights.weights()
    assert not list(cache.folder("downloads").iterdir())


def test_a_damaged_file_in_the_cache_is_joined_anew(package: Path) -> None:
    weights.weights().write_bytes(b"damaged")
    assert weights.weights().read_bytes() == b"first, second"


@pytest.mark.parametrize(
    ("ids", "kept", "default"),
    [
        (variants.IDS, ["isnet", "isnet_fp16"], "isnet"),
        (["isnet_fp16"], ["isnet_fp16"], "isnet_fp16"),
        (["isnet"], ["isnet"], "isnet"),
    ],
)
def test_a_manifest_is_cut_down(
    ids: list[str], kept: list[str], default: str, tmp_path: Path
) -> None:
    chosen = variants.choose(make_models(tmp_path / "models"), ids)
    assert [variant["id"] for variant in chosen["variants"]] == kept
    assert chosen["default"] == default


def test_the_models_are_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Path] = []

    def make(folder: Path) -> None:
        make_models(folder)
        made.append(folder)

    monkeypatch.setattr(variants, "_make", make)
    assert built_models() is None
    assert variants.variants() == variants.variants() == built_models()
    assert len(made) == 1


@pytest.mark.parametrize("damage", ["changed", "gone"])
@pytest.mark.parametrize("name", ["*.gz", "manifest.json"])
def test_a_damaged_file_stops_and_is_named_and_made_anew(
    damage: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(variants, "_make", make_models)
    path = next(variants.variants().glob(name))
    if damage == "changed":
        path.write_bytes(b"damaged")
    else:
        path.unlink()
    with pytest.raises(BuildError, match=f"{path.name} is missing or has a wrong SHA-256"):
        variants.variants()
    assert variants.variants().is_dir()


def test_interrupted_models_are_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(folder: Path) -> None:
        make_models(folder)
        raise KeyboardInterrupt

    monkeypatch.setattr(variants, "_make", interrupt)
    with pytest.raises(KeyboardInterrupt):
        variants.variants()
    assert built_models() is None
    assert not list(cache.folder("models").iterdir())
    monkeypatch.setattr(variants, "_make", make_models)
    assert variants.variants() == built_models()


def test_models_of_other_sources_are_other_models(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = tmp_path / "py_src"
    shutil.copytree(paths.PYTHON_SOURCES, sources)
    monkeypatch.setattr(paths, "PYTHON_SOURCES", sources)
    monkeypatch.setattr(variants, "_make", make_models)
    before = variants.variants()
    with (sources / "offcut_build" / "models" / "compact_weights.py").open("a") as file:
        file.write("# changed")
    assert variants.variants() != before


def test_the_program_that_makes_the_models_takes_what_it_is_given(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(command: list[object], *, on_line: Callable[[str], None], **_: object) -> None:
        option, module, *arguments = list(map(str, command))[1:]
        assert (option, module) == ("-m", "offcut_build.models")
        program.main(arguments)
        on_line("isnet: 0.0 MB")

    def pack_all(network: bytes, folder: Path) -> dict[str, Packing]:
        return {"isnet": Packing([pack(network, "plain", folder).file("isnet.onnx", "plain")])}

    monkeypatch.setattr(variants, "environment", lambda _: Path("python"))
    monkeypatch.setattr(process, "run", run)
    monkeypatch.setattr(program, "read_network", Path.read_bytes)
    monkeypatch.setattr(program, "_pack_all", pack_all)
    folder = variants.variants()
    (name,) = variants.parts(variants.read_manifest(folder))
    assert gzip.decompress((folder / name).read_bytes()) == b"first, second"
    assert variants.variants() == folder
