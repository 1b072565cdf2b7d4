"""README and navigation: links lead somewhere, commands and make targets exist."""

from __future__ import annotations

import re
from pathlib import Path

import typer

from visitplan.cli import app

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_every_link_leads_to_a_file() -> None:
    links = re.findall(r"\]\(([^)#]+)", README)
    assert links
    assert [link for link in links if not (ROOT / link).is_file()] == []


def test_every_command_exists_with_its_options() -> None:
    lines = re.findall(r"\bvisitplan ((?:[a-z]+ ?)+)(.*)", README)
    shown = [(words.split(), rest) for words, rest in lines if words.split()[0] in _root()]
    assert {words[0] for words, _ in shown} >= {"network", "sample", "plan", "check", "map"}
    for words, rest in shown:
        command = _named(words)
        known = {option for parameter in command.params for option in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= known, (words, rest)


def test_every_make_target_exists() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"`?make (demo|test|check|bench|docs)\b", README)) <= targets
    assert {"demo", "test", "check", "bench", "docs"} <= targets


def test_every_page_is_in_the_navigation_of_the_documentation() -> None:
    told = set(re.findall(r"([\w/.-]+\.md)$", (ROOT / "mkdocs.yml").read_text(), re.MULTILINE))
    pages = {str(page.relative_to(ROOT / "docs")) for page in (ROOT / "docs").rglob("*.md")}
    assert told == pages


def _root() -> dict[str, typer.core.TyperCommand]:
    return getattr(typer.main.get_command(app), "commands", {})


def _named(words: list[str]) -> typer.core.TyperCommand:
    command = _root()[words[0]]
    below = getattr(command, "commands", None)
    return command if below is None else below[words[1]]
