"""Wall times that a change to daylight saving leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.errors import Fault
from visitplan.domain.faults.showing import pointer, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from visitplan.domain.faults.draft import Draft
    from visitplan.domain.faults.stretches import Timed


def check(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each wall time that does not happen in the horizon's zone."""
    if draft.clock is None or draft.horizon is None:
        return
    exists = draft.clock.exists
    known: dict[datetime, bool] = {}
    for where, wall in _wall_times(draft):
        if wall not in known:
            known[wall] = exists(wall)
        if not known[wall]:
            later = draft.clock.aware(draft.clock.instant(wall)).replace(tzinfo=None)
            yield Fault(
                "VP1231",
                where,
                shown(wall),
                f"{shown(wall)} does not exist in {draft.horizon.timezone}: "
                "the clocks are put forward over it",
                f"Write {shown(later)}, which is the same moment.",
            )


def _wall_times(draft: Draft) -> Iterator[tuple[str, datetime]]:
    for i, person in draft.case_managers:
        where = pointer("case_managers", i)
        named: tuple[tuple[str, Sequence[Timed]], ...] = (
            ("shifts", person.shifts),
            ("absences", person.absences),
            ("appointments", person.appointments),
        )
        for name, stretches in named:
            for j, stretch in enumerate(stretches):
                yield f"{where}/{name}/{j}/start", stretch.start
                yield f"{where}/{name}/{j}/end", stretch.end
    for i, patient in draft.patients:
        where = pointer("patients", i)
        for j, away in enumerate(patient.unavailable):
            yield f"{where}/unavailable/{j}/start", away.start
            yield f"{where}/unavailable/{j}/end", away.end
        for j, past in enumerate(patient.history):
            yield f"{where}/history/{j}/start", past.start
    for i, fixed in draft.fixed:
        yield pointer("fixed", i, "start"), fixed.start
    for i, closure in draft.closures:
        yield pointer("closures", i, "start"), closure.start
    if draft.horizon is not None and draft.horizon.now is not None:
        yield pointer("horizon", "now"), draft.horizon.now
