"""What each call may answer, for the interface's document, with an example of each problem."""

from collections.abc import Iterable
from typing import Any

from visitplan.api.documents import FaultView
from visitplan.api.errors import (
    BodyTooLargeError,
    BrokenBodyError,
    HostError,
    InternalError,
    MediaTypeError,
    NotAcceptableError,
    ParameterError,
)
from visitplan.api.problems import KINDS, MEDIA_TYPE, example, problem
from visitplan.app.service_errors import (
    IdempotencyKeyReusedError,
    OtherNetworkError,
    PlanNotDoneError,
    PlanUnknownError,
    RouteUnknownError,
)
from visitplan.domain.errors import Fault, RequestRefusedError, VisitplanError
from visitplan.store import StoreUnavailableError

Responses = dict[int | str, dict[str, Any]]
PLAN_ID = "5c8a2b9e-6f0d-4b55-9d3e-0f6f7f1f2a11"

_BAD_PARAMETER = FaultView(
    code="VP5305",
    parameter="seed",
    value='"x"',
    message="Input should be a valid integer",
    cure="See the parameter in /openapi.json.",
)
_FAULT = Fault(
    "VP1201",
    "/patients/0/orders/0/windows/0",
    "15:00 to 09:00",
    "the window closes before it opens",
    "Swap the two times.",
)
_EVERYWHERE = (
    HostError(),
    StoreUnavailableError("database is locked"),
    InternalError(),
)
_ROUTE_KINDS = ("application/json", "application/geo+json", "text/html")


def _schema(name: str) -> dict[str, Any]:
    return {"schema": {"$ref": f"#/components/schemas/{name}"}}


def _problems(*errors: VisitplanError) -> Responses:
    found: Responses = {}
    for error in (*errors, *_EVERYWHERE):
        singles = [_BAD_PARAMETER] if isinstance(error, ParameterError) else None
        shown = problem(error, singles)
        response = found.setdefault(
            shown.status,
            {"description": shown.title, "content": {MEDIA_TYPE: _schema("Problem")}},
        )
        examples = response["content"][MEDIA_TYPE].setdefault("examples", {})
        examples[error.code] = {"summary": KINDS[error.code][1], "value": example(error, singles)}
    return found


def _good(description: str, contents: Iterable[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    return {"description": description, "content": dict(contents)}


def _header(description: str) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string"}}


REQUEST_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "A PlanRequest of at most 16,000,000 bytes.",
        "content": {"application/json": _schema("PlanRequest")},
    }
}

CREATE: Responses = {
    202: {
        **_good("Accepted", [("application/json", _schema("JobView"))]),
        "headers": {
            "Location": _header("Where to ask for state and plan."),
            "Retry-After": _header("Seconds until asking makes sense."),
        },
    },
    **_problems(
        BrokenBodyError("broken JSON at line 1, column 2: Expecting value"),
        BodyTooLargeError(),
        MediaTypeError("Content-Type", "text/plain"),
        RequestRefusedError([_FAULT]),
        ParameterError(1),
        IdempotencyKeyReusedError("monday-1"),
    ),
}

STATE: Responses = {
    200: {
        **_good("State and plan", [("application/json", _schema("PlanView"))]),
        "headers": {"Retry-After": _header("Seconds until asking again makes sense.")},
    },
    **_problems(PlanUnknownError(PLAN_ID), ParameterError(1)),
}

ROUTES: Responses = {
    200: {
        **_good(
            "The route",
            [
                ("application/json", _schema("RoutesView")),
                ("application/geo+json", {"schema": {"type": "object"}}),
                ("text/html", {"schema": {"type": "string"}}),
            ],
        ),
        "headers": {"Link": _header('rel="next": the next route of that day.')},
    },
    **_problems(
        PlanUnknownError(PLAN_ID),
        RouteUnknownError("cm-01", "2026-11-30", None),
        NotAcceptableError("image/png", _ROUTE_KINDS),
        PlanNotDoneError(PLAN_ID, "running"),
        OtherNetworkError("columbus-oh", "sample"),
        ParameterError(1),
    ),
}

HEALTH: Responses = {
    200: _good("All is well", [("application/json", _schema("HealthView"))]),
    **_problems(),
}
