"""What each kind of event does to the request and to what is under way."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from visitplan.domain.events import (
    Crisis,
    NewOrder,
    NoShow,
    PatientCancelled,
    RanLong,
    Readmitted,
    RoadClosed,
    StaffSick,
)
from visitplan.domain.loading import load_request
from visitplan.domain.patients import WEEKDAYS, Order, Stretch, Window
from visitplan.domain.replan import EventTold
from visitplan.domain.request import Closure
from visitplan.domain.staff import Absence
from visitplan.planning.errors import UnknownPatientError, UnknownVisitError
from visitplan.planning.replanning.contradictions import told
from visitplan.planning.replanning.errors import (
    CrisisImpossibleError,
    EventTimeError,
    EventVisitError,
    UnknownCaseManagerError,
)
from visitplan.planning.replanning.tracks import at, next_minute

if TYPE_CHECKING:
    from visitplan.domain.events import Event
    from visitplan.planning.replanning.amending import Amending

MOST_CRISIS_DAYS = 7


def apply(event: Event, amending: Amending) -> EventTold:
    """Apply an event; what it did comes back in sentences.

    Raises:
        UnknownCaseManagerError, UnknownPatientError, UnknownVisitError: VP4203, VP4108, VP4106.
        EventTimeError, EventVisitError, CrisisImpossibleError: VP4204, VP4205, VP4207.
        RequestRefusedError: VP1000, a new order with faults.
    """
    amending.told = []
    if isinstance(event, StaffSick):
        _sick(event, amending)
    elif isinstance(event, PatientCancelled):
        _cancelled(event, amending)
    elif isinstance(event, NoShow):
        _no_show(event, amending)
    elif isinstance(event, Crisis):
        _crisis(event, amending)
    elif isinstance(event, RanLong):
        _ran_long(event, amending)
    elif isinstance(event, Readmitted):
        _readmitted(event, amending)
    elif isinstance(event, RoadClosed):
        _road_closed(event, amending)
    else:
        _new_order(event, amending)
    return EventTold(event=event, effects=tuple(amending.told))


def _sick(event: StaffSick, amending: Amending) -> None:
    name, now = event.case_manager, amending.now_wall
    if name not in amending.people:
        raise UnknownCaseManagerError(name)
    start = now if event.start is None else max(now, event.start)
    if event.until <= start:
        why = f"it ends before it begins, at {_text(start)}"
        raise EventTimeError(told(event), _text(event.until), why, "Give a later `until`.")
    horizon = amending.asked.horizon
    if start.date() > horizon.dates[-1]:
        why = f"the plan ends on {horizon.dates[-1]}"
        raise EventTimeError(told(event), _text(start), why, "Put it into the next request.")
    # The absence is set right once it is known when who is out comes home.
    away = Absence(start=start, end=event.until, kind="sick")
    amending.change_person(name, absences=(*amending.people[name].absences, away))
    amending.tell(f"{name} is away from {_text(start)} to {_text(event.until)}")
    if start == now:
        for track in amending.tracks.values():
            if track.person == name and track.day == now.date():
                _turn_back(track.key, amending)
    for visit, promise in amending.promised.items():
        if name in promise.case_managers and start <= promise.start < event.until:
            amending.may_move.add(visit)


def _turn_back(key: tuple[str, datetime], amending: Amending) -> None:
    """Send a person home once what has begun is done; visits not begun are given up."""
    track = amending.tracks[key]
    if not track.stops or track.is_home_bound(amending.now):
        return
    track.sent_home = True
    for stop in list(track.stops):
        if at(stop.start) <= amending.now or stop not in track.stops:
            continue
        if stop.kind == "visit" and stop.visit is not None:
            amending.call_off(stop.visit, "turned-back")
            amending.withdrawn.discard(stop.visit)
        elif stop.kind == "appointment" and stop.appointment is not None:
            i = track.stops.index(stop)
            start = next_minute(max(at(stop.arrive), amending.now))
            place = next(
                item.location
                for item in amending.people[track.person].appointments
                if item.id == stop.appointment
            )
            amending.drop_appointment(track.person, stop.appointment)
            track.stops[i] = amending.attend(
                track.person, f"turned-back:{stop.appointment}", start, start + 60, stop, place
            )
        else:
            track.stops.remove(stop)


def _cancelled(event: PatientCancelled, amending: Amending) -> None:
    if event.visit is not None:
        _known(event.visit, amending)
        stops = amending.planned(event.visit)
        if stops and at(stops[0].end) <= amending.now:
            why = f"it was over at {_text(stops[0].end)}"
            raise EventVisitError("patient_cancelled", event.visit, why, "Was it a `no_show`?")
        amending.tell(f"{event.visit} is cancelled" + (", to be made again" * event.again))
        _give_up(event.visit, "cancelled", amending, again=event.again)
        return
    assert event.patient is not None
    assert event.start is not None
    assert event.end is not None
    if event.patient not in amending.patients:
        raise UnknownPatientError(event.patient)
    if event.end <= max(event.start, amending.now_wall):
        why = "the stretch ends before it begins, or has passed"
        raise EventTimeError(told(event), _text(event.end), why, "Give a later `end`.")
    away = Stretch(start=max(event.start, amending.now_wall), end=event.end)
    first, last = amending.clock.instant(away.start), amending.clock.instant(away.end)
    for visit, _, stop in list(amending.made()):
        theirs = stop.patient == event.patient and at(stop.end) > amending.now
        if theirs and at(stop.start) < last and at(stop.end) > first:
            _give_up(visit, "cancelled", amending, again=True)
    _be_away(event.patient, away, amending)
    amending.tell(f"{event.patient} is away from {_text(away.start)} to {_text(away.end)}")


def _be_away(patient: str, away: Stretch, amending: Amending) -> None:
    """Keep a patient's visits out of a stretch, promised ones too."""
    amending.change_patient(patient, unavailable=(*amending.patients[patient].unavailable, away))
    orders = {order.id for order in amending.patients[patient].orders}
    for visit, promise in amending.promised.items():
        theirs = visit.rpartition("#")[0] in orders
        if theirs and away.start - timedelta(hours=24) < promise.start < away.end:
            amending.may_move.add(visit)


