"""The pages for people say what the checker does."""

from __future__ import annotations

import re
from pathlib import Path

from visitplan.audit import RULES, TravelSizeError

DOCS = Path(__file__).resolve().parents[3] / "docs"
ROW = re.compile(r"^\| `(\w+)` \| [^|]+ \| (.+) \|$", re.MULTILINE)


def test_page_lists_every_rule_with_its_sentence() -> None:
    assert dict(ROW.findall((DOCS / "rules.md").read_text("utf-8"))) == RULES


def test_error_has_a_heading() -> None:
    assert f"## {TravelSizeError.code}\n" in (DOCS / "errors" / "audit.md").read_text("utf-8")
