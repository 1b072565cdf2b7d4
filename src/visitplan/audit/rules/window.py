"""R3: the patient's windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_visit, wall

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULES = {
    "window": "A visit starts once one of its order's windows of that weekday is open and ends by "
    "its close, or at most max_late_minutes after it."
}


def check(case: Case) -> Iterator[Violation]:
    """Yield visits that no window contains."""
    for served in case.served.values():
        ordered = served.ordered
        late_s = 60 * ordered.order.max_late_minutes
        for start, end in served.stays if ordered.order.windows else ():
            windows = ordered.windows(case.clock.day(start))
            if not any(opens <= start and end <= closes + late_s for opens, closes in windows):
                open_times = ", ".join(
                    f"{wall(case, opens)} to {wall(case, closes)}" for opens, closes in windows
                )
                message = (
                    f"{wall(case, start)} to {wall(case, end)} lies in no window "
                    f"(that day: {open_times or 'none'}; {late_s // 60} minutes late are allowed)"
                )
                yield of_visit("window", served, message, windows=open_times)
