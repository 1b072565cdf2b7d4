"""Bends of an order's days, gaps and hours: set free first, then narrowed to the place found."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from visitplan.domain.patients import WEEKDAYS, Window
from visitplan.planning.repairs.bends import Bend
from visitplan.planning.repairs.pointers import change

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from visitplan.domain.patients import Order, Weekday
    from visitplan.domain.placing import Placed
    from visitplan.planning.repairs.bends import Outcome
    from visitplan.planning.repairs.case import Asked, Case

ROUND_MINUTES = 5
"""New hours begin and end on whole multiples."""
NEAR = 60
"""Minutes before and after the hours that are looked at first."""
A_WEEKDAY_MINUTES = 120
"""Minutes that hours on a further weekday count as."""


def other_days(case: Case, asked: Asked) -> Bend | None:
    """Let the order's visits take place on any day of the horizon; None where they may already."""
    order, first, last = asked.order, *_ends(case)
    fields = [
        name
        for name, binds in (
            ("earliest_day", order.earliest_day is not None and order.earliest_day > first),
            ("latest_day", order.latest_day is not None and order.latest_day < last),
        )
        if binds
    ]
    if not fields:
        return None

    def narrow(outcome: Outcome) -> Bend | None:
        days = [placed.start.date() for placed in outcome.of_order(order.id)]
        found = []
        if order.earliest_day is not None and min(days) < order.earliest_day:
            found.append(("earliest_day", "from", min(days), order.earliest_day))
        if order.latest_day is not None and max(days) > order.latest_day:
            found.append(("latest_day", "until", max(days), order.latest_day))
        if not found:
            return None
        told = " and ".join(f"{word} {day}, {now} now" for _, word, day, now in found)
        changes = tuple(
            change(case.request, (*asked.order_path, name), str(day)) for name, _, day, _ in found
        )
        apart = sum(abs((day - now).days) for *_, day, now in found)
        return Bend("other-day", f"allow {order.id} {told}", changes, case.days_s(apart))

    changes = tuple(change(case.request, (*asked.order_path, name), None) for name in fields)
    text = f"allow {order.id} on other days"
    return Bend("other-day", text, changes, case.days_s(1), narrow)


def _ends(case: Case) -> tuple[date, date]:
    dates = case.request.horizon.dates
    return dates[0], dates[-1]


def other_gaps(case: Case, asked: Asked) -> Bend | None:
    """Let the order's visits lie any number of days apart; None where they may already."""
    order = asked.order
    path = asked.order_path
    past = asked.patient.days_completed(order.id)
    if (len(order.numbers) == 1 and not past) or (
        order.min_gap_days == 1 and order.max_gap_days is None
    ):
        return None

    def narrow(outcome: Outcome) -> Bend | None:
        days = sorted({*past, *(p.start.date() for p in outcome.of_order(order.id))})
        first = case.request.horizon.first_day
        gaps = [(b - a).days for a, b in pairwise(days) if b >= first]
        least, most = min(gaps, default=order.min_gap_days), max(gaps, default=1)
        found = []
        if least < order.min_gap_days:
            found.append(("min_gap_days", "at least", least, order.min_gap_days))
        if order.max_gap_days is not None and most > order.max_gap_days:
            found.append(("max_gap_days", "at most", most, order.max_gap_days))
        if not found:
            return None
        told = " and ".join(f"{word} {days} days apart, {now} now" for _, word, days, now in found)
        changes = tuple(change(case.request, (*path, name), days) for name, _, days, _ in found)
        bent = sum(abs(days - now) for *_, days, now in found)
        return Bend("other-gap", f"let visits of {order.id} lie {told}", changes, case.days_s(bent))

    free = [("min_gap_days", 1)] if order.min_gap_days > 1 else []
    changes = tuple(change(case.request, (*path, name), value) for name, value in free)
    if order.max_gap_days is not None:
        changes += (change(case.request, (*path, "max_gap_days"), None),)
    text = f"let visits of {order.id} lie other numbers of days apart"
    return Bend("other-gap", text, changes, case.days_s(1), narrow)


