"""Errors of events and of their moment."""

from __future__ import annotations

from visitplan.domain.errors import VisitplanError


class NowOutsideError(VisitplanError):
    """A moment that is none of the plan's."""

    code = "VP4201"

    def __init__(self, now: str, why: str, cure: str) -> None:
        super().__init__(f"it cannot be {now} for this plan: {why}. {cure}")


class EventUnreadableError(VisitplanError):
    """An event document that is none."""

    code = "VP4202"

    def __init__(self, event: str, what: str) -> None:
        super().__init__(
            f"the event {event} cannot be read: {what}. "
            "Compare it with `visitplan schema events` and docs/replanning.md."
        )


class UnknownCaseManagerError(VisitplanError):
    """A case manager whom the request does not know."""

    code = "VP4203"

    def __init__(self, case_manager: str) -> None:
        super().__init__(f"the request has no case manager {case_manager!r}. Check the id.")


class EventTimeError(VisitplanError):
    """An event at a time at which it cannot be."""

    code = "VP4204"

    def __init__(self, event: str, value: str, why: str, cure: str) -> None:
        super().__init__(f"the event {event} has the time {value}: {why}. {cure}")


class EventVisitError(VisitplanError):
    """An event about a visit in a state in which it cannot happen to it."""

    code = "VP4205"

    def __init__(self, event: str, visit: str, why: str, cure: str) -> None:
        super().__init__(f"{event} does not fit the visit {visit!r}: {why}. {cure}")


class ContradictingEventsError(VisitplanError):
    """Two events that cannot both be true."""

    code = "VP4206"

    def __init__(self, one: str, other: str, why: str) -> None:
        super().__init__(
            f"the events {one} and {other} contradict each other: {why}. "
            "Leave one of them out, or correct it."
        )


class CrisisImpossibleError(VisitplanError):
    """A crisis that nobody could ever attend as it is told."""

    code = "VP4207"

    def __init__(self, patient: str, why: str) -> None:
        super().__init__(
            f"the crisis of patient {patient!r} cannot be attended: {why}. "
            "Allow other credentials, or a later end."
        )


class PlanBrokenByEventsError(VisitplanError):
    """Events after which no plan keeps the rules, whatever is left out."""

    code = "VP4208"
    exit_code = 1

    def __init__(self, rule: str, message: str, more: int) -> None:
        also = f" ({more} more)" if more else ""
        super().__init__(
            f"after these events no plan keeps the rule {rule!r}: {message}{also}. Nothing is "
            "written. Ease that rule in the request for the day, or correct the event."
        )


class PartMinutesError(VisitplanError):
    """A request whose visits may start inside a minute, which promises cannot tell."""

    code = "VP4213"

    def __init__(self, step_s: int) -> None:
        super().__init__(
            f"visits of this request start on multiples of {step_s} s (`start_step_seconds`), and "
            "what was made is told in `fixed` by the minute. Plan with a multiple of 60 to replan."
        )
