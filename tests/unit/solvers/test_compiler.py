"""Compiled code that is kept on disk belongs to the sources as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from visitplan_solvers.kernel.compiler import kernel_sources, source_stamp
from visitplan_solvers.kernel.search import search
from visitplan_solvers.kernel.timing import timed


def test_all_sources_of_the_kernel_are_stamped() -> None:
    names = {path.name for path in kernel_sources()}
    assert {"search.py", "timing.py", "state.py", "layout.py", "tables.py"} <= names
    assert all(path.is_file() for path in kernel_sources())


def test_the_stamp_changes_with_any_of_the_files(tmp_path: Path) -> None:
    first, second = tmp_path / "a.py", tmp_path / "b.py"
    first.write_text("x = 1", "utf-8")
    second.write_text("y = 1", "utf-8")
    before = source_stamp((first, second))
    second.write_text("y = 2", "utf-8")
    source_stamp.cache_clear()
    assert source_stamp((first, second)) != before


@pytest.mark.parametrize("function", [search, timed])
def test_kept_code_carries_the_stamp_of_all_sources(function: object) -> None:
    kept = function._cache._cache_file  # type: ignore[attr-defined]
    assert kept._source_stamp == source_stamp(kernel_sources())
