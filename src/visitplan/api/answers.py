"""From what the service knows to what callers see."""

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from starlette.responses import JSONResponse, Response

from visitplan.api.documents import JobView, Links, PlanView, RoutesView
from visitplan.app.service import DayRoutes
from visitplan.store import PlanRecord

JSON, GEOJSON, HTML = "application/json", "application/geo+json", "text/html"
ROUTE_KINDS = (JSON, GEOJSON, HTML)
# The page carries all it needs inside itself and may not ask anybody for more.
PAGE_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def accepted(record: PlanRecord) -> Response:
    """Give the answer to an accepted request."""
    view = JobView(**_job(record))
    headers = {"Location": view.links.self, "Retry-After": "1"}
    return JSONResponse(view.model_dump(mode="json"), status_code=202, headers=headers)


def plan_state(record: PlanRecord, plan_json: str | None) -> Response:
    """Give a plan's state, with its document where there is one."""
    view = PlanView(
        **_job(record),
        accepted_at=_instant(record.accepted_ms) or "",
        started_at=_instant(record.started_ms),
        finished_at=_instant(record.finished_ms),
        attempts=record.attempts,
        options=json.loads(record.options_json),
        progress=_parsed(record.progress_json),
        problem=_parsed(record.problem_json),
    )
    shown = view.model_dump(mode="json")
    shown["plan"] = _parsed(plan_json)  # checked before it was kept, so not parsed once more
    unfinished = record.state in {"queued", "running"}
    return JSONResponse(shown, headers={"Retry-After": "1"} if unfinished else None)


def day_as_json(plan_id: str, found: DayRoutes) -> Response:
    """Give the routes of a day."""
    first = found.routes[0]
    view = RoutesView(
        plan=plan_id,
        case_manager=first.case_manager,
        date=first.date,
        routes=list(found.routes),
    )
    return Response(view.model_dump_json(by_alias=True), media_type=JSON)


def next_route(plan_id: str, found: DayRoutes, shift: int) -> dict[str, str]:
    """Give the header that leads to the day's next route, if there is one."""
    if shift >= found.total:
        return {}
    first = found.routes[0]
    query = urlencode(
        {
            "case_manager": first.case_manager,
            "date": first.date.isoformat(),
            "shift": shift + 1,
        }
    )
    return {"Link": f'<{_links(plan_id).routes}?{query}>; rel="next"'}


def _job(record: PlanRecord) -> dict[str, Any]:  # the fields of a JobView
    return {
        "id": record.id,
        "state": record.state,
        "links": _links(record.id),
        "notes": json.loads(record.notes_json),
    }


def _links(plan_id: str) -> Links:
    return Links(self=f"/v1/plans/{plan_id}", routes=f"/v1/plans/{plan_id}/routes")


def _instant(ms: int | None) -> str | None:
    if ms is None:
        return None
    shown = datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="milliseconds")
    return shown.replace("+00:00", "Z")


def _parsed(text: str | None) -> Any:  # any JSON value
    return None if text is None else json.loads(text)
