"""A plan beside orders that came in after it was made."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from visitplan.domain.loading import load_request
from visitplan.domain.plan import Unassigned
from visitplan.planning.checking import require_same_request
from visitplan.planning.errors import UnknownPatientError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visitplan.domain.errors import Fault
    from visitplan.domain.plan import Plan
    from visitplan.domain.request import PlanRequest


def with_orders(
    request: PlanRequest, plan: Plan, orders: Sequence[tuple[str, Any]]
) -> tuple[PlanRequest, Plan, tuple[str, ...], tuple[Fault, ...]]:
    """Give the request with more orders, the plan with their visits left out, and these visits.

    `orders` are patients' ids with the order's document each. Faults that leave orders unserved
    are given, not raised.

    Raises:
        OtherRequestError: VP4105, the plan answers another request.
        UnknownPatientError: VP4108.
        RequestRefusedError: VP1000, with the faults that the orders bring.
    """
    require_same_request(plan, request)
    document = request.model_dump(mode="json", by_alias=True)
    patients = {patient["id"]: patient for patient in document["patients"]}
    for patient, order in orders:
        if patient not in patients:
            raise UnknownPatientError(patient)
        patients[patient]["orders"].append(order)
    asked, faults = load_request(json.dumps(document).encode())
    known = {order.id for patient in request.patients for order in patient.orders}
    new = [
        Unassigned(visit=f"{order.id}#{n}", patient=patient.id)
        for patient in asked.patients
        for order in patient.orders
        for n in order.numbers
        if order.id not in known
    ]
    update = {"request_sha256": asked.sha256(), "unassigned": (*plan.unassigned, *new)}
    visits = tuple(entry.visit for entry in new)
    return asked, plan.model_copy(update=update), visits, faults
