"""rembg's turn: ``python3 -m offcut_bench.rembg.peer JOB OUT``.

With ``folder`` in its job it does what its command ``rembg p`` does, which needs a web framework to
be installed: one picture after the other, with one session.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from offcut_bench.inside import require_environment

require_environment("offcut_bench.rembg.peer", "edges")

import rembg  # noqa: E402 - the environment above has it

from offcut_bench.rembg.clock import answer, peak_bytes  # noqa: E402


def main() -> None:
    """Do the job."""
    listed, out = map(Path, sys.argv[1:])
    job = json.loads(listed.read_text())
    os.environ["U2NET_HOME"] = str(Path(job["weights"]).parent)  # where it takes models from
    start = time.perf_counter()
    session = rembg.new_session("dis_custom", model_path=job["weights"])
    if "folder" not in job:
        answer(out, job, lambda data: rembg.remove(data, session=session, **job["arguments"]))
        return
    results = Path(job["results"])
    results.mkdir()
    for path in sorted(Path(job["folder"]).iterdir()):
        cut = rembg.remove(path.read_bytes(), session=session)
        (results / path.name).with_suffix(".png").write_bytes(cut)
    seconds = time.perf_counter() - start
    out.write_text(json.dumps({"seconds": [seconds], "bytes": peak_bytes()}))


if __name__ == "__main__":
    main()
