"""The documented week, planned once for all commands."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from command_line import WEEK, ran

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def planned_week(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small request with its plan, not to be written to."""
    where: Path = tmp_path_factory.mktemp("planned")
    for command in WEEK:
        ran(*command, cwd=where)
    return where


@pytest.fixture(scope="module")
def folder(planned_week: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small request with its plan, in a folder of the module's own."""
    where: Path = tmp_path_factory.mktemp("week")
    for name in ("R.json", "P.json"):
        shutil.copy(planned_week / name, where / name)
    return where
