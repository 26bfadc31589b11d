"""The sample pictures: pinned, credited, taken out of their wheel once."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from offcut_build import cache, pip, samples
from offcut_build.errors import BuildError
from tests.build.conftest import sha256

CAT = samples.Sample("cat.png", "Cat", "A photographer", "CC0", sha256(b"cat"))


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "skimage.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("skimage/data/cat.png", b"cat")
        archive.writestr("skimage/data/brick.png", b"brick")
    monkeypatch.setattr(samples, "SAMPLES", (CAT,))
    monkeypatch.setattr(samples, "environment", lambda _: Path("python"))
    monkeypatch.setattr(pip, "download", lambda *_: path)
    return path


def test_only_the_photos_are_kept_and_the_wheel_goes(wheel: Path) -> None:
    assert [path.name for path in samples.samples().iterdir()] == ["cat.png"]
    assert not wheel.exists()
    assert samples.samples().is_dir()


def test_a_wrong_photo_stops_and_is_named(wheel: Path) -> None:
    (cache.folder("samples") / "cat.png").write_bytes(b"dog")
    with pytest.raises(BuildError, match=r"cat\.png has a wrong SHA-256"):
        samples.samples()
    assert (samples.samples() / "cat.png").read_bytes() == b"cat"


def test_every_photo_is_credited_and_free() -> None:
    assert all(sample.title and sample.credit for sample in samples.SAMPLES)
    assert {sample.licence for sample in samples.SAMPLES} <= {"CC0", "Public domain"}
