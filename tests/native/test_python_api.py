"""``offcut.native`` as a library."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from offcut import OutputOptions, UnknownModelError, UnreadableImageError
from offcut.native import NoSubjectWarning, PictureWarning, Remover, remove_background
from tests import pictures
from tests.native.conftest import QUICKEST

CAT = "chelsea.png"


def test_a_path_bytes_and_an_opened_picture_give_the_same(remover: Remover, photos: Path) -> None:
    path = photos / CAT
    with Image.open(path) as opened:
        results = {
            remover.remove_background(source) for source in (path, path.read_bytes(), opened)
        }
    assert len(results) == 1
    assert pictures.read(results.pop()).size == (451, 300)


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
        result = remover.remove_background(sky, name="sky")
    assert not pictures.array(pictures.read(result)).any()


def test_what_should_be_known_of_a_picture_is_a_warning(remover: Remover, photos: Path) -> None:
    data = (photos / "rocket.jpg").read_bytes()
    with pytest.warns(PictureWarning, match=r"^half: The file breaks off .* is missing\.$"):
        result = remover.remove_background(data[: len(data) // 2], name="half")
    assert pictures.read(result).size == (640, 427)


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
    assert pictures.read(result).size == size


def test_threads_may_share_a_remover(remover: Remover, photos: Path) -> None:
    names = [CAT, "rocket.jpg"] * 2
    with ThreadPoolExecutor(len(names)) as pool:
        results = list(pool.map(lambda name: remover.remove_background(photos / name), names))
    assert results[:2] == results[2:]
    assert results[0] == remover.remove_background(photos / CAT)


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
