"""``offcut.native`` as a library."""

from __future__ import annotations

import io
import pickle
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms

from offcut import (
    CutOutFile,
    NoSubjectWarning,
    OutputOptions,
    PictureWarning,
    Remover,
    UnknownModelError,
    UnreadableImageError,
    remove_background,
)
from offcut.native.given import FileSource
from tests import pictures
from tests.native.conftest import QUICKEST

CAT = "chelsea.png"


def _as_file(path: Path, how: str) -> FileSource:
    sources: dict[str, Callable[[], FileSource]] = {
        "path": lambda: path,
        "text": lambda: str(path),
        "bytes": path.read_bytes,
        "bytearray": lambda: bytearray(path.read_bytes()),
        "memoryview": lambda: memoryview(path.read_bytes()),
        "file": lambda: io.BytesIO(path.read_bytes()),
    }
    return sources[how]()


@pytest.mark.parametrize("how", ["path", "text", "bytes", "bytearray", "memoryview", "file"])
def test_a_file_in_any_form_gives_the_bytes_of_a_file(
    how: str, remover: Remover, photos: Path, cut_cat: bytes
) -> None:
    result = remover.remove_background(_as_file(photos / CAT, how))
    assert result == cut_cat
    assert (result.media_type, result.found, result.notes) == ("image/png", True, ())
    assert pictures.read(result).size == (451, 300)


def test_an_image_gives_an_image_of_the_same_pixels(
    remover: Remover, photos: Path, cut_cat: bytes
) -> None:
    file = pictures.read(cut_cat)
    with Image.open(photos / CAT) as opened:
        result = remover.remove_background(opened)
    assert (result.mode, result.size) == ("RGBA", (451, 300))
    assert (pictures.array(result) == pictures.array(file)).all()


@pytest.mark.parametrize(
    ("mode", "output", "shape"),
    [
        pytest.param("RGBA", OutputOptions(), (300, 451, 4), marks=pytest.mark.full),
        ("L", OutputOptions(), (300, 451, 4)),
        ("RGB", OutputOptions(background="#fff"), (300, 451, 3)),
        ("RGB", OutputOptions(type="mask"), (300, 451)),
    ],
)
def test_an_array_gives_an_array(
    mode: str, output: OutputOptions, shape: tuple[int, ...], remover: Remover, photos: Path
) -> None:
    image = Image.open(photos / CAT).convert(mode)
    result = remover.remove_background(np.asarray(image), output=output)
    assert (str(result.dtype), result.shape) == ("uint8", shape)
    result[:] = 0  # its own, to be written to


def test_an_array_has_the_pixels_of_the_image_it_was_made_of(
    remover: Remover, photos: Path
) -> None:
    image = Image.open(photos / CAT).convert("RGB")
    pixels = np.asarray(image)
    expected = np.asarray(remover.remove_background(image))
    for given in (pixels, np.asfortranarray(pixels[:, ::-1])[:, ::-1]):
        assert (remover.remove_background(given) == expected).all()


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((9, 9, 3), np.float32),
        np.zeros((9, 9, 2), np.uint8),
        np.zeros((2, 9, 9, 3), np.uint8),
        np.zeros((0, 9), np.uint8),
        np.zeros(9, np.uint8),
    ],
)
def test_an_array_of_another_form_is_refused_with_its_form(pixels: Any, remover: Remover) -> None:
    said = rf"^cat is an array of {pixels.dtype} \[.*\]: give uint8 \[height, width\]"
    with pytest.raises(UnreadableImageError, match=said):
        remover.remove_background(pixels, name="cat")


@pytest.mark.parametrize("source", [None, 7, ["cat.jpg"], io.StringIO("no bytes")])
def test_what_is_no_picture_at_all_is_a_type_error(source: Any, remover: Remover) -> None:
    with pytest.raises(TypeError):
        remover.remove_background(source)


