"""The words of the page of a whole plan: table of days and people, and what is left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitplan.render.itinerary import Itinerary, hours_words, kinds_shown, person_words
from visitplan.render.places import Directory

if TYPE_CHECKING:
    from datetime import date

    from visitplan.domain.plan import Plan, Unassigned
    from visitplan.domain.request import PlanRequest


@dataclass(frozen=True, slots=True)
class DayColumn:
    """One day of the table; `used` where it has a route."""

    value: str
    words: str
    used: bool


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One case manager of the table, with the routes of each day."""

    case_manager: str
    person: str
    tone: str
    cells: tuple[tuple[Itinerary, ...], ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """What the template of the plan's page shows."""

    heading: str
    summary: str
    days: tuple[DayColumn, ...]
    rows: tuple[PersonRow, ...]
    routes: tuple[Itinerary, ...]
    unassigned: tuple[Unassigned, ...]
    violations: int
    tones: dict[str, str]
    links: dict[str, str]
    attribution: str | None

    @property
    def signs(self) -> tuple[tuple[str, str], ...]:
        """Kinds of stops for the legend, with their words."""
        return kinds_shown(self.routes)


def overview(
    request: PlanRequest,
    plan: Plan,
    routes: tuple[Itinerary, ...],
    tones: dict[str, str],
    links: dict[str, str],
    attribution: str | None,
) -> Overview:
    """Put the page's words together."""
    days = request.horizon.dates
    return Overview(
        heading=_heading(days),
        summary=_summary(plan, routes),
        days=tuple(_column(day, routes) for day in days),
        rows=_rows(request, days, routes, tones),
        routes=routes,
        unassigned=plan.unassigned,
        violations=len(plan.verification.violations) or int(not plan.verification.ok),
        tones=tones,
        links=links,
        attribution=attribution,
    )


def _heading(days: tuple[date, ...]) -> str:
    first, last = days[0], days[-1]
    return (
        f"Routes {first:%a} {first.day} {first:%B}"
        f" \N{EN DASH} {last:%a} {last.day} {last:%B} {last:%Y}"
    )


def _summary(plan: Plan, routes: tuple[Itinerary, ...]) -> str:
    visits = {stop.visit for route in plan.routes for stop in route.stops if stop.kind == "visit"}
    drive_s = sum(route.drive_seconds for route in plan.routes)
    return " \N{MIDDLE DOT} ".join(
        (
            _count(len(routes), "route"),
            _count(len(visits), "visit"),
            f"{hours_words(drive_s)} driving",
            f"{_count(len(plan.unassigned), 'visit')} without a place",
        )
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _column(day: date, routes: tuple[Itinerary, ...]) -> DayColumn:
    value = day.isoformat()
    return DayColumn(value, f"{day:%a} {day.day}", any(route.date == value for route in routes))


def _rows(
    request: PlanRequest,
    days: tuple[date, ...],
    routes: tuple[Itinerary, ...],
    tones: dict[str, str],
) -> tuple[PersonRow, ...]:
    directory = Directory.of(request)
    by_cell: dict[tuple[str, str], list[Itinerary]] = {}
    for route in routes:
        by_cell.setdefault((route.case_manager, route.date), []).append(route)
    busy = {route.case_manager for route in routes}
    return tuple(
        PersonRow(
            person.id,
            person_words(directory, person.id),
            tones[person.id],
            tuple(tuple(by_cell.get((person.id, day.isoformat()), ())) for day in days),
        )
        for person in request.case_managers
        if person.id in busy
    )
