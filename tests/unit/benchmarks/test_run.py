"""`make bench`: the steps, and what happens when one fails."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=False, timeout=120,
        cwd=ROOT / "benchmarks",
    )  # fmt: skip


@pytest.mark.parametrize("mode", ["quick", "full"])
def test_steps_end_with_the_report_and_have_a_time(mode: str) -> None:
    done = _run("run.py", mode, "--list")
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if " min  " in line]
    assert " report: " in lines[-1]
    assert any(" weeks-40x700: " in line for line in lines)


def test_a_failing_step_is_named_and_the_others_run() -> None:
    code = """
import sys
import run
steps = [
    run.Step("good", ("-c", "print('one')"), 1),
    run.Step("bad", ("-c", "raise SystemExit(3)"), 1),
    run.Step("last", ("-c", "print('two')"), 1),
]
run.steps = lambda mode, places: iter(steps)
sys.argv = ["run.py", "quick"]
sys.exit(run.main())
"""
    done = _run("-c", code)
    assert done.returncode == 1
    assert "one" in done.stdout
    assert "two" in done.stdout
    assert done.stderr.strip() == "failed: bad: exit code 3"


def test_a_step_that_does_not_end_is_ended() -> None:
    code = """
import run
run.PATIENCE_S = 0.2
class Short(run.Step):
    limit_s = 0.2
stubborn = "import signal, threading; signal.signal(2, 1); threading.Event().wait()"
print(run.perform(Short("stuck", ("-c", stubborn), 0)))
"""
    done = _run("-c", code)
    assert done.stdout.strip() == "ended after 0 s, expected 0 s", done.stderr


def test_rows_of_the_same_run_are_replaced() -> None:
    code = """
import sys, tempfile
from pathlib import Path
from setting import replace_rows
with tempfile.TemporaryDirectory() as name:
    file = Path(name) / "rows.csv"
    for size, cost in (("40x700", 7), ("10x150", 1), ("40x700", 8)):
        replace_rows(file, [{"size": size, "cost": cost}], ("size", "cost"), ("size",))
    print(file.read_text(), end="")
"""
    done = _run("-c", code)
    assert done.stdout == "size,cost\n10x150,1\n40x700,8\n", done.stderr
