"""``POST /remove-background``: a picture, and options under their own names."""

from __future__ import annotations

from pathlib import Path

import pytest

from offcut import OutputOptions, Remover
from tests import pictures
from tests.native.serve.client import Server

PATH = "/remove-background"
CAT = "chelsea.png"


@pytest.fixture(scope="module")
def cat(photos: Path) -> bytes:
    return (photos / CAT).read_bytes()


def test_a_picture_as_the_body_comes_back_cut_out(
    server: Server, cat: bytes, cut_cat: bytes
) -> None:
    answer = server.post(PATH, cat)
    assert (answer.status, answer.headers["content-type"]) == (200, "image/png")
    assert answer.body == cut_cat
    assert (answer.headers["x-width"], answer.headers["x-height"]) == ("451", "300")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["offcut-found"] == "true"


@pytest.mark.parametrize("name", ["picture", "image_file"])
def test_a_form_gives_the_same(name: str, server: Server, cat: bytes, cut_cat: bytes) -> None:
    assert server.send(PATH, {name: cat}).body == cut_cat


def test_what_curl_calls_a_body_that_it_does_not_know_is_a_picture(
    server: Server, cat: bytes
) -> None:
    answer = server.post(PATH, cat, "application/x-www-form-urlencoded")
    assert (answer.status, answer.headers["content-type"]) == (200, "image/png")


@pytest.mark.parametrize(
    ("fields", "output"),
    [
        ({"format": "webp", "quality": "0.5"}, OutputOptions("image/webp", 0.5)),
        *(
            pytest.param(fields, output, marks=pytest.mark.full)
            for fields, output in [
                (
                    {"format": "image/jpeg", "background": "#0a0"},
                    OutputOptions("image/jpeg", background="#0a0"),
                ),
                (
                    {"format": "jpg", "background": "blur"},
                    OutputOptions("image/jpeg", background="blur"),
                ),
                ({"type": "mask", "clean": "false"}, OutputOptions(type="mask", clean=False)),
                ({"crop": "1", "margin": "0.1"}, OutputOptions(crop=True, margin=0.1)),
                ({"canvas": "square", "shadow": "0.4"}, OutputOptions(canvas="square", shadow=0.4)),
                ({"size": "64", "effort": "best"}, OutputOptions(size=64, effort="best")),
                ({"size": "", "background": ""}, OutputOptions()),
            ]
        ),
    ],
)
def test_options_are_fields_and_parts_of_the_query(
    fields: dict[str, str], output: OutputOptions, server: Server, cat: bytes, remover: Remover
) -> None:
    expected = remover.remove_background(cat, output=output)
    assert server.send(PATH, {"picture": cat}, **fields).body == expected
    query = "&".join(f"{name}={value.replace('#', '%23')}" for name, value in fields.items())
    answer = server.post(f"{PATH}?{query}", cat)
    assert answer.body == expected
    assert answer.headers["content-type"] == output.format


@pytest.mark.full
def test_a_picture_can_be_put_behind(server: Server, cat: bytes, remover: Remover) -> None:
    behind = pictures.file(pictures.gradient((50, 40)))
    answer = server.send(PATH, {"picture": cat, "background": behind})
    assert answer.body == remover.remove_background(cat, output=OutputOptions(background=behind))


def test_a_page_of_a_tiff_is_chosen(server: Server) -> None:
    first, second = pictures.gradient((60, 40)), pictures.gradient((30, 20))
    tiff = pictures.file(first, "TIFF", save_all=True, append_images=[second])
    assert server.send(PATH, {"picture": tiff}).headers["x-width"] == "60"
    assert server.send(PATH, {"picture": tiff}, page="2").headers["x-width"] == "30"


@pytest.mark.full
def test_an_animation_stays_one_where_that_is_asked_for(server: Server, remover: Remover) -> None:
    frames = [pictures.gradient((60, 40)), pictures.gradient((40, 60)).resize((60, 40))]
    gif = pictures.file(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=90)
    answer = server.send(PATH, {"picture": gif}, animation="all")
    assert answer.body == remover.remove_background(gif, output=OutputOptions(animation="all"))
    assert pictures.read(answer.body).n_frames == 2  # type: ignore[attr-defined]


def test_what_there_is_to_say_of_a_picture_is_in_headers(server: Server, photos: Path) -> None:
    data = (photos / "rocket.jpg").read_bytes()
    answer = server.post(PATH, data[: len(data) // 2])
    assert (answer.status, answer.headers["offcut-notes"]) == (200, "missing")
    empty = server.post(PATH, pictures.file(pictures.flat((90, 140, 220), (60, 40))))
    assert (empty.status, empty.headers["offcut-found"]) == (200, "false")


@pytest.mark.parametrize(
    ("fields", "code", "said"),
    [
        ({"quality": "2"}, "option-range", "quality is 2.0: the range is 0 to 1."),
        ({"quality": "high"}, "serve-number", "quality is 'high': give a number."),
        ({"size": "1.5"}, "serve-number", "size is '1.5': give a number."),
        ({"crop": "yes"}, "option-switch", "crop is 'yes': give true or false."),
        ({"format": "gif"}, "option-choice", "format is 'gif': choose image/png, "),
        ({"format": "jpg"}, "jpeg-transparency", "JPEG has no transparency: give background,"),
        ({"colour": "red"}, "serve-field-unknown", "There is no field 'colour'."),
        ({"page": "9"}, "page-missing", ""),
    ],
)
def test_a_wrong_field_is_named(
    fields: dict[str, str], code: str, said: str, server: Server, cat: bytes
) -> None:
    answer = server.send(PATH, {"picture": cat}, **fields)
    assert (answer.status, answer.headers["content-type"]) == (400, "application/json")
    if said:
        assert answer.json["code"] == code
    assert answer.json["name"] in {"InvalidOptionError", "RequestError"}
    assert answer.json["message"].startswith(said)


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({}, "serve-picture-missing"),
        ({"photo": b"x"}, "serve-picture-missing"),
        ({"picture": b"x", "image_file": b"x"}, "serve-picture-missing"),
        ({"picture": b"x", "other": b"x"}, "serve-field-unknown"),
        ({"picture": b"x", "background": b"x", "third": b"x"}, "serve-form"),
        ({"picture": b""}, "picture-empty"),
    ],
)
def test_files_must_be_those_that_are_known(
    files: dict[str, bytes], code: str, server: Server
) -> None:
    answer = server.send(PATH, files)
    assert (answer.status, answer.json["code"]) == (400, code)


@pytest.mark.parametrize("body", [b"", b"GIF", b"<svg/>", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_picture_is_told_without_a_name(body: bytes, server: Server) -> None:
    answer = server.post(PATH, body)
    assert (answer.status, answer.json["name"]) == (400, "UnreadableImageError")
    assert answer.json["message"].startswith("The picture ")


def test_a_form_that_breaks_off_is_told(server: Server, cat: bytes) -> None:
    answer = server.post(PATH, b"--x\r\nnonsense", "multipart/form-data; boundary=x")
    assert (answer.status, answer.json["code"]) in {
        (400, "serve-form"),
        (400, "serve-picture-missing"),
    }
    assert server.post(PATH, b"", "multipart/form-data").json["code"] == "serve-form"