def test_an_image_keeps_its_colour_profile(remover: Remover) -> None:
    image = pictures.gradient((60, 40))
    image.info["icc_profile"] = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    file = pictures.file(image, icc_profile=image.info["icc_profile"])
    written = pictures.read(remover.remove_background(file))
    result = remover.remove_background(pictures.read(file))
    assert result.info.get("icc_profile") == written.info.get("icc_profile") is not None
    mask = remover.remove_background(image, output=OutputOptions(type="mask"))
    assert "icc_profile" not in mask.info


def test_a_result_is_saved_and_shown(cut_cat: CutOutFile, tmp_path: Path) -> None:
    cut_cat.save(tmp_path / "new" / "cat.png")
    assert (tmp_path / "new" / "cat.png").read_bytes() == cut_cat
    assert cut_cat._repr_png_() == cut_cat
    again = pickle.loads(pickle.dumps(cut_cat))  # noqa: S301
    assert (again, again.media_type, type(again)) == (cut_cat, "image/png", CutOutFile)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "TIFF"])
def test_a_notebook_is_given_a_png_of_every_format(kind: str) -> None:
    file = pictures.file(pictures.gradient((60, 40)), kind)
    shown = pictures.read(CutOutFile.of(file, f"image/{kind.lower()}")._repr_png_())
    assert (shown.format, shown.size) == ("PNG", (60, 40))


def test_a_notebook_is_not_filled_with_large_pictures() -> None:
    file = pictures.file(pictures.gradient((3000, 200)))
    shown = pictures.read(CutOutFile.of(file, "image/png")._repr_png_())
    assert (shown.format, shown.size) == ("PNG", (1200, 80))


def test_one_call_does_what_a_remover_does(
    remover: Remover, photos: Path, small_models: Path
) -> None:
    output = OutputOptions("image/webp", 0.4, "background", "#123")
    result = remove_background(photos / CAT, model=QUICKEST, output=output, models=small_models)
    assert result == remover.remove_background(photos / CAT, output=output)


def test_what_is_asked_for_is_written(remover: Remover, photos: Path) -> None:
    output = OutputOptions("image/jpeg", background="#ff0000")
    result = pictures.read(remover.remove_background(photos / CAT, output=output))
    assert (result.format, result.mode, result.size) == ("JPEG", "RGB", (451, 300))


def test_subject_and_background_share_the_picture_out(remover: Remover, photos: Path) -> None:
    subject, background, mask = (
        pictures.array(
            pictures.read(remover.remove_background(photos / CAT, output=OutputOptions(type=kind)))
        ).astype(int)
        for kind in ("foreground", "background", "mask")
    )
    assert (subject[..., 3] == mask).all()
    assert (subject[..., 3] + background[..., 3] == 255).all()


def test_a_picture_without_a_subject_warns_and_gives_an_empty_result(remover: Remover) -> None:
    sky = pictures.flat((90, 140, 220), (60, 40))
    with pytest.warns(NoSubjectWarning, match="sky: no subject was found"):
        result = remover.remove_background(pictures.file(sky), name="sky")
    assert not result.found
    assert not pictures.array(pictures.read(result)).any()


