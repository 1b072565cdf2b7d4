"""Errors of planning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.errors import VisitplanError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from visitplan.domain.plan import Violation


class UnknownSolverError(VisitplanError):
    """A solver that no installed package offers."""

    code = "VP4101"

    def __init__(self, name: str, known: str) -> None:
        super().__init__(
            f"no solver is called {name!r}. Choose one of: {known}; or install the package that "
            "offers it under the entry point group 'visitplan.solvers'."
        )


class BrokenPlanError(VisitplanError):
    """A solver's plan that the checker refuses; it is never handed out."""

    code = "VP4102"
    exit_code = 1

    def __init__(self, solver: str, violations: Sequence[Violation]) -> None:
        self.violations = tuple(violations)
        first = self.violations[0]
        super().__init__(
            f"the solver {solver!r} made a plan with {len(self.violations)} violation(s), the "
            f"first: {first.rule}: {first.message}. No plan is given. Please report the request "
            "and the seed; another seed may do meanwhile."
        )


class NetworkMismatchError(VisitplanError):
    """A plan that was made on another road network than the one given."""

    code = "VP4103"

    def __init__(self, made_on: str, given: str) -> None:
        super().__init__(
            f"the plan was made on network {made_on}, but {given} was given. "
            "Give the network file that the plan names, or plan anew."
        )


class NotResumingError(VisitplanError):
    """A solver that only plans from nothing was to go on from a plan."""

    code = "VP4104"

    def __init__(self, solver: str) -> None:
        super().__init__(
            f"the solver {solver!r} cannot go on from an earlier plan. "
            "Plan without one, or choose a solver that can, such as 'weekly'."
        )


class OtherRequestError(VisitplanError):
    """A plan that was made for another request than the one given."""

    code = "VP4105"

    def __init__(self, answered: str, given: str) -> None:
        super().__init__(
            f"the plan answers request {answered[:12]}, the one given is {given[:12]}. "
            "Give the request that the plan was made from, or plan anew: "
            "`visitplan plan --start` keeps what still holds."
        )


class UnknownVisitError(VisitplanError):
    """A visit that the request does not ask for."""

    code = "VP4106"

    def __init__(self, visit: str, why: str) -> None:
        super().__init__(
            f"there is no visit {visit!r}: {why}. Name it as ORDER#n, as the plan does."
        )


class AdvisingError(VisitplanError):
    """A solver that cannot name places for a visit."""

    code = "VP4107"

    def __init__(self, solver: str) -> None:
        super().__init__(
            f"the solver {solver!r} gives no places for single visits. "
            "Choose one that does, such as 'weekly'."
        )


class TooManyVisitsError(VisitplanError):
    """More visits than places are looked for together."""

    code = "VP4110"

    def __init__(self, visits: int, most: int) -> None:
        super().__init__(
            f"places were asked for {visits} visits together; {most} are the most. "
            "Ask for fewer, or plan all of them with `visitplan plan --start`."
        )


class UnknownPatientError(VisitplanError):
    """A patient whom the request does not know."""

    code = "VP4108"

    def __init__(self, patient: str) -> None:
        super().__init__(
            f"the request has no patient {patient!r}. Check the id; a patient who is new belongs "
            "into the request, then plan with `visitplan plan --start`."
        )


class RepairOutdatedError(VisitplanError):
    """A repair that was found for another request or plan than the one given."""

    code = "VP4121"

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"the repair does not fit this request and plan: {reason}. "
            "Ask `visitplan explain` for repairs of the plan as it is now."
        )


class RepairNumberError(VisitplanError):
    """The number of a repair that a visit does not have."""

    code = "VP4122"

    def __init__(self, visit: str, number: int, count: int) -> None:
        has = f"its repairs are 1 to {count}" if count else "no repair was found for it"
        super().__init__(
            f"visit {visit!r} has no repair {number}: {has}. "
            "`visitplan explain --visit` lists them with their numbers."
        )


class ClosedRoadsError(VisitplanError):
    """A request with roads still closed, given to a command that plans on open ones."""

    code = "VP4209"

    def __init__(self, last_day: date, *, under_way: bool) -> None:
        cure = (
            "Use `visitplan replan`, with `--event []` if nothing new happened, or ask again after "
            "that day."
            if under_way
            else "Plan the days without `closures`, then tell them by `visitplan replan` "
            "with `road_closed`."
        )
        super().__init__(
            f"roads are closed until the end of {last_day}, which only `visitplan replan` and "
            f"`visitplan check` know of. {cure}"
        )


class UnderWayError(VisitplanError):
    """A request under way that was to be planned from nothing."""

    code = "VP4210"

    def __init__(self, now: str) -> None:
        super().__init__(
            f"the request is under way since {now}, and what was done by then stands in its plan "
            "alone. Give that plan with `--start`, or use `visitplan replan`; to plan the days "
            "from nothing, take `horizon.now` out of the request."
        )


class PastDiffersError(VisitplanError):
    """A plan to go on from that tells another past than the request."""

    code = "VP4211"

    def __init__(self, now: str, what: str) -> None:
        super().__init__(
            f"the plan to go on from does not fit the request, which is under way since {now}: "
            f"{what}. Give the plan that answers this request, or correct what was changed of "
            "the past."
        )


class StandingVisitError(VisitplanError):
    """A visit made or under way, for which other places were asked."""

    code = "VP4212"

    def __init__(self, visit: str, now: str) -> None:
        super().__init__(
            f"the visit {visit!r} was made or is under way at {now}, the `now` of the request, so "
            "it has no other places. Ask for a visit that lies ahead; if nobody opened, tell so "
            "by `visitplan replan` with a `no_show`."
        )


class RefutingError(VisitplanError):
    """A solver that cannot prove what does not work."""

    code = "VP4109"

    def __init__(self, solver: str) -> None:
        super().__init__(
            f"the solver {solver!r} proves nothing about a request. "
            "Choose one that does, such as 'weekly'."
        )
