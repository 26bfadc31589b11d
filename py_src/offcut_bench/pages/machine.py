"""What the figures depend on: the machine, and the versions of what ran on it."""

from __future__ import annotations

import json
import os
import platform
import re
from pathlib import Path

from offcut_bench.pages import peer
from offcut_bench.pages.stage import Stage
from offcut_build import paths


def facts(stage: Stage) -> dict[str, str]:
    """Everything, by name, in the order in which to print it."""
    package = json.loads((paths.WEB / "package.json").read_text(encoding="utf-8"))
    with stage.browser() as browser:
        chromium = browser.version
    library, _, runtime, *_ = peer.PACKAGES
    return {
        "Processor": f"{processor()}, {_cores()} cores",
        "Memory": f"{_memory() / 2**30:.0f} GiB",
        "Chromium": chromium,
        "Offcut's runtime": ", ".join(
            f"{name} {package['dependencies'][name]}" for name in ("onnxruntime-web", "pyodide")
        ),
        "The peer": f"{library} with {runtime}",
    }


def processor(cpuinfo: Path = Path("/proc/cpuinfo")) -> str:
    """The processor's model name, as far as the system knows it.

    Where the name has no number, because a hypervisor hides it, family and model are added.
    """
    text = cpuinfo.read_text() if cpuinfo.is_file() else ""
    said = dict(re.findall(r"^([\w ]+?)\s*: (.+)$", text, re.MULTILINE))
    if "model name" not in said:
        return platform.processor() or platform.machine()
    name = re.sub(r"\((?:R|TM)\)", "", said["model name"]).strip()
    if re.search(r"\d", name) or "cpu family" not in said:
        return name
    return f"{name}, family {said['cpu family']}, model {said['model']}"


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _memory() -> int:
    if "SC_PHYS_PAGES" in getattr(os, "sysconf_names", {}):
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return 0
