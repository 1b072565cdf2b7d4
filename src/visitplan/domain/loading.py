"""From bytes to a request or a plan; whatever is wrong is named, all at once."""

from __future__ import annotations

from visitplan.domain.errors import (
    DataFileError,
    Fault,
    PlanUnreadableError,
    RequestRefusedError,
)
from visitplan.domain.faults.examination import examine
from visitplan.domain.faults.reading import MAX_FAULTS, read
from visitplan.domain.faults.structure import validated
from visitplan.domain.next_week import Actuals
from visitplan.domain.plan import Plan
from visitplan.domain.request import MAX_REQUEST_BYTES, PlanRequest

MAX_PLAN_BYTES = 64_000_000
MAX_PLAN_VALUES = 2_000_000


def load_request(data: bytes) -> tuple[PlanRequest, tuple[Fault, ...]]:
    """Read a request; give it with the faults that leave single orders unserved.

    Raises:
        RequestRefusedError: with every fault, where at least one stops planning.
    """
    draft, faults = examine(data)
    if draft is None or any(fault.severity == "refused" for fault in faults):
        raise RequestRefusedError(faults)
    return draft.request(), faults


def find_faults(data: bytes) -> tuple[Fault, ...]:
    """Give every fault of a request, in document order; none if it can be planned wholly."""
    return examine(data)[1]


def load_actuals(where: str, data: bytes) -> Actuals:
    """Read what became of a plan's visits; `where` names the file in errors.

    Raises:
        DataFileError: VP1911, with what is wrong.
    """
    reading = read(data, MAX_REQUEST_BYTES)
    faults = list(reading.faults)
    if reading.value is not None:
        actuals = validated(Actuals, reading.value, (), faults)
        if actuals is not None and not faults:
            return actuals
    raise DataFileError(where, faults[:MAX_FAULTS])


def load_plan(data: bytes) -> Plan:
    """Read a plan.

    Raises:
        PlanUnreadableError: with what is wrong.
    """
    reading = read(data, MAX_PLAN_BYTES)
    faults = list(reading.faults)
    if reading.value is not None:
        plan = validated(Plan, reading.value, (), faults, most_values=MAX_PLAN_VALUES)
        if plan is not None and not faults:
            return plan
    raise PlanUnreadableError(faults[:MAX_FAULTS])