def _no_show(event: NoShow, amending: Amending) -> None:
    _known(event.visit, amending)
    standing = amending.standing(event.visit)
    if not standing or at(standing[0][0].stops[standing[0][1]].start) > amending.now:
        why = "it has not begun, or the plan does not make it"
        raise EventVisitError("no_show", event.visit, why, "Was it `patient_cancelled`?")
    amending.tell(f"nobody opened at {event.visit}" + (", to be made again" * event.again))
    _give_up(event.visit, "no-show", amending, again=event.again)


def _give_up(visit: str, why: str, amending: Amending, *, again: bool) -> None:
    stops = amending.planned(visit)
    if amending.standing(visit):
        begun = at(stops[0].start) <= amending.now
        until = min(at(stops[0].end), amending.now) if begun else None
        amending.call_off(visit, why, until=until)
    elif again and stops:
        # The patient is not there at the hour that was agreed; any other hour will do.
        span = [moment.replace(tzinfo=None) for moment in (stops[0].start, stops[0].end)]
        patient = stops[0].patient
        if patient is not None:
            away = Stretch(start=span[0], end=span[1])
            amending.change_patient(
                patient, unavailable=(*amending.patients[patient].unavailable, away)
            )
    if again and not _alone_in_sequence(visit, amending):
        amending.withdraw(visit)
    else:
        amending.cancel(visit)


def _alone_in_sequence(visit: str, amending: Amending) -> bool:
    """Tell whether the other service of a visit's sequence is made already."""
    patient, order = amending.order_of(visit)
    number = visit.rpartition("#")[2]
    others = [o.id for o in patient.orders if o.after is not None and o.after.order == order.id]
    others += [order.after.order] if order.after is not None else []
    return any(amending.standing(f"{other}#{number}") for other in others)


def _crisis(event: Crisis, amending: Amending) -> None:
    if event.patient not in amending.patients:
        raise UnknownPatientError(event.patient)
    now = amending.now_wall
    if event.by < now + timedelta(minutes=event.minutes):
        why = f"a visit of {event.minutes} min that begins at {_text(now)} ends after that"
        raise EventTimeError(told(event), _text(event.by), why, "Give a later `by`.")
    last = min(event.by.date(), amending.asked.horizon.dates[-1])
    if (event.by.date() - now.date()).days >= MOST_CRISIS_DAYS:
        why = f"a crisis is attended within {MOST_CRISIS_DAYS} days"
        raise EventTimeError(told(event), _text(event.by), why, "Give a `new_order` for it.")
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
    amending.tell(f"{name}#1 is to be made by {_text(event.by)}")


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


