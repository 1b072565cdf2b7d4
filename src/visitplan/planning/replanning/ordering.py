"""Orders that come in while a plan is under way: crises, and what a request could hold too."""

from __future__ import annotations

import json
from datetime import time, timedelta
from typing import TYPE_CHECKING

from visitplan.domain.loading import load_request
from visitplan.domain.patients import WEEKDAYS, Order, Window
from visitplan.planning.errors import UnknownPatientError
from visitplan.planning.replanning.errors import CrisisImpossibleError, EventTimeError
from visitplan.planning.replanning.naming import text_of, told

if TYPE_CHECKING:
    from datetime import datetime

    from visitplan.domain.events import Crisis, NewOrder
    from visitplan.planning.replanning.amending import Amending

MOST_CRISIS_DAYS = 7


def order_crisis(event: Crisis, amending: Amending) -> None:
    """Apply `crisis`.

    Raises:
        UnknownPatientError, EventTimeError, CrisisImpossibleError: VP4108, VP4204, VP4207.
    """
    if event.patient not in amending.patients:
        raise UnknownPatientError(event.patient)
    now = amending.now_wall
    if event.by < now + timedelta(minutes=event.minutes):
        why = f"a visit of {event.minutes} min that begins at {text_of(now)} ends after that"
        raise EventTimeError(told(event), text_of(event.by), why, "Give a later `by`.")
    last = min(event.by.date(), amending.asked.horizon.dates[-1])
    if (event.by.date() - now.date()).days >= MOST_CRISIS_DAYS:
        why = f"a crisis is attended within {MOST_CRISIS_DAYS} days"
        raise EventTimeError(told(event), text_of(event.by), why, "Give a `new_order` for it.")
    taken = {order.id for patient in amending.patients.values() for order in patient.orders}
    stem = f"{event.patient[:90]}/crisis-{now:%Y%m%dT%H%M}"
    name = next(x for x in (stem, *(f"{stem}-{k}" for k in range(2, 999))) if x not in taken)
    order = Order(
        id=name,
        visits=1,
        min_visits=1,
        minutes=event.minutes,
        earliest_day=now.date(),
        latest_day=last,
        windows=_until(now, event.by),
        staff=event.staff,
        safety=event.safety,
        location=event.location,
        priority="crisis",
    )
    _add(event.patient, order.model_dump(mode="json", by_alias=True), amending, crisis=True)
    amending.tell(f"{name}#1 is to be made by {text_of(event.by)}")


def _until(now: datetime, by: datetime) -> tuple[Window, ...]:
    """Give the hours from now to a deadline less than a week away."""
    days = (by.date() - now.date()).days
    windows = []
    for d in range(min(days, MOST_CRISIS_DAYS - 1) + 1):
        day = now.date() + timedelta(days=d)
        start = now.time() if d == 0 else time.min
        end = by.time() if d == days else time.max
        if start < end:
            windows.append(Window(weekdays=(WEEKDAYS[day.weekday()],), start=start, end=end))
    return tuple(windows)


def add_order(event: NewOrder, amending: Amending) -> None:
    """Apply `new_order`.

    Raises:
        UnknownPatientError: VP4108.
        RequestRefusedError: VP1000, an order with faults.
    """
    if event.patient not in amending.patients:
        raise UnknownPatientError(event.patient)
    name = _add(event.patient, event.order, amending, crisis=False)
    amending.tell(f"order {name} of {event.patient} is added")


def _add(patient: str, order: object, amending: Amending, *, crisis: bool) -> str:
    """Add an order's document to a patient; give its id."""
    document = amending.request.model_dump(mode="json", by_alias=True)
    i = [p["id"] for p in document["patients"]].index(patient)
    document["patients"][i]["orders"].append(order)
    loaded, faults = load_request(json.dumps(document).encode())
    where = f"/patients/{i}/orders/{len(document['patients'][i]['orders']) - 1}"
    mine = [fault for fault in faults if fault.pointer.startswith(where)]
    if mine and crisis:
        raise CrisisImpossibleError(patient, mine[0].message)
    for fault in mine:
        amending.tell(f"the order stays unserved: {fault.message}")
    amending.patients[patient] = loaded.patients[i]
    return loaded.patients[i].orders[-1].id
