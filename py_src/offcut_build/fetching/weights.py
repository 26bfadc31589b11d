"""IS-Net's published weights, in half precision, from the npm package that carries them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from offcut.files.digest import is_intact
from offcut.files.whole_file import new_file
from offcut_build import cache, report
from offcut_build.fetching import npm

SHA256: Final = "b6e8497ba978a6f5fbb647e419d2696cd80df5a23cb6a8ea532021911bd76acb"
INDEX: Final = "@imgly/background-removal-data/dist/resources.json"
"""Lists the pieces; below node_modules."""

_RESOURCE: Final = "/models/medium"


def weights() -> Path:
    """Join the package's pieces into one ONNX file in the cache, unless it is there.

    Raises:
        BuildError: if the file is not the expected one.
    """
    path = cache.folder("downloads") / "isnet-medium.onnx"
    if is_intact(path, SHA256):
        return path
    npm.install()
    index = npm.package_file(INDEX)
    with report.step("Joining the weights") as step, new_file(path) as temporary:
        resources = json.loads(index.read_text(encoding="utf-8"))
        pieces = sorted(resources[_RESOURCE]["chunks"], key=lambda piece: piece["offsets"][0])
        with temporary.open("wb") as file:
            for piece in pieces:
                # a piece's name is its SHA-256
                source = index.with_name(piece["hash"])
                if not is_intact(source, piece["hash"]):
                    raise npm.damaged(source)
                file.write(source.read_bytes())
        if not is_intact(temporary, SHA256):
            raise npm.damaged(index)
        step.detail = report.megabytes(temporary.stat().st_size)
    return path
