"""Bring Chromium for the browser tests where this machine allows it, and say plainly if not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FEW_LINES = 5


def main() -> None:
    """Look for a browser, install one by apt if there is none; never fail."""
    if _browser():
        return
    root = _as_root()
    if root is None or shutil.which("apt-get") is None:
        _regret("it would take apt-get and root, or sudo without a password")
        return
    print("installing Chromium for the browser tests ...", flush=True)
    environment = [*root, "env", "DEBIAN_FRONTEND=noninteractive"]
    _quietly([*environment, "apt-get", "update"])
    told = _quietly([*environment, "apt-get", "install", "--yes", "chromium"])
    if _browser() is None:
        _regret("apt-get did not manage: " + " / ".join(told.splitlines()[-FEW_LINES:]))


def _browser() -> str | None:
    """Give a browser that starts; Ubuntu's packages may be mere pointers to a snap."""
    for path in filter(None, map(shutil.which, NAMES)):
        try:
            done = subprocess.run([path, "--version"], check=False, capture_output=True, timeout=60)
        except (OSError, subprocess.TimeoutExpired):
            continue
        if done.returncode == 0:
            return path
    return None


def _as_root() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True)
    return ["sudo", "-n"] if asked.returncode == 0 else None


def _quietly(command: list[str]) -> str:
    done = subprocess.run(
        command,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.stdout


def _regret(why: str) -> None:
    print(
        f"NOT BROUGHT: Chromium ({why}). The browser tests are skipped; everything else runs. "
        "To run them: sudo apt install chromium",
        file=sys.stderr,
        flush=True,
    )


if __name__ == "__main__":
    main()
