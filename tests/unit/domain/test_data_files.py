"""Titles and mileage as data: the embedded files, and an agency's own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from visitplan.domain.data_files import VARIABLE
from visitplan.domain.errors import DataFileError
from visitplan.domain.mileage import mileage_cents
from visitplan.domain.qualifications import counts_as

if TYPE_CHECKING:
    from pathlib import Path

MILE_M = 1609
TITLES = """
states:
  WA:
    source: "a chain of two"
    counts_also_as:
      A: [B]
      B: [C, A]
"""
RATES = """
rates:
  - {valid_from: 2026-01-01, valid_until: 2026-06-30, tenths_of_a_cent_per_mile: 500, source: x}
  - {valid_from: 2026-07-01, valid_until: 2026-12-31, tenths_of_a_cent_per_mile: 600, source: y}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An agency's own folder, empty."""
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    return tmp_path


def test_an_empty_folder_changes_nothing(folder: Path) -> None:
    assert folder.is_dir()
    assert counts_as("LCSW", "VA") == {"LCSW", "QMHP"}
    assert counts_as("LCSW", "OH") == {"LCSW"}


def test_a_folder_adds_states_and_chains_are_followed(folder: Path) -> None:
    (folder / "qualifications.yaml").write_text(TITLES)
    assert counts_as("A", "WA") == {"A", "B", "C"}
    assert counts_as("LCSW", "VA") == {"LCSW", "QMHP"}


def test_a_folder_replaces_a_state_that_it_names(folder: Path) -> None:
    (folder / "qualifications.yaml").write_text(TITLES.replace("WA", "VA"))
    assert counts_as("LCSW", "VA") == {"LCSW"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (TITLES.replace("source", "sauce"), 'Did you mean "source"?'),
        (TITLES.replace("[B]", "B"), "/states/WA/counts_also_as/A"),
        (TITLES + "  WA: {}\n", "stands twice"),
        ("states: [", "VP1911"),
    ],
)
def test_a_damaged_file_of_titles_is_named(folder: Path, text: str, told: str) -> None:
    (folder / "qualifications.yaml").write_text(text)
    with pytest.raises(DataFileError) as refused:
        counts_as("LCSW", "VA")
    assert str(folder) in str(refused.value)
    assert told in str(refused.value)


def test_a_file_that_is_no_text_is_named(folder: Path) -> None:
    (folder / "qualifications.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(DataFileError, match=r"qualifications\.yaml"):
        counts_as("LCSW", "VA")


@pytest.mark.parametrize(
    ("day", "cents"),
    [
        (date(2025, 1, 1), 7000),
        (date(2025, 12, 31), 7000),
        (date(2026, 1, 1), 7250),
        (date(2024, 12, 31), None),
        (date(2027, 1, 1), None),
    ],
)
def test_a_hundred_miles_cost_the_rate_of_their_date(day: date, cents: int | None) -> None:
    assert mileage_cents([(day, 160_934)]) == cents


def test_routes_of_two_rates_are_rounded_once() -> None:
    miles = [(date(2025, 12, 31), MILE_M), (date(2026, 1, 1), MILE_M)]
    assert mileage_cents(miles) == round(MILE_M / 1609.344 * (70 + 72.5))


def test_one_date_without_a_rate_leaves_no_sum() -> None:
    assert mileage_cents([(date(2026, 1, 1), 1), (date(2030, 1, 1), 1)]) is None


def test_nothing_driven_costs_nothing() -> None:
    assert mileage_cents([]) == 0


def test_a_folder_has_rates_of_its_own(folder: Path) -> None:
    (folder / "mileage.yaml").write_text(RATES)
    assert mileage_cents([(date(2026, 6, 30), 160_934), (date(2026, 7, 1), 160_934)]) == 11_000
    assert mileage_cents([(date(2025, 6, 30), 160_934)]) is None


@pytest.mark.parametrize(
    "text",
    [
        RATES.replace("valid_until: 2026-06-30", "valid_until: 2026-07-01"),
        RATES.replace("valid_until: 2026-06-30", "valid_until: 2025-06-30"),
        RATES.replace("500", "50.0"),
    ],
)
def test_rates_that_contradict_themselves_are_refused(folder: Path, text: str) -> None:
    (folder / "mileage.yaml").write_text(text)
    with pytest.raises(DataFileError, match=r"mileage\.yaml"):
        mileage_cents([(date(2026, 1, 1), 1)])
