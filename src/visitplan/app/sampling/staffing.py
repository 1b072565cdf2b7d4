"""Fictional case managers with everything that makes rosters awkward."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from visitplan.app.sampling import shifts as working
from visitplan.app.sampling.places import Places
from visitplan.app.sampling.shifts import Work
from visitplan.domain.geo import Coordinates
from visitplan.domain.staff import (
    Absence,
    Appointment,
    CaseManager,
    Credential,
    DriversLicense,
    Shift,
)

TITLES = (
    "LCSW", "LMSW", "RN", "LPC", "RN", "LCSW", "LMSW", "RN", "QMHP", "LCSW", "LMSW", "RN"
)  # fmt: skip
"""Dealt out in turn, so that even few people cover every kind of visit."""
TEAM_SIZE = 14
ROLES = (
    ("vacation", 0.08),
    ("sick", 0.05),
    ("orientation", 0.03),
    ("licence_ends", 0.02),
    ("credential_ends", 0.03),
    ("credential_begins", 0.03),
    ("part_time", 0.12),
    ("split", 0.04),
    ("saturday", 0.15),
    ("home_office", 0.05),
)
"""What sets single people apart, and how many of all have it."""
FULL_HOUSE = 8
"""From this many people on, every role is there."""
FEWEST_HOLDERS = 5
"""Roles are dealt to at least so many people; those less than that apart never coincide."""
HARMLESS = {"saturday", "home_office"}


@dataclass(frozen=True)
class Surroundings:
    """What all people of a request share."""

    dates: tuple[date, ...]
    state: str
    offices: tuple[Coordinates, ...]

    @property
    def working_days(self) -> list[date]:
        """Monday to Friday; every day where the horizon is a mere weekend."""
        return [day for day in self.dates if day.weekday() < 5] or list(self.dates)

    @property
    def last(self) -> date:
        """Last day of the horizon."""
        return self.dates[-1]


def hire(
    rng: random.Random, places: Places, count: int, dates: tuple[date, ...], state: str
) -> tuple[CaseManager, ...]:
    """Make the case managers of a request."""
    teams = max(1, round(count / TEAM_SIZE))
    around = Surroundings(dates, state, tuple(places.scattered(teams)))
    roles = _roles(rng, count)
    homes = places.scattered(count)
    ids = [f"cm-{number:02d}" for number in range(1, count + 1)]
    steady = [i for i in range(count) if roles[i] <= HARMLESS]
    people = []
    for i, person_id in enumerate(ids):
        mentor = ids[rng.choice(steady)] if "orientation" in roles[i] else None
        people.append(_person(rng, around, i, person_id, homes[i], roles[i], mentor))
    return tuple(people)


def _roles(rng: random.Random, count: int) -> list[frozenset[str]]:
    """Deal roles to the people, some of whom get several; four in ten stay ordinary."""
    if count >= FULL_HOUSE:
        wanted = [name for name, share in ROLES for _ in range(max(1, round(count * share)))]
    else:
        names = [name for name, _ in ROLES if name not in ("orientation", "licence_ends")]
        wanted = rng.sample(names, count // 3)
    people = rng.sample(range(count), count)[: max(FEWEST_HOLDERS, count * 6 // 10)]
    held: list[set[str]] = [set() for _ in range(count)]
    for i, name in enumerate(wanted):
        held[people[i % len(people)]].add(name)
    return [frozenset(roles) for roles in held]


def _person(
    rng: random.Random,
    around: Surroundings,
    index: int,
    person_id: str,
    home: Coordinates,
    roles: frozenset[str],
    mentor: str | None,
) -> CaseManager:
    office = around.offices[index % len(around.offices)]
    start, end = _ends(rng, home, office, roles)
    work = Work("part_time" in roles, "split" in roles, "saturday" in roles)
    shifts = working.shifts(rng, around.dates, work)
    absences = _absences(rng, around, shifts, roles)
    days = around.working_days
    middle = days[len(days) // 2]
    return CaseManager(
        id=person_id,
        display_name=f"Case manager {index + 1:02d}" if index % 6 != 5 else None,
        start=start,
        end=end,
        credentials=_credentials(rng, around, index, roles, middle),
        drivers_license=DriversLicense(
            valid_until=middle
            if "licence_ends" in roles
            else around.last + timedelta(days=rng.randint(90, 2500))
        ),
        languages=_languages(rng, index),
        gender=("female", "male", "female", "female", "male", "other")[rng.randrange(6)]
        if index > 5
        else ("female", "male")[index % 2],
        orientation_until=middle if "orientation" in roles else None,
        mentor=mentor,
        shifts=shifts,
        absences=absences,
        appointments=_appointments(around, index, (start, end or start), shifts, absences),
        breaks=working.breaks(rng, work),
        max_visits_per_day=rng.choice((6, 7, 7, 8, None)),
        max_drive_minutes_per_day=rng.choice((240, 240, 270, 300, None)),
        max_drive_minutes_per_leg=rng.choice((75, 75, 90, None)),
        max_overtime_minutes_per_day=rng.choice((0, 0, 0, 15, 30)),
    )


def _ends(
    rng: random.Random, home: Coordinates, office: Coordinates, roles: frozenset[str]
) -> tuple[Coordinates, Coordinates | None]:
    """Most leave from home, some from the office; few begin there and go home at the end."""
    if "home_office" in roles:
        return office, home
    return (office, None) if rng.random() < 0.3 else (home, None)


def _credentials(
    rng: random.Random, around: Surroundings, index: int, roles: frozenset[str], middle: date
) -> tuple[Credential, ...]:
    first, last = around.dates[0], around.last
    since = first - timedelta(days=rng.randint(200, 4000))
    until = last + timedelta(days=rng.randint(60, 1000))
    if "credential_ends" in roles:
        until = middle
    if "credential_begins" in roles:
        since = middle
    held = [_credential(TITLES[index % len(TITLES)], around.state, since, until)]
    if rng.random() < 0.25:
        held.append(_credential("QMHP", around.state, None, None))
    if index % 7 == 3:
        elsewhere = "KY" if around.state != "KY" else "OH"
        held.append(_credential(held[0].code, elsewhere, since, last + timedelta(days=400)))
    return tuple(held)


def _credential(code: str, state: str, since: date | None, until: date | None) -> Credential:
    return Credential(code=code, state=state, valid_from=since, valid_until=until)


def _languages(rng: random.Random, index: int) -> tuple[str, ...]:
    also = ("es", None, None, "so", None, "ne", None, "es", None, None)[index % 10]
    spoken = ["en"] + ([also] if also else [])
    if rng.random() < 0.1:
        spoken.append("es" if "es" not in spoken else "fr")
    return tuple(spoken)


def _absences(
    rng: random.Random, around: Surroundings, shifts: Sequence[Shift], roles: frozenset[str]
) -> tuple[Absence, ...]:
    if "vacation" in roles:
        return (working.vacation(rng, around.working_days),)
    if "sick" in roles or (not roles and rng.random() < 0.04):
        kind = "sick" if "sick" in roles else "training"
        return (working.part_of_day(rng, rng.choice(shifts), kind),)
    return ()


def _appointments(
    around: Surroundings,
    index: int,
    homes: Sequence[Coordinates],
    shifts: Sequence[Shift],
    absences: Sequence[Absence],
) -> tuple[Appointment, ...]:
    """Team meetings on Mondays and Thursdays, for some a telephone call in between."""
    team = index % len(around.offices)
    start = working.MEETINGS[team % len(working.MEETINGS)]
    wanted: list[Appointment] = []
    for day in around.dates:
        if day.weekday() in (0, 3):
            wanted.append(working.meeting(len(wanted) + 1, day, start, around.offices[team]))
        elif day.weekday() == 2 and index % 3 == 1:
            wanted.append(working.meeting(len(wanted) + 1, day, time(13, 0), None, 30))
    if not any(point.location is None for point in wanted) and index % 4 == 1 and wanted:
        day = wanted[-1].start.date()
        wanted.append(working.meeting(len(wanted) + 1, day, time(13, 30), None, 20))
    kept: list[Appointment] = []
    for point in wanted:
        away = any(a.start <= point.start and point.end <= a.end for a in absences)
        if away or working.fits(point, homes, shifts, absences, kept):
            kept.append(point)
        else:
            by_phone = point.model_copy(update={"location": None})
            if working.fits(by_phone, homes, shifts, absences, kept):
                kept.append(by_phone)
    return tuple(kept)