def near_hours(case: Case, asked: Asked) -> Bend | None:
    """Let the order's visits begin an hour earlier and end an hour later than now."""
    wider = [
        Window(weekdays=w.weekdays, start=_clock(max(0, a - NEAR)), end=_clock(min(1440, b + NEAR)))
        for w in asked.order.windows
        for a, b in [_minutes(w)]
    ]
    return _freer(case, asked, wider, NEAR // 2) if wider else None


def other_hours(case: Case, asked: Asked) -> Bend | None:
    """Let the order's visits take place at any hour of any weekday; None where they may already."""
    return _freer(case, asked, [], 2 * NEAR) if asked.order.windows else None


def _freer(case: Case, asked: Asked, windows: Sequence[Window], minutes: int) -> Bend:
    """Set hours free; what it will take in the end is guessed by `minutes`."""
    order = asked.order
    field = (*asked.order_path, "windows")

    def narrow(outcome: Outcome) -> Bend | None:
        missed = [p for p in outcome.of_order(order.id) if outside_minutes(order, p) > 0]
        if not missed:
            return None
        more = [_around(placed) for placed in missed]
        bent = sum(outside_minutes(order, placed) for placed in missed)
        told = " and ".join(f"{w.weekdays[0]} {w.start:%H:%M}-{_end(w)}" for w in more)
        changes = (change(case.request, field, _shown([*order.windows, *more])),)
        text = f"agree on further hours for {order.id}, {told}"
        return Bend("other-hours", text, changes, case.patient_s(bent))

    text = f"agree on further hours for {order.id}"
    free = (change(case.request, field, _shown(windows)),)
    least = case.patient_s(1)
    expected = case.patient_s(minutes) - least
    return Bend("other-hours", text, free, least, narrow, expected)


def wider_hours(case: Case, asked: Asked, numbers: Mapping[str, int | str]) -> Iterator[Bend]:
    """Let one window of a weekday open earlier or close later by a blocker's minutes."""
    order, minutes = asked.order, int(numbers["minutes"])
    weekday = WEEKDAYS[date.fromisoformat(str(numbers["day"])).weekday()]
    later = numbers["direction"] == "later"
    for n, window in enumerate(order.windows):
        wider = _widened(window, weekday, minutes, later=later)
        if weekday not in window.weekdays or wider is None:
            continue
        rest = tuple(day for day in window.weekdays if day != weekday)
        here = [window.model_copy(update={"weekdays": rest}), wider] if rest else [wider]
        windows = [*order.windows[:n], *here, *order.windows[n + 1 :]]
        word, now = ("until", _end(window)) if later else ("from", f"{window.start:%H:%M}")
        new = _end(wider) if later else f"{wider.start:%H:%M}"
        text = f"allow {order.id} {word} {new} on {weekday}, {now} now"
        changes = (change(case.request, (*asked.order_path, "windows"), _shown(windows)),)
        yield Bend("other-hours", text, changes, case.patient_s(minutes))


def _widened(window: Window, weekday: Weekday, minutes: int, *, later: bool) -> Window | None:
    """Move one end of a window on one weekday, inside the day."""
    begin = window.start.hour * 60 + window.start.minute
    end = 1440 if window.end == time.max else window.end.hour * 60 + window.end.minute
    begin, end = (begin, end + minutes) if later else (begin - minutes, end)
    if begin < 0 or end > 1440:
        return None
    return Window(weekdays=(weekday,), start=_clock(begin), end=_clock(end))


def outside_minutes(order: Order, placed: Placed) -> int:
    """Give the minutes by which a visit lies outside its order's hours, lateness allowed aside."""
    if not order.windows:
        return 0
    start = placed.start.hour * 60 + placed.start.minute
    end = start + -(-int((placed.end - placed.start).total_seconds()) // 60)
    weekday = WEEKDAYS[placed.start.weekday()]
    found = []
    for window in order.windows:
        if weekday in window.weekdays:
            opens, closes = _minutes(window)
            late = order.max_late_minutes if start >= opens else 0
            found.append(max(0, opens - start) + max(0, end - closes - late))
    return min(found, default=A_WEEKDAY_MINUTES)


def fits_hours(windows: Sequence[Window], placed: Placed) -> bool:
    """Tell whether a visit lies inside one of the windows of its weekday."""
    start = placed.start.hour * 60 + placed.start.minute
    end = start + -(-int((placed.end - placed.start).total_seconds()) // 60)
    weekday = WEEKDAYS[placed.start.weekday()]
    here = [_minutes(window) for window in windows if weekday in window.weekdays]
    return any(opens <= start and end <= closes for opens, closes in here)


def _minutes(window: Window) -> tuple[int, int]:
    end = 1440 if window.end == time.max else window.end.hour * 60 + window.end.minute
    return window.start.hour * 60 + window.start.minute, end


def _around(placed: Placed) -> Window:
    """Give a window of one weekday that holds a visit."""
    begin = (placed.start.hour * 60 + placed.start.minute) // ROUND_MINUTES * ROUND_MINUTES
    last = placed.end + timedelta(seconds=59)
    end = 1440 if last.date() > placed.start.date() else last.hour * 60 + last.minute
    end = min(1440, -(-end // ROUND_MINUTES) * ROUND_MINUTES)
    weekday = WEEKDAYS[placed.start.weekday()]
    return Window(weekdays=(weekday,), start=_clock(begin), end=_clock(end))


def _clock(minute: int) -> time:
    return time.max if minute == 1440 else time(minute // 60, minute % 60)


def _end(window: Window) -> str:
    return "24:00" if window.end == time.max else f"{window.end:%H:%M}"


def _shown(windows: Sequence[Window]) -> list[object]:
    return [window.model_dump(mode="json") for window in windows]
