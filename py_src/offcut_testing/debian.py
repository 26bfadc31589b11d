"""Browsers as packages of Debian, where there is nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import Final

ALLOWED: Final = "OFFCUT_INSTALL"
"""The environment variable that, as 1, lets the tests install packages in the system."""


def install(package: str) -> None:
    """Install a package, if this is a Debian and we may; else say how to."""
    if not shutil.which("apt-get"):
        return
    if os.environ.get(ALLOWED) != "1" or os.geteuid() != 0:
        print(
            f"Debian has one: run `apt-get install {package}` as root, "
            f"or the tests as root with {ALLOWED}=1.",
            flush=True,
        )
        return
    print(f"Installing Debian's {package} …", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=False, env=quiet)
    # another process of the tests may install something else at the same time
    patient = ["-o", "DPkg::Lock::Timeout=300"]
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *patient, package]
    subprocess.run(command, check=False, env=quiet, stdout=subprocess.DEVNULL)
