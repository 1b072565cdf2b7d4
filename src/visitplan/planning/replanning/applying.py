"""What each kind of event does to the request and to what is under way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.events import (
    Crisis,
    NoShow,
    PatientCancelled,
    RanLong,
    Readmitted,
    RoadClosed,
    StaffSick,
)
from visitplan.domain.replan import EventTold
from visitplan.domain.request import Closure
from visitplan.planning.replanning.errors import EventTimeError
from visitplan.planning.replanning.giving_up import (
    call_off_visits,
    end_with_readmission,
    miss_a_visit,
)
from visitplan.planning.replanning.naming import told
from visitplan.planning.replanning.ordering import add_order, order_crisis
from visitplan.planning.replanning.overrunning import run_long
from visitplan.planning.replanning.sickness import fall_sick

if TYPE_CHECKING:
    from visitplan.domain.events import Event
    from visitplan.planning.replanning.amending import Amending


def apply(event: Event, amending: Amending) -> EventTold:
    """Apply an event; what it did comes back in sentences.

    Raises:
        UnknownCaseManagerError, UnknownPatientError, UnknownVisitError: VP4203, VP4108, VP4106.
        EventTimeError, EventVisitError, CrisisImpossibleError: VP4204, VP4205, VP4207.
        RequestRefusedError: VP1000, a new order with faults.
    """
    amending.told = []
    if isinstance(event, StaffSick):
        fall_sick(event, amending)
    elif isinstance(event, PatientCancelled):
        call_off_visits(event, amending)
    elif isinstance(event, NoShow):
        miss_a_visit(event, amending)
    elif isinstance(event, Crisis):
        order_crisis(event, amending)
    elif isinstance(event, RanLong):
        run_long(event, amending)
    elif isinstance(event, Readmitted):
        end_with_readmission(event, amending)
    elif isinstance(event, RoadClosed):
        _road_closed(event, amending)
    else:
        add_order(event, amending)
    return EventTold(event=event, effects=tuple(amending.told))


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
