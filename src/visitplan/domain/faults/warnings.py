"""What a scheduler should know beforehand, and what stops no planning."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from visitplan.domain.errors import Fault
from visitplan.domain.faults.allowed import open_days
from visitplan.domain.faults.billing import units
from visitplan.domain.faults.showing import pointer, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from visitplan.domain.faults.draft import Draft
    from visitplan.domain.patients import Patient
    from visitplan.domain.policy import Policy

_FRIDAY = 4
_WORKING_WEEK = 5
"""After a discharge from Friday to Sunday, fewer open days than these are told."""


def check(draft: Draft) -> Iterator[Fault]:
    """Yield a warning for each thing that the policy asks for and the request makes hard."""
    policy = draft.policy
    if policy is None or not draft.dates:
        return
    yield from _discharges(draft, policy)
    yield from _caseloads(draft, policy)
    for i, patient in draft.patients:
        yield from _contacts(draft, policy, i, patient)
        yield from units(draft, policy, i, patient)
    yield from _other_spelling(draft, policy)
    yield from _too_much_slack(draft, policy)


def _discharges(draft: Draft, policy: Policy) -> Iterator[Fault]:
    clock = policy.discharge_clock
    for i, patient in draft.patients:
        out = patient.discharged_on
        if clock is None or out is None or out > draft.dates[-1] or not clock.runs_for(patient):
            continue
        due = out + timedelta(days=clock.first_by_days)
        if not draft.dates[0] <= due <= draft.dates[-1] or _seen(patient, out, due):
            continue
        left = _open_days(draft, patient, out, due)
        if len(left) < (_WORKING_WEEK if out.weekday() >= _FRIDAY else 1):
            yield _warning(
                "VP1401",
                pointer("patients", i, "discharged_on"),
                out,
                f"patient {shown(patient.id)} was discharged on a {out:%A} and is due by "
                f"{due:%A}, {due}: {_days(left)}",
                "Allow more days or hours for a first visit, or order one.",
            )


def _seen(patient: Patient, out: date, due: date) -> bool:
    return any(out < day <= due for day in patient.days_completed())


def _open_days(draft: Draft, patient: Patient, out: date, due: date) -> list[date]:
    """Give the days of the horizon up to the deadline on which an order has room for a visit."""
    wanted = [order for order in patient.orders if order.numbers]
    fitting = {n for order in wanted for n in open_days(draft, patient, order).pieces}
    return [day for n, day in enumerate(draft.dates) if out < day <= due and n in fitting]


def _days(left: list[date]) -> str:
    if not left:
        return "no day of the horizon is left on which an order allows a visit"
    named = ", ".join(f"{day:%a %d %b}" for day in left)
    return f"{len(left)} day(s) of the horizon are left on which an order allows one, {named}"


def _caseloads(draft: Draft, policy: Policy) -> Iterator[Fault]:
    held = Counter(
        (patient.primary, patient.program)
        for _, patient in draft.patients
        if patient.primary is not None and patient.program is not None
    )
    places = {person.id: i for i, person in draft.case_managers}
    for (primary, program), patients in sorted(held.items()):
        most = policy.rules_of(program).caseload_most
        if most is not None and patients > most and primary in places:
            yield _warning(
                "VP1402",
                pointer("case_managers", places[primary], "id"),
                primary,
                f"{shown(primary)} is primary of {patients} patients of programme "
                f"{shown(program)}, more than {most}",
                "Give some of them another primary, or raise the programme's `caseload_most`.",
            )


def _contacts(draft: Draft, policy: Policy, i: int, patient: Patient) -> Iterator[Fault]:
    a_week = policy.rules_of(patient.program).contacts_per_week
    if a_week is None:
        return
    least = a_week * len(draft.dates) // 7
    ordered = sum(len(order.numbers) for order in patient.orders)
    if 0 < ordered < least:
        yield _warning(
            "VP1403",
            pointer("patients", i, "orders"),
            ordered,
            f"patient {shown(patient.id)} has orders for {ordered} visit(s) in "
            f"{len(draft.dates)} days; the programme {shown(patient.program)} asks for {least}",
            "Order more visits, or lower the programme's `contacts_per_week`.",
        )


def _other_spelling(draft: Draft, policy: Policy) -> Iterator[Fault]:
    """Yield programmes of patients that differ from one of the policy's in case alone."""
    told = set(policy.programs)
    if policy.discharge_clock is not None:
        told |= set(policy.discharge_clock.programs or ())
    meant = {name.casefold(): name for name in sorted(told)}
    for i, patient in draft.patients:
        given = patient.program
        right = meant.get(given.casefold()) if given is not None else None
        if given not in told and right is not None:
            yield _warning(
                "VP1406",
                pointer("patients", i, "program"),
                given,
                f"the policy has rules for programme {shown(right)}, and none for {shown(given)}",
                f"Write {shown(right)}, if that one is meant.",
            )


def _too_much_slack(draft: Draft, policy: Policy) -> Iterator[Fault]:
    clock = draft.clock
    if clock is None:
        return
    for i, slack in enumerate(policy.crisis_slack):
        people = len(draft.case_managers if slack.team is None else set(slack.team))
        day = draft.dates[0]
        longest = max(0, clock.on(day, slack.end) - clock.on(day, slack.start)) // 60
        if slack.minutes > people * longest:
            yield _warning(
                "VP1407",
                pointer("policy", "crisis_slack", i, "minutes"),
                slack.minutes,
                f"{slack.minutes} minutes are to be kept free, and {people} case manager(s) have "
                f"{people * longest} between {shown(slack.start)} and {shown(slack.end)}",
                "Lower `minutes`, lengthen the part of the day, or name more people.",
            )


def _warning(code: str, where: str, value: object, message: str, cure: str) -> Fault:
    return Fault(code, where, shown(value), message, cure, "warning")
