"""Fixtures that all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared_networks() -> Path:
    """Folder with the real OpenStreetMap extracts, which a fresh machine does not have."""
    folder = SHARED / "networks"
    if not folder.is_dir():
        pytest.skip(f"no real OpenStreetMap extracts at {folder}: see docs/roads.md")
    return folder
