"""The list of models: found by id, restored part by part, refused where it makes no sense."""

from __future__ import annotations

import copy
import json
from typing import Any

import numpy as np
import pytest

from offcut import DamagedModelError, UnknownModelError
from offcut.models.manifest import FORMAT, Part, parse

A, B, C = ("a" * 64, "b" * 64, "c" * 64)


def _part(file: str, offset: int, size: int, layout: str = "plain") -> dict[str, Any]:
    place = {"file": file, "offset": offset, "size": size, "layout": layout, "length": size}
    return {"path": f"{file}-{offset}.gz", "bytes": 5, "sha256": C, **place}


def _entry(name: str) -> dict[str, Any]:
    return {
        "id": name,
        "title": "A title",
        "precision": "fp32",
        "summary": "A sentence.",
        "bytes": 15,
        "sha256": A,
        "files": [
            {"name": f"{name}.onnx", "bytes": 7, "sha256": B},
            {"name": "weights.bin", "bytes": 12, "sha256": C},
        ],
        "parts": [
            _part(f"{name}.onnx", 0, 7),
            _part("weights.bin", 0, 8, "half"),
            _part("weights.bin", 8, 4, "half"),
        ],
    }


MANIFEST = {"format": FORMAT, "default": "large", "variants": [_entry("small"), _entry("large")]}


def test_a_manifest_is_read() -> None:
    catalogue = parse(json.dumps(MANIFEST))
    assert [variant.id for variant in catalogue.variants] == ["small", "large"]
    small = catalogue.find("small")
    assert small.graph.name == "small.onnx"
    assert [file.bytes for file in small.files] == [7, 12]
    assert [(part.file, part.offset) for part in small.parts][1:] == [
        ("weights.bin", 0),
        ("weights.bin", 8),
    ]


@pytest.mark.parametrize(("wanted", "found"), [(None, "large"), ("", "large"), ("small", "small")])
def test_a_model_is_found_by_its_id_or_is_the_default(wanted: str | None, found: str) -> None:
    assert parse(json.dumps(MANIFEST)).find(wanted).id == found


def test_an_unknown_model_is_named_with_those_there_are() -> None:
    with pytest.raises(UnknownModelError, match="no model 'huge': choose small, large"):
        parse(json.dumps(MANIFEST)).find("huge")


def test_another_format_asks_for_an_update() -> None:
    with pytest.raises(DamagedModelError, match=r"has format 1, this is made for 4: .*update"):
        parse(json.dumps({**MANIFEST, "format": 1}))


@pytest.mark.parametrize(
    "text",
    ["", "<!doctype html>", "null", "[]", "3", '"a"', "{}", '{"format": 4}', '{"format": 4, "var'],
)
def test_what_is_no_manifest_is_refused(text: str) -> None:
    with pytest.raises(DamagedModelError, match=r"manifest\.json\) can't be read"):
        parse(text)


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (["default"], "huge"),
        (["default"], None),
        (["variants"], []),
        (["variants"], None),
        (["variants", 0, "bytes"], 16),
        (["variants", 0, "sha256"], "a" * 63),
        (["variants", 0, "sha256"], "A" * 64),
        (["variants", 0, "sha256"], 1),
        (["variants", 0, "colour"], "red"),
        (["variants", 0, "files"], []),
        (["variants", 0, "files", 0, "name"], "other.onnx"),
        (["variants", 0, "files", 0, "bytes"], 8),
        (["variants", 0, "files", 0, "sha256"], "z" * 64),
        (["variants", 0, "parts"], []),
        (["variants", 0, "parts", 0, "path"], "https://elsewhere/part.gz"),
        (["variants", 0, "parts", 0, "path"], "../part.gz"),
        (["variants", 0, "parts", 0, "sha256"], ""),
        (["variants", 0, "parts", 0, "bytes"], "5"),
        (["variants", 0, "parts", 0, "layout"], "quarter"),
        (["variants", 0, "parts", 0, "layout"], "half"),
        (["variants", 0, "parts", 0, "layout"], []),
        (["variants", 0, "parts", 1, "offset"], 2),
        (["variants", 0, "parts", 1, "length"], 6),
        (["variants", 0, "parts", 2, "length"], 6),
        (["variants", 0, "parts", 2, "length"], 0),
        (["variants", 0, "parts", 2, "size"], 3),
        (["variants", 0, "parts", 2, "file"], "small.onnx"),
        (["variants", 0, "parts", 2, "extra"], 1),
    ],
    ids=str,
)
def test_a_manifest_that_makes_no_sense_is_refused(where: list[Any], value: Any) -> None:
    manifest: Any = copy.deepcopy(MANIFEST)
    place = manifest
    for key in where[:-1]:
        place = place[key]
    place[where[-1]] = value
    with pytest.raises(DamagedModelError, match="can't be read"):
        parse(json.dumps(manifest))


@pytest.mark.parametrize("file", ["../../.bashrc", "/etc/passwd", "other.bin"])
def test_a_part_of_a_file_that_is_not_listed_is_refused(file: str) -> None:
    manifest: Any = copy.deepcopy(MANIFEST)
    manifest["variants"][0]["parts"].append({**_part("x", 0, 2), "file": file})
    manifest["variants"][0]["bytes"] += 5
    with pytest.raises(DamagedModelError, match="can't be read"):
        parse(json.dumps(manifest))


@pytest.mark.parametrize("name", ["../small.onnx", "/small.onnx", ".small.onnx", "a/b.onnx", ""])
def test_a_file_with_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    manifest: Any = copy.deepcopy(MANIFEST)
    entry = manifest["variants"][0]
    entry["files"][0]["name"] = entry["parts"][0]["file"] = name
    with pytest.raises(DamagedModelError, match="can't be read"):
        parse(json.dumps(manifest))


@pytest.mark.parametrize(
    ("layout", "restored"), [("plain", "010203040506"), ("half", "010402050306")]
)
def test_a_part_is_restored_by_its_layout(layout: str, restored: str) -> None:
    part = Part(**_part("weights.bin", 0, 6, layout))
    data = np.arange(1, 7, dtype=np.uint8)
    assert part.restore(data).tobytes().hex() == restored


@pytest.mark.parametrize("size", [0, 5, 7])
def test_a_part_of_another_size_is_damaged(size: int) -> None:
    part = Part(**_part("weights.bin", 0, 6))
    with pytest.raises(DamagedModelError, match=rf"holds {size} bytes instead of 6: load it again"):
        part.restore(np.zeros(size, np.uint8))


def test_a_part_that_is_laid_out_wrongly_is_damaged() -> None:
    part = Part(**_part("weights.bin", 0, 64, "levels-as-fp32"))
    with pytest.raises(DamagedModelError, match="laid out wrongly: load it again"):
        part.restore(np.full(64, 1, np.uint8))
