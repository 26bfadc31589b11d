"""The sample pictures: there, small, credited and free."""

from __future__ import annotations

from PIL import Image

from offcut_build.site import samples


def test_the_list_names_the_photos_that_are_there() -> None:
    files = {sample.file for sample in samples.listed()}
    assert files | {samples.LIST} == {path.name for path in samples.samples().iterdir()}


def test_every_photo_can_be_read() -> None:
    for sample in samples.listed():
        with Image.open(samples.samples() / sample.file) as photo:
            photo.load()


def test_the_photos_are_no_burden_to_a_checkout() -> None:
    assert sum(path.stat().st_size for path in samples.samples().iterdir()) < 1_500_000


def test_every_photo_is_credited_and_free() -> None:
    assert all(sample.title and sample.credit for sample in samples.listed())
    assert all(sample.source.startswith("https://") for sample in samples.listed())
    assert {sample.licence for sample in samples.listed()} <= {"CC0", "Public domain"}
