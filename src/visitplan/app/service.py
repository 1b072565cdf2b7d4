"""What the service does: accept requests, tell their state, give their routes.

One object serves all threads of a server. Solving happens elsewhere: see
`visitplan.jobs` and `visitplan.app.plan_runner`.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from visitplan.app.service_errors import (
    IdempotencyKeyReusedError,
    OtherNetworkError,
    PlanNotDoneError,
    PlanUnknownError,
    RouteUnknownError,
)
from visitplan.domain.errors import Fault, RequestRefusedError
from visitplan.domain.loading import load_request
from visitplan.domain.plan import Plan, Route
from visitplan.domain.request import PlanRequest
from visitplan.jobs.worker import wall_ms
from visitplan.store import IdempotencyKeys, KeyUse, NewPlan, PlanRecord, Plans, Store

if TYPE_CHECKING:
    from visitplan.network import RoadNetwork

_PARSED_PLANS_KEPT = 4


@dataclass(frozen=True, slots=True)
class SolveOptions:
    """How long and how to search; `iterations` alone makes a plan that can be repeated."""

    seconds: float | None = 30.0
    iterations: int | None = None
    seed: int = 1
    speeds: Literal["free_flow", "daypart"] = "free_flow"


@dataclass(frozen=True, slots=True)
class DayRoutes:
    """Routes of one person on one day, out of `total`, with what they belong to."""

    request: PlanRequest
    plan: Plan
    routes: tuple[Route, ...]
    total: int


class PlanService:
    """The service's deeds; `network` is the one that maps are drawn on."""

    def __init__(
        self, store: Store, network: RoadNetwork, now_ms: Callable[[], int] = wall_ms
    ) -> None:
        self._store = store
        self._network = network
        self._now_ms = now_ms
        # A plan that is done never changes, so its parsed form may be kept.
        self._done = lru_cache(maxsize=_PARSED_PLANS_KEPT)(self._read_done)

    def accept(self, body: bytes, options: SolveOptions, key: str | None = None) -> PlanRecord:
        """Keep a request and its job; give its state once both are safe on the disk.

        The same idempotency key with the same content gives the same plan.

        Raises:
            RequestRefusedError: with every fault of the request.
            IdempotencyKeyReusedError: the key stands for something else.
        """
        request, notes = self._sound(body)
        options_json = json.dumps(asdict(options), sort_keys=True)
        new = NewPlan(
            id=str(uuid.uuid4()),
            accepted_ms=self._now_ms(),
            request_json=request.model_dump_json(by_alias=True),
            request_sha256=request.sha256(),
            options_json=options_json,
            notes_json=json.dumps([asdict(note) for note in notes]),
        )
        content = hashlib.sha256(body + b"\0" + options_json.encode()).hexdigest()
        return self._keep(new, key, content)

    def find(self, plan_id: str) -> PlanRecord:
        """Give a plan's state.

        Raises:
            PlanUnknownError: there is none of this id.
        """
        with self._store.read() as session:
            record = Plans(session).find(plan_id)
        if record is None:
            raise PlanUnknownError(plan_id)
        return record

    def check_store(self) -> None:
        """Raise StoreUnavailableError where the store does not answer."""
        self._store.ping()

    def plan_json(self, plan_id: str) -> str | None:
        """Give the plan document as kept, or None while there is none."""
        with self._store.read() as session:
            return Plans(session).result(plan_id)

    def day_routes(
        self, plan_id: str, case_manager: str, day: date, shift: int | None = None
    ) -> DayRoutes:
        """Give the routes of a person on a day in time order, or only the one numbered `shift`.

        Raises:
            PlanUnknownError, PlanNotDoneError, RouteUnknownError: there is none.
        """
        record = self.find(plan_id)
        if record.state != "done":
            raise PlanNotDoneError(plan_id, record.state)
        request, plan = self._done(plan_id)
        routes = sorted(
            (r for r in plan.routes if r.case_manager == case_manager and r.date == day),
            key=lambda route: route.leave,
        )
        chosen = routes if shift is None else routes[shift - 1 : shift]
        if not chosen:
            raise RouteUnknownError(case_manager, day.isoformat(), shift)
        return DayRoutes(request, plan, tuple(chosen), len(routes))

    def page(self, found: DayRoutes) -> str:
        """Give the map page of the first route.

        Raises:
            OtherNetworkError: the plan was made on other roads.
        """
        from visitplan.render import route_page

        self._same_roads(found.plan)
        return route_page(found.request, found.plan, found.routes[0], self._network)

    def geojson(self, found: DayRoutes) -> dict[str, Any]:
        """Give the first route as a GeoJSON document.

        Raises:
            OtherNetworkError: the plan was made on other roads.
        """
        from visitplan.render import route_geojson

        self._same_roads(found.plan)
        return dict(route_geojson(found.request, found.plan, found.routes[0], self._network))

    def _sound(self, body: bytes) -> tuple[PlanRequest, tuple[Fault, ...]]:
        """Read a request; places far from the server's roads are faults like any other."""
        from visitplan.app.validation import all_faults, network_faults

        try:
            request, notes = load_request(body)
        except RequestRefusedError:
            raise RequestRefusedError(all_faults(body, self._network)) from None
        off_roads = network_faults(request, self._network)
        if off_roads:
            raise RequestRefusedError((*off_roads, *notes))
        return request, notes

    def _keep(self, new: NewPlan, key: str | None, content: str) -> PlanRecord:
        with self._store.write() as session:
            plans, keys = Plans(session), IdempotencyKeys(session)
            use = None if key is None else keys.find(key)
            if use is None:
                plans.add(new)
                use = KeyUse(new.id, content)
                if key is not None:
                    keys.add(key, use, new.accepted_ms)
            elif use.content_sha256 != content:
                raise IdempotencyKeyReusedError(key or "")
            record = plans.find(use.plan_id)
        assert record is not None, "kept in the same transaction"
        return record

    def _read_done(self, plan_id: str) -> tuple[PlanRequest, Plan]:
        with self._store.read() as session:
            plans = Plans(session)
            request_json, _ = plans.task(plan_id)
            plan_json = plans.result(plan_id)
        assert plan_json is not None, "a plan that is done has its document"
        request = PlanRequest.model_validate_json(request_json)
        return request, Plan.model_validate_json(plan_json)

    def _same_roads(self, plan: Plan) -> None:
        if plan.network.sha256 != self._network.sha256:
            raise OtherNetworkError(plan.network.name, self._network.name)
