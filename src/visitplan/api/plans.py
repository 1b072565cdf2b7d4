"""The calls about plans."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Query, Request
from starlette.responses import JSONResponse, Response

from visitplan.api import answers, responses
from visitplan.api.body import json_body
from visitplan.api.documents import PlanQuery, RoutesQuery
from visitplan.api.errors import (
    BodyTooLargeError,
    BrokenBodyError,
    NotAcceptableError,
)
from visitplan.api.negotiation import preferred
from visitplan.app.service import PlanService, SolveOptions
from visitplan.domain.errors import RequestRefusedError

router = APIRouter(prefix="/v1/plans", tags=["plans"])

_NOT_JSON = frozenset({"VP1003", "VP1004"})
_TOO_LARGE = "VP1002"
_DEFAULT_SECONDS = 30.0

PlanId = Annotated[
    str, Path(description="Id of the plan.", examples=[responses.PLAN_ID], max_length=200)
]
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        description="The same key with the same body and options gives the same plan.",
    ),
]


def service(request: Request) -> PlanService:
    """Give the service that the application was made with."""
    found: PlanService = request.app.state.service
    return found


Service = Annotated[PlanService, Depends(service)]


@router.post(
    "",
    status_code=202,
    response_model=None,
    summary="Ask for a plan",
    operation_id="create_plan",
    responses=responses.CREATE,
    openapi_extra=responses.REQUEST_BODY,
)
def create(
    body: Annotated[bytes, Depends(json_body)],
    query: Annotated[PlanQuery, Query()],
    plans: Service,
    key: Key = None,
) -> Response:
    """Accept a PlanRequest; once this answers 202, the request is safe and will be worked on."""
    try:
        record = plans.accept(body, _options(query), key)
    except RequestRefusedError as error:
        codes = {fault.code for fault in error.faults}
        if _TOO_LARGE in codes:
            raise BodyTooLargeError from None
        if codes and codes <= _NOT_JSON:
            raise BrokenBodyError(str(error.faults[0])) from None
        raise
    return answers.accepted(record)


@router.get(
    "/{plan_id}",
    response_model=None,
    summary="State of a plan, and the plan",
    operation_id="get_plan",
    responses=responses.STATE,
)
def state(plan_id: PlanId, plans: Service) -> Response:
    """Tell how far a plan is; `plan` holds the document once `state` is done."""
    record = plans.find(plan_id)
    plan_json = plans.plan_json(plan_id) if record.state == "done" else None
    return answers.plan_state(record, plan_json)


@router.get(
    "/{plan_id}/routes",
    response_model=None,
    summary="One person's route on one day",
    operation_id="get_routes",
    responses=responses.ROUTES,
)
def routes(
    plan_id: PlanId,
    query: Annotated[RoutesQuery, Query()],
    plans: Service,
    accept: Annotated[str | None, Header(description="Which of the three kinds.")] = None,
) -> Response:
    """Give a route as JSON, as GeoJSON or as its map page, whichever `Accept` prefers."""
    kind = preferred(accept, answers.ROUTE_KINDS)
    if kind is None:
        raise NotAcceptableError(accept or "", answers.ROUTE_KINDS)
    shift = query.shift if kind == answers.JSON else query.shift or 1
    found = plans.day_routes(plan_id, query.case_manager, query.date, shift)
    headers = {"Vary": "Accept"}
    if shift is not None:
        headers |= answers.next_route(plan_id, found, shift)
    if kind == answers.HTML:
        headers["Content-Security-Policy"] = answers.PAGE_POLICY
        return Response(plans.page(found), media_type=answers.HTML, headers=headers)
    if kind == answers.GEOJSON:
        return JSONResponse(plans.geojson(found), media_type=answers.GEOJSON, headers=headers)
    response = answers.day_as_json(plan_id, found)
    response.headers.update(headers)
    return response


def _options(query: PlanQuery) -> SolveOptions:
    seconds = query.seconds
    if seconds is None and query.iterations is None:
        seconds = _DEFAULT_SECONDS
    return SolveOptions(seconds, query.iterations, query.seed, query.speeds)
