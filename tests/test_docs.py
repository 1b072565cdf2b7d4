"""The documentation knows every error code and every command."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from visitplan.cli import app

ROOT = Path(__file__).resolve().parents[1]
BASE = "VP0000"  # the code of the class that all errors derive from; nobody sees it


def _codes_in_code() -> set[str]:
    sources = [path for top in ("src", "solvers", "data") for path in (ROOT / top).rglob("*.py")]
    texts = (path.read_text("utf-8") for path in sources)
    return {code for text in texts for code in re.findall(r'"(VP\d{4})"', text)} - {BASE}


def _explained_codes() -> list[str]:
    pages = sorted((ROOT / "docs" / "errors").glob("*.md"))
    return [
        code
        for page in pages
        for code in re.findall(r"^## (VP\d{4})\b", page.read_text("utf-8"), re.MULTILINE)
    ]


def _command_names() -> list[str]:
    root = typer.main.get_command(app)
    return sorted(_below("visitplan", root))


def _below(name: str, command: object) -> list[str]:
    commands = getattr(command, "commands", None)
    if commands is None:
        return [name]
    return [found for key, below in commands.items() for found in _below(f"{name} {key}", below)]


def test_every_error_code_is_explained() -> None:
    assert _codes_in_code() - set(_explained_codes()) == set()


def test_no_page_explains_an_error_that_does_not_exist() -> None:
    assert set(_explained_codes()) - _codes_in_code() == set()


def test_no_code_is_explained_twice() -> None:
    codes = _explained_codes()
    assert sorted(codes) == sorted(set(codes))


def test_every_explanation_names_a_cure() -> None:
    for page in sorted((ROOT / "docs" / "errors").glob("*.md")):
        for part in re.split(r"^## ", page.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            assert "Cure" in part, f"{page.name}: {part.splitlines()[0]}"


@pytest.mark.parametrize("name", _command_names())
def test_every_command_has_a_heading(name: str) -> None:
    headings = re.findall(
        r"^## (.+)$", (ROOT / "docs" / "commands.md").read_text("utf-8"), re.MULTILINE
    )
    assert name in headings


def test_every_glossary_entry_stands_once_in_alphabetical_order() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    words = re.findall(r"^\*\*(.+?)\*\*:", text, re.MULTILINE)
    assert words == sorted(set(words))
