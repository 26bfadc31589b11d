"""The finished picture to a file: formats, limits, metadata."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from offcut import OutputOptions, PictureTooLargeError
from offcut.imageio.encode import encode
from tests import pictures

PNG = OutputOptions()
WEBP = OutputOptions("image/webp")
JPEG = OutputOptions("image/jpeg", background="#fff")
TIFF = OutputOptions("image/tiff")
ALL = [PNG, WEBP, JPEG, TIFF]
RAINBOW = Image.fromarray(
    np.stack(np.broadcast_arrays(*np.ogrid[0:256:4, 0:256:4], 90), 2).astype(np.uint8)
)


@pytest.mark.parametrize(
    ("options", "mode", "kind"),
    [
        (PNG, "RGBA", "PNG"),
        (WEBP, "RGBA", "WEBP"),
        (WEBP, "RGB", "WEBP"),
        (JPEG, "RGB", "JPEG"),
        (JPEG, "L", "JPEG"),
        (TIFF, "RGBA", "TIFF"),
        (TIFF, "RGB", "TIFF"),
        (TIFF, "L", "TIFF"),
    ],
)
def test_the_format_is_the_one_asked_for(options: OutputOptions, mode: str, kind: str) -> None:
    back = pictures.read(encode(RAINBOW.convert(mode), options, None))
    assert back.format == kind
    assert back.size == RAINBOW.size
    difference = np.abs(pictures.array(back.convert(mode)) - pictures.array(RAINBOW.convert(mode)))
    assert np.minimum(difference, 256 - difference.astype(int)).mean() < 4


@pytest.mark.parametrize("kind", ["image/webp", "image/jpeg"])
def test_quality_trades_bytes_for_closeness(kind: str) -> None:
    image = pictures.noise((64, 64))
    sizes = [
        len(encode(image, OutputOptions(kind, quality, background="#fff"), None))
        for quality in (0, 0.5, 1)
    ]
    assert sizes == sorted(set(sizes))


@pytest.mark.parametrize(
    ("options", "limit", "kind"), [(WEBP, 16383, "WEBP"), (JPEG, 65500, "JPEG")]
)
def test_a_picture_beyond_what_the_format_holds_is_refused(
    options: OutputOptions, limit: int, kind: str
) -> None:
    assert pictures.read(encode(pictures.flat(0, (limit, 1)), options, None)).size == (limit, 1)
    for size in ((limit + 1, 1), (1, limit + 1)):
        sentence = f"{kind} holds at most {limit} .* {size[0]} x {size[1]}: choose PNG"
        with pytest.raises(PictureTooLargeError, match=sentence):
            encode(pictures.flat(0, size), options, None)
        for roomy in (PNG, TIFF):
            assert pictures.read(encode(pictures.flat(0, size), roomy, None)).size == size


@pytest.mark.parametrize("options", ALL, ids=lambda options: options.format)
def test_the_colour_profile_is_written_but_not_into_a_mask(options: OutputOptions) -> None:
    colour = pictures.read(encode(pictures.flat(0), options, pictures.RGB_PROFILE))
    mask = pictures.read(encode(pictures.flat(0, mode="L"), options, pictures.RGB_PROFILE))
    assert colour.info["icc_profile"] == pictures.RGB_PROFILE
    assert "icc_profile" not in mask.info


@pytest.mark.parametrize("options", ALL, ids=lambda options: options.format)
def test_no_other_metadata_of_the_picture_is_written(options: OutputOptions) -> None:
    source = pictures.read(pictures.file(pictures.flat(0), "JPEG", exif=pictures.turned(6)))
    data = encode(source, options, None)
    assert b"Exif" not in data
    assert not pictures.read(data).getexif().keys() & {pictures.ORIENTATION, pictures.GPS}


@pytest.mark.parametrize("options", ALL, ids=lambda options: options.format)
def test_nor_is_a_comment(options: OutputOptions) -> None:
    said = pictures.read(pictures.file(pictures.flat(0), "JPEG", comment=b"where it was"))
    assert said.info["comment"] == b"where it was"
    assert b"where it was" not in encode(said, options, None)


@pytest.mark.parametrize("quality", [0.5, 0.9, 1])
def test_webp_smears_no_colour_into_what_was_cut_away(quality: float) -> None:
    image = pictures.noise((64, 64), "RGBA")
    edge = 36  # inside a block of 8 pixels, which the encoder would fill
    image.paste((0, 0, 0, 0), (0, 0, edge, 64))
    back = pictures.read(encode(image, OutputOptions("image/webp", quality), None))
    assert pictures.array(back)[:, : edge - 1, :3].max() < 64
    assert (pictures.array(back)[:, :edge, 3] == 0).all()
