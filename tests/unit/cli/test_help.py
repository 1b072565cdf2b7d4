"""`--help` tells what an option is where it is left out."""

from __future__ import annotations

import re
import sys

import pytest

from visitplan.cli import main


@pytest.mark.parametrize(
    ("command", "default"),
    [
        ("plan", "the embedded sample network"),
        ("plan", "30, or no limit beside --iterations"),
        ("check", "the embedded sample network"),
        ("map", "the embedded sample network"),
        ("sample", "the embedded sample network"),
        ("sample", "guessed from the network's place"),
    ],
)
def test_a_default_that_is_no_value_is_told_in_words(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    default: str,
) -> None:
    monkeypatch.setattr(sys, "argv", ["visitplan", command, "--help"])
    with pytest.raises(SystemExit):
        main()
    told = " ".join(re.sub(r"[│\s]+", " ", capsys.readouterr().out).split())
    assert f"[default: ({default})]" in told
