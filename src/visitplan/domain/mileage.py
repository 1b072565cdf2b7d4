"""What a mile driven is refunded with, by date: `mileage.yaml`, or the agency's own."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from visitplan.domain.data_files import embedded, own, own_folder
from visitplan.domain.document import Day, Document

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE = "mileage.yaml"
_MILLIMETERS_A_MILE = 1_609_344


class MileageRate(Document):
    """One rate and the days on which it holds, both inclusive."""

    valid_from: Day = Field(description="First day.")
    valid_until: Day = Field(description="Last day.")
    tenths_of_a_cent_per_mile: Annotated[int, Field(strict=True, ge=0, le=100_000)] = Field(
        description="725 is 72.5 cents."
    )
    source: str = Field(min_length=1, description="Where it is written.")


def _in_turn(rates: tuple[MileageRate, ...]) -> tuple[MileageRate, ...]:
    turned = any(rate.valid_until < rate.valid_from for rate in rates)
    if turned or any(after.valid_from <= rate.valid_until for rate, after in pairwise(rates)):
        raise PydanticCustomError(
            "rates_in_turn", "rates should come by date, each after the one before has ended"
        )
    return rates


class Mileage(Document):
    """Rates by date."""

    rates: Annotated[tuple[MileageRate, ...], AfterValidator(_in_turn)] = Field(
        description="By date; days between two rates have none."
    )


def mileage_cents(driven: Iterable[tuple[date, int]]) -> int | None:
    """Give the cents of metres driven by date, rounded once; None if a date has no rate.

    Raises:
        DataFileError: VP1911, a file of rates is no such file.
    """
    total = 0
    for day, meters in driven:
        tenths = _tenths(day, own_folder())
        if tenths is None:
            return None
        total += meters * tenths
    # A metre is 1000 mm and ten tenths are a cent, hence 100; twice that to round by halves.
    return (200 * total + _MILLIMETERS_A_MILE) // (2 * _MILLIMETERS_A_MILE)


def _tenths(day: date, folder: str | None) -> int | None:
    for rate in _rates(folder):
        if rate.valid_from <= day <= rate.valid_until:
            return rate.tenths_of_a_cent_per_mile
    return None


@cache
def _rates(folder: str | None) -> tuple[MileageRate, ...]:
    return (own(folder, FILE, Mileage) or embedded(FILE, Mileage)).rates