def _ran_long(event: RanLong, amending: Amending) -> None:
    _known(event.visit, amending)
    standing = amending.standing(event.visit)
    begun = [(track, i) for track, i in standing if at(track.stops[i].start) <= amending.now]
    if not begun:
        why = "it has not begun, or the plan does not make it"
        raise EventVisitError("ran_long", event.visit, why, "Give a visit that is being made.")
    planned_end = at(begun[0][0].stops[begun[0][1]].end)
    end = amending.clock.instant(event.end)
    if end <= planned_end or end < amending.now:
        why = f"it was to end at {_text(amending.clock.aware(planned_end))}, and now is later"
        if end <= planned_end:
            why = f"it was to end at {_text(amending.clock.aware(planned_end))} anyway"
        raise EventTimeError(told(event), _text(event.end), why, "Give the end that is expected.")
    if event.end.date() != amending.clock.day(planned_end):
        why = "a visit ends on the day on which it begins"
        raise EventTimeError(told(event), _text(event.end), why, "Give an end on that day.")
    for track, i in begun:
        _stay(track.key, i, end - planned_end, event.visit, amending)
    amending.tell(f"{event.visit} ends at {_text(event.end)}")


def _stay(key: tuple[str, datetime], i: int, longer_s: int, visit: str, amending: Amending) -> None:
    """Keep a person at a visit; whatever they were thought to drive to by now is given up."""
    track = amending.tracks[key]
    last = i
    while last + 1 < len(track.stops) and track.stops[last + 1].kind == "paperwork":
        last += 1
    end = at(track.stops[last].end)
    for stop in track.stops[last + 1 :]:
        if stop.visit is None or stop.kind != "visit":
            continue
        for name in (stop.visit, *amending.followers(stop.visit)):
            for other, j in amending.standing(name):
                if other is not track:
                    _free(other.key, j, name, amending)
    track.stops = track.stops[: last + 1]
    place = None
    name = f"overrun:{visit}"
    track.stops.append(amending.attend(track.person, name, end, end + longer_s, None, place))


def _free(key: tuple[str, datetime], j: int, visit: str, amending: Amending) -> None:
    """Free a person from a visit under way that cannot begin as planned."""
    track = amending.tracks[key]
    stop = track.stops[j]
    start = next_minute(max(at(stop.arrive), amending.now))
    place = amending.atlas.visit(track.person, visit)
    stand_in = amending.attend(track.person, f"turned-back:{visit}", start, start + 60, stop, place)
    track.stops = [*track.stops[:j], stand_in]


def _readmitted(event: Readmitted, amending: Amending) -> None:
    if event.patient not in amending.patients:
        raise UnknownPatientError(event.patient)
    horizon = amending.asked.horizon
    if event.date > horizon.dates[-1]:
        why = f"the plan ends on {horizon.dates[-1]}"
        raise EventTimeError(told(event), str(event.date), why, "Put it into the next request.")
    first = max(event.date, amending.now_wall.date())
    for order in amending.patients[event.patient].orders:
        for n in order.numbers:
            _end_with_treatment(f"{order.id}#{n}", first, amending)
    # A visit made on the very day was before the admission: the rest of that day is barred.
    made = [s.start.date() for _, _, s in amending.made() if s.patient == event.patient]
    since = max([event.date, *(day + timedelta(days=1) for day in made if day >= event.date)])
    amending.change_patient(event.patient, readmitted_on=since)
    if since > event.date and amending.now_wall.date() < since:
        end = datetime.combine(since, time.min)
        away = Stretch(start=amending.now_wall, end=end)
        kept = amending.patients[event.patient].unavailable
        amending.change_patient(event.patient, unavailable=(*kept, away))
    amending.tell(f"{event.patient} is in treatment from {event.date}: no visit from then on")


def _end_with_treatment(visit: str, first: object, amending: Amending) -> None:
    """Cancel a visit from a day on, or one without a place; those before stay."""
    if int(visit.rpartition("#")[2]) not in amending.order_of(visit)[1].numbers:
        return  # cancelled with another one
    stops = amending.planned(visit)
    day = None if not stops else stops[0].start.date()
    if stops and at(stops[0].end) <= amending.now:
        return
    if stops and day is not None and str(day) < str(first):
        return
    _give_up(visit, "cancelled", amending, again=False)


def _road_closed(event: RoadClosed, amending: Amending) -> None:
    today = amending.now_wall.date()
    last = today if event.last_day is None else event.last_day
    if last < today:
        why = "that day is past"
        raise EventTimeError(told(event), str(last), why, "Give a later `last_day`.")
    amending.closures.append(
        Closure(
            line=event.line,
            radius_meters=event.radius_meters,
            start=amending.now_wall,
            last_day=last,
        )
    )
    amending.tell(f"drives from now to the end of {last} avoid the closed road")


def _new_order(event: NewOrder, amending: Amending) -> None:
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


def _known(visit: str, amending: Amending) -> None:
    order_id, _, number = visit.rpartition("#")
    for patient in amending.patients.values():
        for order in patient.orders:
            if order.id == order_id:
                if int(number) in order.numbers:
                    return
                raise UnknownVisitError(visit, f"{order_id!r} has no such visit (any more)")
    raise UnknownVisitError(visit, "the request has no such order")


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")
