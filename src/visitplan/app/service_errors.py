"""What a caller of the service can get wrong; explained in docs/errors/service.md."""

from __future__ import annotations

from visitplan.domain.errors import VisitplanError


class PlanUnknownError(VisitplanError):
    """An id that no accepted plan has."""

    code = "VP5201"

    def __init__(self, plan_id: str) -> None:
        super().__init__(
            f"no plan has the id {plan_id[:60]!r}. Use the id that POST /v1/plans answered with."
        )


class PlanNotDoneError(VisitplanError):
    """A route asked of a plan that is not solved yet, or never will be."""

    code = "VP5202"

    def __init__(self, plan_id: str, state: str) -> None:
        self.state = state
        super().__init__(
            f"plan {plan_id} has no routes: it is {state}. "
            f"Ask GET /v1/plans/{plan_id} until its state is done."
        )


class RouteUnknownError(VisitplanError):
    """A person and a day without such a route."""

    code = "VP5203"

    def __init__(self, case_manager: str, day: str, shift: int | None) -> None:
        which = "route" if shift is None else f"route number {shift}"
        super().__init__(
            f"case manager {case_manager[:120]!r} has no {which} on {day} in this plan. "
            "The plan's field routes lists those there are."
        )


class OtherNetworkError(VisitplanError):
    """A map asked of a plan that was made on other roads than the server has loaded."""

    code = "VP5204"

    def __init__(self, made_on: str, loaded: str) -> None:
        super().__init__(
            f"the plan was made on road network {made_on!r}, the server now has {loaded!r}: the "
            "lines on a map would be wrong. Start the server with the plan's network, or ask for "
            "application/json."
        )


class IdempotencyKeyReusedError(VisitplanError):
    """An idempotency key that already stands for another request."""

    code = "VP5205"

    def __init__(self, key: str) -> None:
        super().__init__(
            f"Idempotency-Key {key!r} was already used with another body or other options. "
            "Use a new key for a new request."
        )


class PlanUnsoundError(VisitplanError):
    """A plan that the checker did not pass; it is never handed out."""

    code = "VP5206"

    def __init__(self, violations: int) -> None:
        super().__init__(
            f"the solver's plan breaks {violations} hard rule(s), so it is not handed out. "
            "This is a fault of visitplan: report it, and try another seed."
        )
