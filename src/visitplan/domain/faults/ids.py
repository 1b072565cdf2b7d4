"""Ids that stand twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.errors import Fault
from visitplan.domain.faults.showing import pointer, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from visitplan.domain.faults.draft import Draft


def check(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each id that an earlier entry has already."""
    yield from _doubled(
        "VP1101",
        "case manager",
        ((pointer("case_managers", i, "id"), person.id) for i, person in draft.case_managers),
    )
    yield from _doubled(
        "VP1102",
        "patient",
        ((pointer("patients", i, "id"), patient.id) for i, patient in draft.patients),
    )
    yield from _doubled(
        "VP1103", "order", ((f"{where}/id", order.id) for where, _, order in draft.orders())
    )
    for i, person in draft.case_managers:
        yield from _doubled(
            "VP1104",
            f"appointment of {person.id}",
            (
                (pointer("case_managers", i, "appointments", j, "id"), appointment.id)
                for j, appointment in enumerate(person.appointments)
            ),
        )
    yield from _doubled(
        "VP1105",
        "fixed visit",
        ((pointer("fixed", i, "visit"), fixed.visit) for i, fixed in draft.fixed),
    )


def _doubled(code: str, what: str, named: Iterable[tuple[str, str]]) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for where, name in named:
        if name in first:
            yield Fault(
                code,
                where,
                shown(name),
                f"the {what} {shown(name)} stands twice; first at {first[name]}",
                "Give one of them an id of its own, or delete the copy.",
            )
        first.setdefault(name, where)
