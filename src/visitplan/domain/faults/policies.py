"""Policies that ask for what cannot be, in requests and in packs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.errors import Fault
from visitplan.domain.faults.showing import pointer, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.domain.faults.draft import Draft
    from visitplan.domain.policy import CrisisSlack, Policy, ProgramRules

Path = tuple[str | int, ...]


def check(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each contradiction, and each team member whom the request does not hold."""
    if draft.policy is None:
        return
    yield from contradictions(draft.policy, ("policy",))
    if draft.lost_case_managers is not None:
        yield from _strangers(draft, draft.policy, draft.lost_case_managers)


def contradictions(policy: Policy, where: Path) -> Iterator[Fault]:
    """Yield a fault for each field that contradicts another one of the policy."""
    clock, block = policy.discharge_clock, policy.paperwork_block
    if clock is not None and clock.second_by_days < clock.first_by_days:
        yield Fault(
            "VP1294",
            pointer(*where, "discharge_clock", "second_by_days"),
            shown(clock.second_by_days),
            f"the second visit is due by day {clock.second_by_days}, before the first, "
            f"due by day {clock.first_by_days}",
            "Raise `second_by_days`, or lower `first_by_days`.",
        )
    for name, rules in policy.programs.items():
        yield from _people((*where, "programs", name), name, rules)
    if block is not None and block.latest < block.earliest:
        yield Fault(
            "VP1297",
            pointer(*where, "paperwork_block", "latest"),
            shown(block.latest),
            f"the block of paperwork starts at {shown(block.latest)} at the latest, before its "
            f"earliest start at {shown(block.earliest)}",
            "Swap the two times.",
        )
    for i, slack in enumerate(policy.crisis_slack):
        yield from _part_of_day((*where, "crisis_slack", i), slack)


def _people(where: Path, name: str, rules: ProgramRules) -> Iterator[Fault]:
    if rules.most_people is not None and rules.most_people < rules.least_people:
        yield Fault(
            "VP1293",
            pointer(*where, "most_people"),
            shown(rules.most_people),
            f"patients of programme {shown(name)} should see at least {rules.least_people} "
            f"people, and more than {rules.most_people} are too many",
            "Raise `most_people`, lower `least_people`, or make `most_people` null.",
        )


def _part_of_day(where: Path, slack: CrisisSlack) -> Iterator[Fault]:
    if slack.end <= slack.start:
        yield Fault(
            "VP1295",
            pointer(*where, "end"),
            shown(slack.end),
            f"the part of the day kept free for crises ends at {shown(slack.end)}, not after its "
            f"start at {shown(slack.start)}",
            "Swap the two times, or make two entries of a night: until 24:00, and from 00:00.",
        )


def _strangers(draft: Draft, policy: Policy, lost: frozenset[str]) -> Iterator[Fault]:
    known = {person.id for _, person in draft.case_managers}
    for i, slack in enumerate(policy.crisis_slack):
        for j, name in enumerate(slack.team or ()):
            if name not in known and name not in lost:
                yield Fault(
                    "VP1296",
                    pointer("policy", "crisis_slack", i, "team", j),
                    shown(name),
                    f"no case manager of this request has the id {shown(name)}",
                    "Name one of the request, delete this, or make `team` null for everybody.",
                )
