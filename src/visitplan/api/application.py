"""Put the application together."""

from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

import visitplan
from visitplan.api import plans, responses
from visitplan.api.documents import FaultView, HealthView, JobView, PlanView, Problem, RoutesView
from visitplan.api.errors import InternalError, MethodError, ParameterError, PathUnknownError
from visitplan.api.guard import Guard
from visitplan.api.problems import problem_response
from visitplan.app.service import PlanService
from visitplan.domain.errors import VisitplanError
from visitplan.domain.faults.showing import shown
from visitplan.domain.request import PlanRequest


def create_app(service: PlanService) -> FastAPI:
    """Make the application around a service."""
    # The usual pages for people load scripts from a content network: they stay off.
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.state.service = service
    app.include_router(plans.router)
    app.add_api_route(
        "/healthz",
        _health,
        response_model=None,
        tags=["service"],
        summary="Whether the service answers",
        operation_id="get_health",
        responses=responses.HEALTH,
    )
    document = _document(app)
    app.add_api_route(
        "/openapi.json", lambda: JSONResponse(document), include_in_schema=False, name="openapi"
    )
    app.add_exception_handler(VisitplanError, _on_visitplan_error)
    app.add_exception_handler(RequestValidationError, _on_bad_parameters)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_middleware(Guard)
    return app


def _health(service: Annotated[PlanService, Depends(plans.service)]) -> Response:
    """Tell whether the service and its store answer."""
    service.check_store()
    return JSONResponse(HealthView().model_dump())


def _on_visitplan_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, VisitplanError)
    return problem_response(error)


def _on_bad_parameters(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    singles = [_single(found) for found in error.errors()]
    return problem_response(ParameterError(len(singles)), singles)


def _on_http_exception(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        return problem_response(PathUnknownError())
    if error.status_code == 405:
        headers = error.headers or {}
        return problem_response(MethodError(headers.get("Allow", "")), headers=headers)
    return problem_response(InternalError())


def _single(found: dict[str, Any]) -> FaultView:  # pydantic's own shape
    missing = found["type"] == "missing"
    return FaultView(
        code=ParameterError.code,
        parameter=str(found["loc"][-1]),
        value="nothing" if missing else shown(found.get("input")),
        message=str(found["msg"]),
        cure="See the parameter in /openapi.json.",
    )


def _document(app: FastAPI) -> dict[str, Any]:  # any JSON
    """Make the OpenAPI document, with the contract's own schemas."""
    document = get_openapi(
        title="visitplan",
        version=visitplan.__version__,
        summary="Plans home visits on OpenStreetMap roads",
        description="Send a PlanRequest, ask until its plan is done, fetch routes. There is no "
        "sign-in yet, so the service listens on this machine only.",
        license_info={"name": "MIT", "identifier": "MIT"},
        routes=app.routes,
    )
    _, schemas = models_json_schema(
        [
            (PlanRequest, "validation"),
            *((model, "serialization") for model in (JobView, PlanView, RoutesView, HealthView)),
            (Problem, "validation"),
        ],
        ref_template="#/components/schemas/{model}",
    )
    document.setdefault("components", {}).setdefault("schemas", {}).update(schemas["$defs"])
    return document
