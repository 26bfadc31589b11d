"""What a process that was measured says of itself."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def peak_bytes() -> int:
    """The most memory that this process ever had resident."""
    import resource  # noqa: PLC0415 - not on Windows, where nobody measures

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def answer(out: Path, job: dict[str, Any], work: Callable[[bytes], bytes]) -> None:
    """Cut out the job's photo as often as it says, and write down what that took."""
    data = Path(job["photo"]).read_bytes()
    work(data)  # not counted: the first is slower
    seconds = []
    for _ in range(job["pictures"]):
        start = time.perf_counter()
        work(data)
        seconds.append(time.perf_counter() - start)
    out.write_text(json.dumps({"seconds": seconds, "bytes": peak_bytes()}))
