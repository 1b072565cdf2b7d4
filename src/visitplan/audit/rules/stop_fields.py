"""A stop carries what its kind needs, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Stop, Violation

RULES = {
    "stop_fields": "A visit's stop names a visit and no appointment, an appointment's stop an "
    "appointment alone, a break's stop neither, and paperwork at most a visit."
}


def check(case: Case) -> Iterator[Violation]:
    """Yield stops that lack a name, or carry one of another kind."""
    for tour in case.tours:
        for halt in tour.halts:
            wrong = _wrong_fields(halt.stop)
            if wrong:
                fields = ", ".join(wrong)
                message = f"missing or out of place: {fields}"
                yield of_stop("stop_fields", tour, halt, message, fields=fields)


def _wrong_fields(stop: Stop) -> list[str]:
    visit, appointment = stop.kind == "visit", stop.kind == "appointment"
    checks = {
        "visit": bool(stop.visit) == visit or (stop.kind == "paperwork" and stop.visit != ""),
        "patient": stop.patient is None or visit,
        "with": not stop.with_ or visit,
        "appointment": bool(stop.appointment) == appointment,
    }
    return [name for name, holds in checks.items() if not holds]
