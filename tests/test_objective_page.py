"""docs/objective.md tells the weights and terms that the program has."""

from __future__ import annotations

import re
from pathlib import Path

from visitplan.audit.cost import TERMS
from visitplan.domain.policy import Weights

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "objective.md").read_text("utf-8")


def test_the_table_of_weights_has_the_defaults_of_the_model() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \| \S", PAGE, re.MULTILINE)
    assert {name: int(default) for name, default in rows} == Weights().model_dump()


def test_every_term_has_its_heading_in_the_order_of_the_plan() -> None:
    headings = re.findall(r"^## (\w+)$", PAGE, re.MULTILINE)
    assert [name for name in headings if name in TERMS] == list(TERMS)


def test_a_low_visit_outweighs_all_that_the_page_counts_against_it() -> None:
    told = re.search(r"(\d+)\)\s+make\s+(\d+)\.", PAGE)
    assert told is not None
    assert int(told[2]) < Weights().unserved_low