def test_what_should_be_known_of_a_picture_is_a_warning(remover: Remover, photos: Path) -> None:
    data = (photos / "rocket.jpg").read_bytes()
    with pytest.warns(PictureWarning, match=r"^half: The file breaks off .* is missing\.$"):
        result = remover.remove_background(data[: len(data) // 2], name="half")
    assert pictures.read(result).size == (640, 427)
    assert [note.code for note in result.notes] == ["missing"]


def test_two_looks_make_another_mask(remover: Remover, photos: Path) -> None:
    once, twice = (
        remover.remove_background(photos / CAT, output=OutputOptions(type="mask", effort=effort))
        for effort in ("fast", "best")
    )
    off = pictures.array(pictures.read(once)).astype(int) - pictures.array(pictures.read(twice))
    assert 0 < np.abs(off).mean() < 10


@pytest.mark.parametrize("size", [(1, 5000), (5000, 1), (2000, 100), (1, 1)])
def test_two_looks_at_an_odd_picture_give_its_size(remover: Remover, size: tuple[int, int]) -> None:
    result = remover.remove_background(
        pictures.gradient(size), output=OutputOptions(type="mask", effort="best", clean=False)
    )
    assert result.size == size


def test_threads_may_share_a_remover(remover: Remover, photos: Path) -> None:
    names = [CAT, "rocket.jpg"] * 2
    with ThreadPoolExecutor(len(names)) as pool:
        results = list(pool.map(lambda name: remover.remove_background(photos / name), names))
    assert results[:2] == results[2:]
    assert results[0] == remover.remove_background(photos / CAT)


@pytest.mark.full
def test_threads_get_what_one_thread_gets_whatever_they_ask_for(
    remover: Remover, photos: Path
) -> None:
    """The same pictures by other options and in other forms, all at once, again and again."""
    options = [
        OutputOptions(),
        OutputOptions("image/webp", 0.8),
        OutputOptions(type="mask", effort="best"),
        OutputOptions(crop=True, canvas="square", shadow=0.4),
        OutputOptions("image/jpeg", background="blur"),
        OutputOptions(edges="plain", size=64),
    ]
    names = sorted(path.name for path in photos.glob("*.[jp][pn]g"))
    work = [(name, output) for name in names for output in options]

    def file(job: tuple[str, OutputOptions]) -> bytes:
        return remover.remove_background(photos / job[0], output=job[1])

    def pixels(job: tuple[str, OutputOptions]) -> bytes:
        image = Image.open(photos / job[0]).convert("RGB")
        return remover.remove_background(np.asarray(image), output=job[1]).tobytes()

    alone = [(file(job), pixels(job)) for job in work]
    start = threading.Barrier(8)
    with ThreadPoolExecutor(8, initializer=start.wait, initargs=(30,)) as pool:
        for _ in range(2):
            files, arrays = (list(pool.map(do, work)) for do in (file, pixels))
            assert list(zip(files, arrays, strict=True)) == alone


def test_one_thread_of_the_network_gives_what_several_give(
    cut_cat: bytes, photos: Path, small_models: Path
) -> None:
    alone = Remover(QUICKEST, small_models, threads=1)
    assert alone.remove_background(photos / CAT) == cut_cat


@pytest.mark.parametrize(
    ("name", "called"), [(None, "The picture is empty."), ("my cat", "my cat is empty.")]
)
def test_bytes_are_called_by_their_name(name: str | None, called: str, remover: Remover) -> None:
    with pytest.raises(UnreadableImageError) as caught:
        remover.remove_background(b"", name=name)
    assert str(caught.value) == called


def test_a_file_is_called_by_its_path(remover: Remover, tmp_path: Path) -> None:
    path = tmp_path / "diary.txt"
    path.write_text("Dear diary")
    with pytest.raises(UnreadableImageError) as caught:
        remover.remove_background(path)
    assert str(caught.value).startswith(f"{path} is no picture")


def test_an_open_file_is_called_by_its_name(remover: Remover, tmp_path: Path) -> None:
    path = tmp_path / "diary.txt"
    path.write_text("Dear diary")
    with (
        path.open("rb") as file,
        pytest.raises(UnreadableImageError, match=r"diary\.txt is no pic"),
    ):
        remover.remove_background(file)


def test_a_missing_file_is_an_os_error(remover: Remover, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        remover.remove_background(tmp_path / "missing.jpg")


def test_the_default_model_is_one_of_the_small_ones_to_fetch(models_dir: Path) -> None:
    remover = Remover(models=models_dir)
    assert remover.variant.id == "isnet_quint8"
    assert remover.variant.bytes <= 21_000_000


def test_an_unknown_model_is_named(small_models: Path) -> None:
    with pytest.raises(UnknownModelError, match="no model 'huge'"):
        Remover("huge", small_models)
