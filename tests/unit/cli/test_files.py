"""Results are written wholly or not at all, and never over an input."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from visitplan.cli.errors import OutputOverInputError, OutputUnwritableError
from visitplan.cli.files import check_output, write_text

if TYPE_CHECKING:
    from pathlib import Path


def test_a_written_file_leaves_no_half_behind(tmp_path: Path) -> None:
    out = tmp_path / "P.json"
    out.write_text("old")
    write_text(out, "new")
    assert out.read_text() == "new"
    assert list(tmp_path.iterdir()) == [out]


def test_a_folder_that_is_missing_is_told_before_the_work(tmp_path: Path) -> None:
    with pytest.raises(OutputUnwritableError, match="there is no folder"):
        check_output(tmp_path / "none" / "P.json", ())


def test_a_folder_is_no_output(tmp_path: Path) -> None:
    with pytest.raises(OutputUnwritableError, match="it is a folder"):
        check_output(tmp_path, ())


def test_an_input_is_never_replaced(tmp_path: Path) -> None:
    request = tmp_path / "R.json"
    request.write_text("{}")
    with pytest.raises(OutputOverInputError):
        check_output(tmp_path / "." / "R.json", (None, request))
