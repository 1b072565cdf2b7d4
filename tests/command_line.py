"""The command line in a process of its own, as users run it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SMALL = ("sample", "--managers", 3, "--visits", 12, "--seed", 5)
"""A week of the documented examples."""


def visitplan(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, whatever it gives."""
    command = [sys.executable, "-m", "visitplan.cli", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=500, cwd=cwd
    )


def ran(*arguments: object, cwd: Path | None = None) -> str:
    """Run a command that must succeed; give what it printed."""
    found = visitplan(*arguments, cwd=cwd)
    assert found.returncode == 0, found.stderr
    return found.stdout
