"""Visits that patients call off or miss: given up for good, or for another time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from visitplan.domain.patients import Stretch
from visitplan.planning.errors import UnknownPatientError
from visitplan.planning.replanning.errors import EventTimeError, EventVisitError
from visitplan.planning.replanning.naming import require_known, text_of, told
from visitplan.planning.replanning.tracks import at
from visitplan.planning.replanning.unlocking import let_move

if TYPE_CHECKING:
    from visitplan.domain.events import NoShow, PatientCancelled, Readmitted
    from visitplan.planning.replanning.amending import Amending


def call_off_visits(event: PatientCancelled, amending: Amending) -> None:
    """Apply `patient_cancelled`.

    Raises:
        UnknownVisitError, UnknownPatientError: VP4106, VP4108.
        EventTimeError, EventVisitError: VP4204, VP4205.
    """
    if event.visit is not None:
        require_known(event.visit, amending)
        stops = amending.planned(event.visit)
        if stops and at(stops[0].end) <= amending.now:
            why = f"it was over at {text_of(stops[0].end)}"
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
        raise EventTimeError(told(event), text_of(event.end), why, "Give a later `end`.")
    away = Stretch(start=max(event.start, amending.now_wall), end=event.end)
    first, last = amending.clock.instant(away.start), amending.clock.instant(away.end)
    for visit, _, stop in list(amending.made()):
        theirs = stop.patient == event.patient and at(stop.end) > amending.now
        if theirs and at(stop.start) < last and at(stop.end) > first:
            _give_up(visit, "cancelled", amending, again=True)
    _be_away(event.patient, away, amending)
    amending.tell(f"{event.patient} is away from {text_of(away.start)} to {text_of(away.end)}")


def _be_away(patient: str, away: Stretch, amending: Amending) -> None:
    """Keep a patient's visits out of a stretch, promised ones too."""
    amending.change_patient(patient, unavailable=(*amending.patients[patient].unavailable, away))
    orders = {order.id for order in amending.patients[patient].orders}
    let_move(away.start, away.end, amending, lambda p: p.visit.rpartition("#")[0] in orders)


def miss_a_visit(event: NoShow, amending: Amending) -> None:
    """Apply `no_show`.

    Raises:
        UnknownVisitError, EventVisitError: VP4106, VP4205.
    """
    require_known(event.visit, amending)
    standing = amending.standing(event.visit)
    if not standing or at(standing[0][0].stops[standing[0][1]].start) > amending.now:
        why = "it has not begun, or the plan does not make it"
        raise EventVisitError("no_show", event.visit, why, "Was it `patient_cancelled`?")
    again = event.again and not _is_in_treatment(event.visit, amending)
    amending.tell(f"nobody opened at {event.visit}" + (", to be made again" * again))
    _give_up(event.visit, "no-show", amending, again=again)


def _is_in_treatment(visit: str, amending: Amending) -> bool:
    """Tell whether a visit's patient is visited no more from now on, today's rest included."""
    patient, _ = amending.order_of(visit)
    since = patient.in_treatment_from
    if since is None:
        return False
    begins, now = datetime.combine(since, time.min), amending.now_wall
    return begins <= now or any(s.start <= now and s.end >= begins for s in patient.unavailable)


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


def end_with_readmission(event: Readmitted, amending: Amending) -> None:
    """Apply `readmitted`.

    Raises:
        UnknownPatientError, EventTimeError: VP4108, VP4204.
    """
    if event.patient not in amending.patients:
        raise UnknownPatientError(event.patient)
    horizon = amending.asked.horizon
    if event.date > horizon.dates[-1]:
        why = f"the plan ends on {horizon.dates[-1]}"
        raise EventTimeError(told(event), str(event.date), why, "Put it into the next request.")
    out = amending.patients[event.patient].discharged_on
    if out is not None and event.date < out:
        why = f"{event.patient} was in treatment until the discharge on {out}"
        raise EventTimeError(
            told(event), str(event.date), why, "Give the first day of the new treatment."
        )
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


def _end_with_treatment(visit: str, first: date, amending: Amending) -> None:
    """Cancel a visit from a day on, or one without a place; those before stay.

    One that is to be made again may be made on the days that are left, if any.
    """
    if int(visit.rpartition("#")[2]) not in amending.order_of(visit)[1].numbers:
        return  # cancelled with another one
    stops = amending.planned(visit)
    if visit in amending.withdrawn and not amending.standing(visit):
        stays = first > amending.now_wall.date()
    else:
        over = bool(stops) and at(stops[0].end) <= amending.now
        stays = over or (bool(stops) and stops[0].start.date() < first)
    if stays:
        return
    _give_up(visit, "cancelled", amending, again=False)
