"""``POST /v1.0/removebg``: the fields of remove.bg, for programs that were written for it."""

from __future__ import annotations

import base64
import json
import urllib.parse
from pathlib import Path

import pytest

from offcut import OutputOptions, Remover
from tests import pictures
from tests.native.serve.client import Server

PATH = "/v1.0/removebg"
CAT = "chelsea.png"


@pytest.fixture(scope="module")
def cat(photos: Path) -> bytes:
    return (photos / CAT).read_bytes()


@pytest.mark.parametrize(
    ("fields", "output"),
    [
        ({"crop": "true"}, OutputOptions(crop=True, margin=0)),
        ({"bg_color": "81d4fa"}, OutputOptions("image/jpeg", background="#81d4fa")),
        *(
            pytest.param(fields, output, marks=pytest.mark.full)
            for fields, output in [
                ({}, OutputOptions()),
                ({"size": "full", "type": "animal", "format": "png"}, OutputOptions()),
                ({"size": "auto", "roi": "0% 0% 100% 100%", "scale": "original"}, OutputOptions()),
                ({"format": "webp", "type_level": "none"}, OutputOptions("image/webp")),
                ({"channels": "alpha"}, OutputOptions(type="mask")),
                ({"crop": "true", "crop_margin": "10%"}, OutputOptions(crop=True, margin=0.1)),
                ({"crop": "true", "crop_margin": "0px"}, OutputOptions(crop=True, margin=0)),
                ({"bg_color": "#fff", "format": "png"}, OutputOptions(background="#ffffff")),
                (
                    {"bg_color": "green", "format": "jpg"},
                    OutputOptions("image/jpeg", background="#008000"),
                ),
                ({"bg_color": "ffffff00"}, OutputOptions()),
                ({"add_shadow": "true"}, OutputOptions(shadow=0.5)),
                ({"shadow_type": "drop", "shadow_opacity": "30"}, OutputOptions(shadow=0.3)),
                ({"shadow_opacity": "30"}, OutputOptions()),
                ({"image_url": "", "bg_color": ""}, OutputOptions()),
            ]
        ),
    ],
    ids=str,
)
def test_fields_mean_what_they_mean_there(
    fields: dict[str, str], output: OutputOptions, server: Server, cat: bytes, remover: Remover
) -> None:
    answer = server.send(PATH, {"image_file": cat}, **fields)
    assert (answer.status, answer.headers["content-type"]) == (200, output.format)
    assert answer.body == remover.remove_background(cat, output=output)


@pytest.mark.parametrize(
    ("size", "megapixels"),
    [
        ("preview", 0.25),
        *(
            pytest.param(*each, marks=pytest.mark.full)
            for each in [("regular", 0.25), ("medium", 1.5), ("hd", 4.0)]
        ),
    ],
)
def test_a_size_limits_the_pixels(size: str, megapixels: float, server: Server) -> None:
    picture = pictures.file(pictures.gradient((3000, 2000)), "JPEG")
    answer = server.send(PATH, {"image_file": picture}, size=size)
    width, height = pictures.read(answer.body).size
    assert 0.97 * megapixels < width * height / 1e6 <= megapixels * 1.001
    assert width / height == pytest.approx(1.5, rel=0.01)


@pytest.mark.full
def test_a_small_picture_is_not_enlarged(server: Server, cat: bytes) -> None:
    assert pictures.read(server.send(PATH, {"image_file": cat}, size="hd").body).size == (451, 300)


@pytest.mark.full
def test_a_picture_comes_as_base64_too(server: Server, cat: bytes, cut_cat: bytes) -> None:
    text = base64.b64encode(cat).decode()
    assert server.send(PATH, image_file_b64=text).body == cut_cat
    assert server.send(PATH, image_file_b64=f"data:image/png;base64,{text}").body == cut_cat
    body = json.dumps({"image_file_b64": text, "crop": False, "size": None}).encode()
    assert server.post(PATH, body, "application/json").body == cut_cat
    encoded = urllib.parse.urlencode({"image_file_b64": text}).encode()
    assert server.post(PATH, encoded, "application/x-www-form-urlencoded").body == cut_cat


def test_the_result_comes_as_json_where_that_is_asked_for(
    server: Server, cat: bytes, cut_cat: bytes
) -> None:
    text = base64.b64encode(cat).decode()
    answer = server.post(
        PATH, json.dumps({"image_file_b64": text}).encode(), "application/json",
        accept="application/json",
    )  # fmt: skip
    assert base64.b64decode(answer.json["data"]["result_b64"]) == cut_cat


@pytest.mark.full
def test_a_picture_can_be_put_behind(server: Server, cat: bytes, remover: Remover) -> None:
    behind = pictures.file(pictures.gradient((50, 40)))
    answer = server.send(PATH, {"image_file": cat, "bg_image_file": behind}, format="png")
    assert answer.body == remover.remove_background(cat, output=OutputOptions(background=behind))


def test_a_picture_without_a_subject_is_the_error_that_it_is_there(server: Server) -> None:
    sky = pictures.file(pictures.flat((90, 140, 220), (60, 40)))
    answer = server.send(PATH, {"image_file": sky})
    assert answer.status == 400
    assert answer.json["errors"][0]["code"] == "unknown_foreground"
    assert answer.json["errors"][0]["title"] == answer.json["message"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"image_url": "https://a.example/cat.jpg"}, "serve-address"),
        ({"bg_image_url": "http://169.254.169.254/"}, "serve-address"),
        ({"scale": "50%"}, "option-choice"),
        ({"position": "center"}, "option-choice"),
        ({"roi": "10% 10% 90% 90%"}, "option-choice"),
        ({"size": "huge"}, "option-choice"),
        ({"type": "ghost"}, "option-choice"),
        ({"format": "zip"}, "serve-zip"),
        ({"format": "gif"}, "option-choice"),
        ({"format": "jpg"}, "jpeg-transparency"),
        ({"channels": "rgb"}, "option-choice"),
        ({"bg_color": "nonesuch"}, "serve-colour"),
        ({"bg_color": "81d4fa77"}, "serve-colour-alpha"),
        ({"crop_margin": "30px"}, "serve-margin"),
        ({"crop_margin": "10% 20%"}, "serve-margin"),
        ({"crop_margin": "60%"}, "serve-margin"),
        ({"shadow_type": "3D"}, "option-choice"),
        ({"shadow_opacity": "101"}, "option-number"),
        ({"crop": "perhaps"}, "option-switch"),
        ({"quality": "0.5"}, "serve-field-unknown"),
        ({"image_file_b64": "aGVsbG8="}, "serve-image-missing"),
    ],
    ids=str,
)
def test_what_can_not_be_done_is_refused_by_name(
    fields: dict[str, str], code: str, server: Server, cat: bytes
) -> None:
    answer = server.send(PATH, {"image_file": cat}, **fields)
    assert (answer.status, answer.json["code"]) == (400, code)
    (name,) = fields
    assert name in answer.json["message"] or code == "jpeg-transparency"


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        (b"{}", "application/json", "serve-image-missing"),
        (b"[]", "application/json", "serve-json-object"),
        (b"{", "application/json", "serve-json"),
        (b'{"size": ["full"]}', "application/json", "serve-json-value"),
        (b'{"image_file_b64": "#"}', "application/json", "serve-encoding"),
        (b"x", "image/png", "serve-body-kind"),
        (b"x", "", "serve-body-kind"),
    ],
)
def test_a_body_that_is_no_form_is_told(body: bytes, kind: str, code: str, server: Server) -> None:
    answer = server.post(PATH, body, kind)
    assert (answer.status, answer.json["code"]) == (400, code)
