"""Cut-outs by rembg with our full model: ``python3 -m offcut_bench.edges.rembg_peer JOB``.

Its own weights can't be had from a package registry; ours are of the same network, and rembg takes
any ("dis_custom"). JOB lists ``model`` and, for each picture, ``path`` and ``outs``: where its PNGs
go, in the order of ``WAYS``; None for none.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from offcut_bench.inside import require_environment

require_environment("offcut_bench.edges.rembg_peer", "edges")

import rembg  # noqa: E402 - the environment above has it

WAYS: tuple[dict[str, bool], ...] = ({}, {"decontaminate": True}, {"alpha_matting": True})
"""How each PNG is made: as rembg's ``-dc`` and ``-a`` do it, after the plain one."""


def main() -> None:
    """Cut out every picture of the job."""
    job = json.loads(Path(sys.argv[1]).read_text())
    os.environ["U2NET_HOME"] = str(Path(job["model"]).parent)  # where it takes models from
    session = rembg.new_session("dis_custom", model_path=job["model"])
    for picture in job["pictures"]:
        data = Path(picture["path"]).read_bytes()
        for out, way in zip(picture["outs"], WAYS, strict=True):
            if out is not None:
                Path(out).write_bytes(rembg.remove(data, session=session, **way))
        print(f"edges: rembg did {Path(picture['path']).name}", flush=True)


if __name__ == "__main__":
    main()
