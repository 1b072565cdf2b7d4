"""The command line in a process of its own, as users run it."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "commands.md"
WEEK = (
    ["sample", "--managers", "3", "--visits", "12", "--seed", "5", "--out", "R.json"],
    ["plan", "R.json", "--out", "P.json", "--iterations", "400"],
)
"""The week of the documented examples, and its plan."""


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


def documented(command: str) -> list[list[str]]:
    """Give the example commands of a command's section in docs/commands.md, without the program."""
    _, section = PAGE.read_text(encoding="utf-8").split(f"\n## visitplan {command}\n")
    blocks = re.findall(r"```console\n(.*?)```", section.split("\n## ")[0], re.DOTALL)
    lines = [shlex.split(line) for block in blocks for line in block.splitlines()]
    assert all(line[:2] == ["$", "visitplan"] for line in lines)
    return [line[2:] for line in lines]
