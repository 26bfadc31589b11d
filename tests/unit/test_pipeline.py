"""From a file to a file, with the network's mask given."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from offcut import (
    InferenceError,
    OffcutError,
    OutputOptions,
    PictureTooLargeError,
    UnreadableImageError,
    finish,
    prepare,
)
from offcut.imageio import decode
from offcut.imageio.picture import Picture
from offcut.pipeline import Prepared, cut_out, prepare_image, prepare_pixels, write
from tests import pictures

PNG = OutputOptions()
OUTPUTS = [
    PNG,
    OutputOptions("image/webp"),
    OutputOptions("image/jpeg", background="#08f"),
    OutputOptions(type="mask"),
    OutputOptions(type="background"),
]
JPEG = pictures.file(pictures.noise((300, 200)), "JPEG", subsampling="4:2:0")


@pytest.mark.parametrize("size", pictures.ODD_SIZES)
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_the_tensor_has_the_networks_shape_whatever_the_pictures(
    size: tuple[int, int], kind: str
) -> None:
    tensor = prepare(pictures.file(pictures.noise(size), kind), "a picture").tensor
    assert tensor.shape == (1, 3, 1024, 1024)
    assert tensor.dtype == np.float32
    assert -0.5 <= tensor.min() <= tensor.max() <= 0.49609375


@pytest.mark.parametrize("size", pictures.ODD_SIZES)
@pytest.mark.parametrize("output", OUTPUTS, ids=lambda output: f"{output.type} {output.format}")
def test_the_result_has_the_pictures_exact_size(
    size: tuple[int, int], output: OutputOptions
) -> None:
    prepared = prepare(pictures.file(pictures.noise(size), "JPEG"), "a picture")
    assert pictures.read(finish(prepared, pictures.mask(), output)).size == size


def test_what_the_mask_keeps_is_the_picture_to_the_sample() -> None:
    image = pictures.noise((40, 30))
    left = pictures.mask(0)
    left[..., :512] = 1
    result = pictures.read(finish(prepare(pictures.file(image), "a picture"), left, PNG))
    pixels = pictures.array(result)
    assert (pixels[:, :18, :3] == pictures.array(image)[:, :18]).all()
    assert (pixels[:, :18, 3] == 255).all()
    assert (pixels[:, 22:] == 0).all()


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda output: f"{output.type} {output.format}")
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_place_and_comment_go_and_the_colour_profile_stays(
    kind: str, output: OutputOptions
) -> None:
    data = pictures.file(
        pictures.noise((40, 30)),
        kind,
        exif=pictures.turned(1),
        icc_profile=pictures.RGB_PROFILE,
        comment=b"my comment",
    )
    assert pictures.read(data).getexif().get_ifd(pictures.GPS)
    result = finish(prepare(data, "a picture"), pictures.mask(), output)
    image = pictures.read(result)
    assert not image.getexif()
    assert b"my comment" not in result
    profile = None if output.type == "mask" else pictures.RGB_PROFILE
    assert image.info.get("icc_profile") == profile


@pytest.mark.parametrize(
    ("size", "kind", "shape"),
    [
        ((300, 200), "JPEG", (704, 1024)),
        ((300, 200), "PNG", (704, 1024)),
        ((1, 5000), "JPEG", (1024, 256)),
        ((5000, 1), "WEBP", (256, 1024)),
        ((2000, 100), "JPEG", (256, 1024)),
    ],
)
def test_best_adds_the_mirror_image_with_its_aspect_ratio_kept(
    size: tuple[int, int], kind: str, shape: tuple[int, int]
) -> None:
    data = pictures.file(pictures.gradient(size), kind)
    best = prepare(data, "a picture", effort="best")
    assert (best.tensor == prepare(data, "a picture").tensor).all()
    assert best.second is not None
    assert best.second.shape == (1, 3, *shape)
    back = np.asarray(best.second[0, 0, :, ::-1])
    square = Image.fromarray(best.tensor[0, 0]).resize((shape[1], shape[0]))
    assert np.abs(back - np.asarray(square)).mean() < 0.02


def test_a_square_pictures_second_look_is_its_mirror_image() -> None:
    best = prepare(pictures.file(pictures.noise((90, 89))), "a picture", effort="best")
    assert best.second is not None
    assert (best.second == best.tensor[..., ::-1]).all()


@pytest.mark.parametrize("subsampling", ["4:2:0", "4:2:2"])
def test_the_second_look_is_upright(subsampling: str) -> None:
    image = pictures.gradient((300, 200))
    turned = image.transpose(Image.Transpose.ROTATE_90)
    exif = pictures.turned(6)
    data = pictures.file(turned, "JPEG", quality=95, subsampling=subsampling, exif=exif)
    best = prepare(data, "a picture", effort="best")
    expected = prepare_image(image, "upright", effort="best")
    assert best.second is not None
    assert expected.second is not None
    assert best.second.shape == (1, 3, 704, 1024)
    assert np.abs(best.second - expected.second).mean() < 0.02


def test_fast_makes_no_second_tensor() -> None:
    assert prepare(JPEG, "a picture").second is None


def test_a_file_its_pixels_and_an_opened_picture_are_looked_at_twice_alike() -> None:
    image = pictures.noise((70, 50), "RGBA")
    seconds = [
        prepare(pictures.file(image), "a file", effort="best").second,
        prepare_pixels(np.asarray(image), "a canvas", effort="best").second,
        prepare_image(image, "a picture", effort="best").second,
    ]
    assert len({None if each is None else each.tobytes() for each in seconds} - {None}) == 1
    assert all(each is not None for each in seconds)


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """A list that grows with each file that is decoded at full size."""
    files: list[bytes] = []
    usual = decode.decode

    def noted(data: bytes, name: str, page: int | None = None) -> Picture:
        files.append(data)
        return usual(data, name, page)

    monkeypatch.setattr(decode, "decode", noted)
    return files


def test_a_jpeg_is_decoded_at_full_size_only_when_asked_and_once(decoded: list[bytes]) -> None:
    prepared = prepare(JPEG, "a picture")
    assert decoded == []
    picture = prepared.picture()
    assert picture.image.size == (300, 200)
    assert decoded == [JPEG]
    assert prepared.picture() is picture
    assert prepared._picture is picture, "the file is let go of"


def test_the_full_size_picture_may_be_what_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    header, usual = JPEG[:20], decode.decode
    monkeypatch.setattr(decode, "decode", lambda _, name: usual(header, name))
    prepared = prepare(JPEG, "late.jpg")
    with pytest.raises(UnreadableImageError, match=r"late\.jpg is a damaged JPEG"):
        finish(prepared, pictures.mask(), PNG)


@pytest.mark.parametrize(
    "data",
    [
        JPEG,
        pictures.file(pictures.noise((70, 50), "RGBA")),
        pictures.file(pictures.noise((70, 50))),
    ],
    ids=["JPEG", "RGBA", "RGB"],
)
def test_a_picture_that_is_decoded_twice_has_the_same_pixels_and_is_let_go_of_in_between(
    data: bytes, decoded: list[bytes]
) -> None:
    usual = prepare(data, "a picture")
    expected = finish(usual, pictures.mask(0.8), PNG)
    decoded.clear()
    prepared = prepare(data, "a picture", twice=True)
    assert not isinstance(prepared._picture, Picture)
    assert prepared.tensor.tobytes() == usual.tensor.tobytes()
    before = len(decoded)
    assert finish(prepared, pictures.mask(0.8), PNG) == expected
    assert len(decoded) == before + 1


def test_pixels_may_be_let_go_of_in_between_too() -> None:
    pixels = np.asarray(pictures.noise((70, 50), "RGBA"))
    prepared = prepare_pixels(pixels, "a canvas", twice=True)
    assert not isinstance(prepared._picture, Picture)
    expected = finish(prepare_pixels(pixels, "a canvas"), pictures.mask(), PNG)
    assert finish(prepared, pictures.mask(), PNG) == expected


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_file_its_pixels_and_an_opened_picture_are_the_same(mode: str) -> None:
    image = pictures.noise((70, 50), mode)
    prepared = [
        prepare(pictures.file(image), "a file"),
        prepare_pixels(np.asarray(image.convert("RGBA")), "a canvas"),
        prepare_image(image, "a picture"),
    ]
    assert len({one.tensor.tobytes() for one in prepared}) == 1
    assert len({finish(one, pictures.mask(0.8), PNG) for one in prepared}) == 1


@pytest.mark.parametrize("subsampling", ["4:4:4", "4:2:0", "4:2:2"])
def test_a_jpeg_that_breaks_off_is_worked_on_as_far_as_it_goes(subsampling: str) -> None:
    data = pictures.file(pictures.noise((640, 640)), "JPEG", subsampling=subsampling)
    half, whole = (prepare(each, "half.jpg") for each in (data[: len(data) // 2], data))
    assert (half.tensor[..., :400, :] == whole.tensor[..., :400, :]).all()
    (note,) = cut_out(half, pictures.mask(), PNG).notes
    assert note.code == "missing"
    assert 45 < float(dict(note.params)["percent"]) < 55  # type: ignore[arg-type]
    assert not cut_out(whole, pictures.mask(), PNG).notes


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", UnreadableImageError),
        (b"Dear diary", UnreadableImageError),
        (pictures.png_header(100_000, 100_000), PictureTooLargeError),
    ],
)
def test_what_can_not_be_worked_on_is_named(data: bytes, error: type[OffcutError]) -> None:
    with pytest.raises(error, match=r"^diary\.txt "):
        prepare(data, "diary.txt")


def test_memory_that_runs_out_is_said_of_the_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: bytes) -> None:
        raise MemoryError

    monkeypatch.setattr("offcut.imageio.jpeg_planes.stored_planes", fail)
    with pytest.raises(PictureTooLargeError, match=r"big\.jpg needs more memory"):
        prepare(JPEG, "big.jpg")


def test_a_mask_of_no_numbers_gives_no_file() -> None:
    with pytest.raises(InferenceError):
        finish(prepare(JPEG, "a picture"), pictures.mask(np.nan), PNG)


def test_a_format_that_can_not_hold_the_picture_gives_no_file() -> None:
    prepared = prepare(pictures.file(pictures.flat(0, (16384, 1))), "wide.png")
    with pytest.raises(PictureTooLargeError, match="choose PNG"):
        finish(prepared, pictures.mask(), OutputOptions("image/webp"))


def test_finishing_in_two_steps_writes_the_same() -> None:
    prepared = prepare(JPEG, "a picture")
    image = cut_out(prepared, pictures.mask(0.8), PNG).image
    assert write(prepared, image, PNG) == finish(prepared, pictures.mask(0.8), PNG)


@pytest.mark.parametrize(("value", "found"), [(0.0, False), (0.5, False), (0.8, True)])
def test_it_is_known_whether_a_subject_was_found(value: float, found: bool) -> None:
    prepared = prepare(JPEG, "a picture")
    cut = cut_out(prepared, pictures.mask(value), PNG)
    assert cut.found == found
    assert cut.image.getchannel("A").getextrema() == (round(255 * value) * found,) * 2


def test_a_reduced_picture_is_never_larger_and_keeps_its_proportions() -> None:
    whole = prepare(pictures.file(pictures.noise((300, 200))), "a picture")
    assert whole.reduced(300) is whole
    assert whole.reduced(150).picture().image.size == (150, 100)
    assert whole.picture().image.size == (300, 200)
    thin = prepare(pictures.file(pictures.noise((1000, 2))), "a picture")
    assert thin.reduced(100).picture().image.size == (100, 1)


def test_a_reduced_picture_is_transparent_where_it_was() -> None:
    image = pictures.noise((300, 200)).convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 150, 200))
    small = prepare(pictures.file(image), "a picture").reduced(150)
    result = pictures.array(cut_out(small, pictures.mask(1), PNG).image)
    assert (result[:, :73, 3] == 0).all()
    assert (result[:, 77:, 3] == 255).all()


@pytest.mark.parametrize("kind", ["png", "webp", "tiff"])
@pytest.mark.parametrize("quality", [0.5, 1])
def test_what_was_cut_away_leaves_no_trace_in_the_file(kind: str, quality: float) -> None:
    mask = pictures.mask()
    mask[..., :512] = 0
    output = OutputOptions(f"image/{kind}", quality, edges="plain", decontaminate=False)
    files = []
    for secret in (0, 255):
        picture = pictures.noise((64, 64))
        picture.paste((secret, secret, 90), (0, 0, 28, 64))  # up to where alpha begins
        files.append(finish(prepare(pictures.file(picture), "photo"), mask, output))
    assert pictures.array(pictures.read(files[0]))[:, :28, 3].max() == 0
    assert files[0] == files[1]


def test_a_preview_of_a_jpeg_is_never_decoded_at_full_size(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pictures.file(pictures.gradient((1600, 1200)), "JPEG", exif=pictures.turned(6))
    whole = prepare(data, "a picture")
    assert whole.size == (1200, 1600)
    expected = pictures.array(prepare(data, "a picture").picture().image.resize((150, 200)))
    with monkeypatch.context() as patch:
        patch.setattr(Prepared, "picture", lambda _: pytest.fail("decoded at full size"))
        small = whole.reduced(200)
    assert small.size == small.picture().image.size == (150, 200)
    assert small.picture().aspect == whole.picture().aspect
    assert np.abs(pictures.array(small.picture().image) - expected.astype(float)).mean() < 2
