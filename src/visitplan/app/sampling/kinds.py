"""The kinds of orders in a fictional caseload, and their hours."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import time

from visitplan.app.sampling.decks import Deck, one_in
from visitplan.domain.patients import Safety, StaffNeed, Weekday, Window

ANYONE = ("LCSW", "LMSW", "LPC", "QMHP", "RN")
SOCIAL_WORK = ("LCSW", "LMSW")
THERAPY = ("LCSW", "LPC")
NURSE = ("RN",)

NAMES = {ANYONE: "weekly", SOCIAL_WORK: "followup", THERAPY: "therapy", NURSE: "nurse"}
MIX = ((ANYONE, 14), (SOCIAL_WORK, 6), (THERAPY, 3), (NURSE, 2))
SAFETIES: tuple[tuple[Safety, int], ...] = (
    ("solo", 33),
    ("pair", 2),
    ("daylight", 3),
    ("no_home", 2),
)
TWO_ENTRIES_ONE_IN = 40
MIDWEEK: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")
ODD_DAYS: tuple[Weekday, ...] = ("mon", "wed", "fri")
EVEN_DAYS: tuple[Weekday, ...] = ("tue", "thu", "fri")
DAY_SETS = (MIDWEEK, MIDWEEK, MIDWEEK, ODD_DAYS, EVEN_DAYS)
HOURS = (
    (("09:00", "15:00"),),
    (("08:30", "12:30"),),
    (("12:30", "17:00"),),
    (("09:00", "11:45"), ("13:00", "16:30")),
    (("10:00", "16:00"),),
)


@dataclass(frozen=True)
class Kind:
    """Who serves, how safely, in which hours."""

    staff: tuple[StaffNeed, ...]
    safety: Safety
    windows: tuple[Window, ...]
    preferred_windows: tuple[Window, ...]

    @property
    def name(self) -> str:
        """Give the word that ends the order's id."""
        return NAMES[self.staff[0].any_of]

    @property
    def people(self) -> int:
        """Count the people needed."""
        return max(len(self.staff), 2 if self.safety == "pair" else 1)


class Kinds:
    """Draws kinds of orders."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._titles = Deck(rng, MIX)
        self._safeties = Deck(rng, SAFETIES)
        self._two_entries = one_in(rng, TWO_ENTRIES_ONE_IN)

    def draw(self, *, hurried: bool) -> Kind:
        """Choose a kind of order; a hurried one has wide hours."""
        titles = self._titles.deal()
        staff = [StaffNeed(any_of=titles)]
        safety = self._safeties.deal()
        if safety == "solo" and not hurried and self._two_entries.deal():
            staff.append(StaffNeed(any_of=self._rng.choice((NURSE, SOCIAL_WORK, ANYONE))))
        windows = () if hurried or self._rng.random() < 0.22 else _windows(self._rng)
        if safety == "daylight":
            windows = windows and (_window(MIDWEEK, "09:00", "15:00"),)
        return Kind(tuple(staff), safety, windows, _preferred(self._rng, windows))


def plain() -> Kind:
    """Give the kind that is easiest to serve."""
    return Kind((StaffNeed(any_of=ANYONE),), "solo", (), ())


def _windows(rng: random.Random) -> tuple[Window, ...]:
    days = rng.choice(DAY_SETS)
    if rng.random() < 0.15:
        first, second = rng.sample(HOURS, 2)
        return (
            *(_window(ODD_DAYS, *piece) for piece in first),
            *(_window(EVEN_DAYS[:2], *piece) for piece in second),
        )
    return tuple(_window(days, *piece) for piece in rng.choice(HOURS))


def _preferred(rng: random.Random, windows: tuple[Window, ...]) -> tuple[Window, ...]:
    """Prefer the first hours or the last ones of a hard window, or mornings where none is."""
    if rng.random() < 0.6:
        return ()
    if not windows:
        return (_window(MIDWEEK, *rng.choice((("09:00", "12:00"), ("13:00", "16:00")))),)
    one = rng.choice(windows)
    start, end = one.start.hour * 60 + one.start.minute, one.end.hour * 60 + one.end.minute
    middle = (start + end) // 2
    half = (start, middle + 30) if rng.random() < 0.5 else (middle - 30, end)
    return (Window(weekdays=one.weekdays, start=_clock(half[0]), end=_clock(half[1])),)


def _window(days: tuple[Weekday, ...], start: str, end: str) -> Window:
    return Window(weekdays=days, start=time.fromisoformat(start), end=time.fromisoformat(end))


def _clock(minute: int) -> time:
    return time(minute // 60, minute % 60)
