"""Why a job ends without a plan; explained in docs/errors/service.md."""

from __future__ import annotations

import json

from visitplan.domain.errors import VisitplanError


class AttemptsSpentError(VisitplanError):
    """Every allowed attempt ended with the death of the process that made it."""

    code = "VP5101"

    def __init__(self, attempts: int) -> None:
        super().__init__(
            f"planning was begun {attempts} times, and each time its process died before the end. "
            "Look for lack of memory on this machine, then send the request again."
        )


class PlanningBrokeError(VisitplanError):
    """An error that planning should not raise; its text may hold data and is not kept."""

    code = "VP5102"

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"planning broke off with an unexpected error ({kind}). This is a fault of visitplan: "
            "report the kind and the lines that the worker logged; they hold no patient data."
        )


def problem_json(error: VisitplanError) -> str:
    """Give an error as the text kept with its job."""
    return json.dumps({"code": error.code, "detail": str(error)})
