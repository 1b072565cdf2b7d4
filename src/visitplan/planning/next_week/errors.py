"""Errors of what became of a plan, and of going on from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.errors import VisitplanError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visitplan.domain.errors import Fault


class ActualTwiceError(VisitplanError):
    """Two accounts of what became of one visit."""

    code = "VP4141"

    def __init__(self, visit: str) -> None:
        super().__init__(
            f"the actuals name the visit {visit!r} twice. Keep the entry that is true."
        )


class NothingGoesOnError(VisitplanError):
    """A week after which no order goes on."""

    code = "VP4142"

    def __init__(self, first_day: str) -> None:
        super().__init__(
            f"no order goes on after {first_day}: all have ended. "
            "Send a request of its own for the orders that are new."
        )


class NextRefusedError(VisitplanError):
    """A next request that could not be read again."""

    code = "VP4143"

    def __init__(self, first_day: str, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        listed = "\n".join(map(str, self.faults))
        super().__init__(
            f"the request from {first_day} would have {len(self.faults)} fault(s) that stop "
            "planning, so it is not given. Correct what they name in this week's request, its "
            f"actuals or the usual week, then ask again.\n{listed}"
        )


class ActualIncompleteError(VisitplanError):
    """A visit that is said to be made, by nobody or at no time."""

    code = "VP4144"

    def __init__(self, visit: str, missing: str) -> None:
        super().__init__(
            f"the actuals say that the visit {visit!r} was completed, and neither they nor the "
            f"plan tell {missing}. Give `start` and `case_managers`, or another `status`."
        )


class ActualOutsideError(VisitplanError):
    """A visit that is said to have been on a day of another week."""

    code = "VP4145"

    def __init__(self, visit: str, start: str, first: str, last: str) -> None:
        super().__init__(
            f"the actuals say that the visit {visit!r} was at {start}, and this week's visits lie "
            f"from {first} to {last}. Correct `start`, or tell it with the week that it was in."
        )


class OtherUsualError(VisitplanError):
    """A usual week that is not the plan's."""

    code = "VP4146"

    def __init__(self, difference: str) -> None:
        super().__init__(
            f"the usual request is not the plan's week: {difference}. "
            "Give the week's own request as it was before it was replanned."
        )


class ReplannedWeekError(VisitplanError):
    """A week that was replanned, given without the week as it usually is."""

    code = "VP4147"

    def __init__(self, now: str) -> None:
        super().__init__(
            f"the request was replanned at {now}, so its shifts and meetings hold what happened "
            "that day, and next week would repeat it. Give the week's request as it was before "
            "with `--usual`; where all of it is to repeat, name this request itself there."
        )
