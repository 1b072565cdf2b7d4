"""A plan beside an order that came in after it was made."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from visitplan.domain.loading import load_request
from visitplan.domain.plan import Unassigned
from visitplan.planning.checking import require_same_request
from visitplan.planning.errors import UnknownPatientError

if TYPE_CHECKING:
    from visitplan.domain.errors import Fault
    from visitplan.domain.plan import Plan
    from visitplan.domain.request import PlanRequest


def with_order(
    request: PlanRequest, plan: Plan, patient: str, order: Any
) -> tuple[PlanRequest, Plan, tuple[Fault, ...]]:
    """Give the request with one more order, and the plan with its visits left out.

    `order` is the order's document. Faults that leave it unserved are given, not raised.

    Raises:
        OtherRequestError: VP4105, the plan answers another request.
        UnknownPatientError: VP4108.
        RequestRefusedError: VP1000, with the faults that the order brings.
    """
    require_same_request(plan, request)
    document = request.model_dump(mode="json", by_alias=True)
    theirs = next((p for p in document["patients"] if p["id"] == patient), None)
    if theirs is None:
        raise UnknownPatientError(patient)
    theirs["orders"].append(order)
    asked, faults = load_request(json.dumps(document).encode())
    added = next(p for p in asked.patients if p.id == patient).orders[-1]
    visits = (
        Unassigned(visit=f"{added.id}#{n}", patient=patient) for n in range(1, added.visits + 1)
    )
    update = {"request_sha256": asked.sha256(), "unassigned": (*plan.unassigned, *visits)}
    return asked, plan.model_copy(update=update), faults
