"""Bring what the browser tests need where this machine allows it, and say plainly if not."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FEW_LINES = 5


def main() -> None:
    """Look what is missing and install it by apt; never fail."""
    missing = _missing()
    if not missing:
        return
    root = _as_root()
    if root is None or shutil.which("apt-get") is None:
        _regret(missing, "it would take apt-get and root, or sudo without a password")
        return
    print(f"installing for the browser tests: {' '.join(missing)} ...", flush=True)
    apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    _quietly([*apt, "update"])
    told = _quietly([*apt, "install", "--yes", *missing])
    if _missing():
        _regret(_missing(), "apt-get did not manage: " + " / ".join(told.splitlines()[-FEW_LINES:]))


def _missing() -> list[str]:
    """Give the packages that are not there; Playwright's driver is linked against libatomic."""
    return [
        *([] if _browser_starts() else ["chromium"]),
        *([] if _library_loads("libatomic.so.1") else ["libatomic1"]),
    ]


def _browser_starts() -> bool:
    """Try each browser; Ubuntu's packages may be mere pointers to a snap."""
    for path in filter(None, map(shutil.which, NAMES)):
        try:
            done = subprocess.run([path, "--version"], check=False, capture_output=True, timeout=60)
        except (OSError, subprocess.TimeoutExpired):
            continue
        if done.returncode == 0:
            return True
    return False


def _library_loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


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


def _regret(missing: list[str], why: str) -> None:
    names = " ".join(missing)
    print(
        f"NOT BROUGHT: {names} ({why}). The browser tests are skipped; everything else runs. "
        f"To run them: sudo apt install {names}",
        file=sys.stderr,
        flush=True,
    )


if __name__ == "__main__":
    main()
