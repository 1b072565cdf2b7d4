"""Events at random on a plan that is under way, as a week would bring them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from visitplan.domain.events import EVENT

if TYPE_CHECKING:
    from random import Random

    from visitplan.domain.events import Event
    from visitplan.domain.plan import Plan, Stop
    from visitplan.domain.request import PlanRequest

KINDS = (
    *("patient_cancelled",) * 5,
    *("away", "no_show", "ran_long", "crisis", "new_order") * 3,
    *("staff_sick",) * 2,
    "readmitted",
    "road_closed",
)


def random_event(request: PlanRequest, plan: Plan, now: datetime, rng: Random) -> Event | None:
    """Give an event that can happen at a moment, None where the kind drawn cannot."""
    document = _document(rng.choice(KINDS), request, plan, now, rng)
    return None if document is None else EVENT.validate_python(document)


def _document(
    kind: str, request: PlanRequest, plan: Plan, now: datetime, rng: Random
) -> dict[str, Any] | None:
    stops = sorted(
        (s for route in plan.routes for s in route.stops if s.kind == "visit"),
        key=lambda s: (s.start, s.visit or ""),
    )
    ahead = [s for s in stops if _wall(s.end) > now]
    being_made = [s for s in ahead if _wall(s.start) <= now]
    begun = [s for s in stops if _wall(s.start) <= now and s.start.date() == now.date()]
    patients = [p.id for p in request.patients]
    if kind == "patient_cancelled" and ahead:
        soon = ahead[: max(1, len(ahead) // 3)]
        return {"kind": kind, "visit": rng.choice(soon).visit, "again": rng.random() < 0.5}
    if kind == "away":
        start = now + timedelta(hours=rng.randrange(0, 30))
        end = start + timedelta(hours=rng.randrange(1, 12))
        event = {"kind": "patient_cancelled", "patient": rng.choice(patients)}
        return event | {"start": _text(start), "end": _text(end)}
    if kind == "no_show" and begun:
        return {"kind": kind, "visit": rng.choice(begun).visit, "again": rng.random() < 0.7}
    if kind == "ran_long" and being_made:
        stop = rng.choice(being_made)
        end = _wall(stop.end) + timedelta(minutes=rng.randrange(1, 90))
        return {"kind": kind, "visit": stop.visit, "end": _text(end)}
    if kind == "crisis":
        return _crisis(request, now, rng)
    if kind == "new_order":
        patient = rng.choice(request.patients)
        order = patient.orders[0].model_dump(mode="json", by_alias=True)
        order |= {"id": f"{patient.id}/new-{now:%d%H%M}", "visits": 1, "min_visits": 0}
        order |= {"cancelled": [], "after": None, "latest_day": None}
        return {"kind": kind, "patient": patient.id, "order": order}
    if kind == "staff_sick":
        person = rng.choice(request.case_managers).id
        until = now.replace(hour=0, minute=0) + timedelta(days=rng.randrange(1, 3))
        event = {"kind": kind, "case_manager": person, "until": _text(until)}
        later = now + timedelta(hours=rng.randrange(0, 5))
        return event | ({"start": _text(later)} if rng.random() < 0.3 and later < until else {})
    if kind == "readmitted":
        day = now.date() + timedelta(days=rng.randrange(0, 2))
        last = request.horizon.dates[-1]
        return {"kind": kind, "patient": rng.choice(patients), "date": str(min(day, last))}
    if kind == "road_closed":
        one, other = rng.sample(request.patients, 2)
        line = [p.location.model_dump() for p in (one, other)]
        return {"kind": kind, "line": line, "radius_meters": 60} | (
            {"last_day": str(request.horizon.dates[-1])} if rng.random() < 0.3 else {}
        )
    return None


def _crisis(request: PlanRequest, now: datetime, rng: Random) -> dict[str, Any]:
    patient = rng.choice(request.patients)
    by = now + timedelta(hours=rng.randrange(3, 30))
    codes = sorted({c.code for p in request.case_managers for c in p.credentials})
    return {
        "kind": "crisis",
        "patient": patient.id,
        "minutes": rng.choice((30, 45, 60)),
        "staff": [{"any_of": codes}],
        "by": _text(by),
    }


def _wall(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")


def what_stands(plan: Plan, now: float) -> dict[tuple[str, str], list[str]]:
    """Give, byte for byte, the stops of each route that are over by an instant."""
    found = {}
    for route in plan.routes:
        over: list[Stop] = [s for s in route.stops if s.end.timestamp() <= now]
        key = route.case_manager, route.leave.isoformat()
        found[key] = [stop.model_dump_json(by_alias=True) for stop in over]
    return {key: stops for key, stops in found.items() if stops}
