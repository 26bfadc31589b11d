"""The page's sample pictures: photos free for all that come inside scikit-image's wheel."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from offcut_build import cache, pip
from offcut_build.environment import environment
from offcut_build.mutex import exclusive


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample photo and its credit."""

    file: str
    title: str
    credit: str
    licence: str
    sha256: str


SAMPLES: Final = (
    Sample(
        "astronaut.png",
        "Astronaut",
        "NASA (Eileen Collins)",
        "Public domain",
        "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5",
    ),
    Sample(
        "chelsea.png",
        "Cat",
        "Stefan van der Walt",
        "CC0",
        "596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb",
    ),
    Sample(
        "coffee.png",
        "Coffee",
        "Rachel Michetti, courtesy of Pikolo Espresso Bar",
        "CC0",
        "cc02f8ca188b167c775a7101b5d767d1e71792cf762c33d6fa15a4599b5a8de7",
    ),
    Sample(
        "rocket.jpg",
        "Rocket",
        "SpaceX",
        "Public domain",
        "c2dd0de7c538df8d111e479619b129464d0269d0ae5fd18ca91d33a7fdfea95c",
    ),
)

# One platform's wheel for all, so that there is one hash to pin: only its photos are used.
_CONTAINER: Final = pip.PinnedWheel(
    requirement="scikit-image==0.26.0",
    filename="scikit_image-0.26.0-cp312-cp312-manylinux_2_24_x86_64.manylinux_2_28_x86_64.whl",
    bytes=13_561_683,
    sha256="7df650e79031634ac90b11e64a9eedaf5a5e06fcd09bcd03a34be01745744466",
    options=("--platform", "manylinux_2_28_x86_64", "--python-version", "3.12"),
)


def samples() -> Path:
    """Fetch the photos unless the cache has them, and verify them.

    Returns:
        The folder that holds the files of ``SAMPLES``.

    Raises:
        BuildError: if they can't be fetched or have a wrong SHA-256.
    """
    folder = cache.folder("samples")
    with exclusive():
        missing = [sample.file for sample in SAMPLES if not (folder / sample.file).is_file()]
        if missing:
            container = pip.download(environment("build"), _CONTAINER)
            with zipfile.ZipFile(container) as archive:
                for name in missing:
                    with cache.new_file(folder / name) as temporary:
                        temporary.write_bytes(archive.read(f"skimage/data/{name}"))
            container.unlink()
        for sample in SAMPLES:
            cache.require_hash(folder / sample.file, sample.sha256)
    return folder
