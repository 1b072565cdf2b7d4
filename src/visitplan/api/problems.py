"""Errors as problems (RFC 9457): which status each code has, and what callers see."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from http import HTTPStatus

from starlette.responses import Response

from visitplan.api.documents import FaultView, Problem
from visitplan.api.errors import InternalError
from visitplan.domain.errors import Fault, RequestRefusedError, VisitplanError

MEDIA_TYPE = "application/problem+json"

# Codes that are not here are faults of visitplan or its set-up: 500.
KINDS: Mapping[str, tuple[int, str]] = {
    "VP1000": (422, "The request has faults"),
    "VP5000": (500, "Unexpected error"),
    "VP5001": (503, "The store does not answer"),
    "VP5201": (404, "Unknown plan"),
    "VP5202": (409, "The plan is not done"),
    "VP5203": (404, "No such route"),
    "VP5204": (409, "The plan was made on other roads"),
    "VP5205": (422, "The idempotency key stands for another request"),
    "VP5301": (400, "The body cannot be read"),
    "VP5302": (413, "The body is too large"),
    "VP5303": (415, "The body is of the wrong kind"),
    "VP5304": (406, "Nothing acceptable to give"),
    "VP5305": (422, "Parameters cannot be used"),
    "VP5306": (404, "Unknown path"),
    "VP5307": (405, "The method is not allowed here"),
    "VP5308": (421, "Not this server"),
}
_RETRY_AFTER_S = {"VP5001": "5", "VP5202": "2"}


def problem(error: VisitplanError, errors: Sequence[FaultView] | None = None) -> Problem:
    """Give an error as a problem document."""
    status, title = KINDS.get(error.code, (500, HTTPStatus.INTERNAL_SERVER_ERROR.phrase))
    if errors is None and isinstance(error, RequestRefusedError):
        errors = fault_views(error.faults)
    return Problem(
        type=f"urn:visitplan:problem:{error.code}",
        title=title,
        status=status,
        detail=_detail(error),
        code=error.code,
        errors=None if errors is None else list(errors),
    )


def problem_response(
    error: VisitplanError,
    errors: Sequence[FaultView] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Give an error as an answer."""
    shown = problem(error, errors)
    retry = _RETRY_AFTER_S.get(error.code)
    return Response(
        shown.model_dump_json(exclude_none=True),
        status_code=shown.status,
        media_type=MEDIA_TYPE,
        headers={**(headers or {}), **({"Retry-After": retry} if retry else {})},
    )


def internal_problem() -> Response:
    """Give the answer to an error that should not happen."""
    return problem_response(InternalError())


def fault_views(faults: Sequence[Fault]) -> list[FaultView]:
    """Give faults of a request as callers see them."""
    return [FaultView(**asdict(fault)) for fault in faults]


def example(error: VisitplanError, errors: Sequence[FaultView] | None = None) -> dict[str, object]:
    """Give an error as an example for the interface's document."""
    shown: dict[str, object] = json.loads(problem(error, errors).model_dump_json(exclude_none=True))
    return shown


def _detail(error: VisitplanError) -> str:
    if isinstance(error, RequestRefusedError):
        count = len(error.faults)
        return f"the request has {count} fault(s), each with its place and cure: see errors."
    return str(error)
