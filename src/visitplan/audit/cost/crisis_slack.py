"""Term by team and part of day: time that is not kept free for crises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.spans import covered_s, merge, overlap_s
from visitplan.domain.patients import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from visitplan.audit.case import Case
    from visitplan.audit.roster import Member
    from visitplan.audit.spans import Span
    from visitplan.domain.policy import CrisisSlack


def crisis_slack(case: Case) -> int:
    """Price the minutes that each team lacks in each part of each day."""
    policy = case.request.policy
    busy = {name: _busy(case, member) for name, member in case.roster.items()}
    lacking = sum(
        max(0, 60 * slack.minutes - _free_s(case, busy, slack, day)) // 60
        for slack in policy.crisis_slack
        for day in case.request.horizon.dates
        if WEEKDAYS[day.weekday()] in slack.weekdays
    )
    return policy.weights.crisis_slack_per_minute * lacking


def _free_s(case: Case, busy: dict[str, tuple[Span, ...]], slack: CrisisSlack, day: date) -> int:
    part = case.clock.on(day, slack.start), case.clock.on(day, slack.end)
    names = case.roster.keys() if slack.team is None else set(slack.team) & case.roster.keys()
    seconds = 0
    for name in names:
        member = case.roster[name]
        if member.may_drive(day) and not member.in_orientation(day):
            for start, end in member.shifts.get(day, ()):
                inside = max(start, part[0]), min(end, part[1])
                seconds += overlap_s((start, end), part) - covered_s(inside, busy[name])
    return seconds


def _busy(case: Case, member: Member) -> tuple[Span, ...]:
    """Give all in which a person could not answer a crisis, as disjoint stretches."""
    return merge((*member.absences, *_work(case, member)))


def _work(case: Case, member: Member) -> Iterator[Span]:
    for tour in case.tours:
        if tour.route.case_manager != member.person.id:
            continue
        yield tour.home.stated
        for halt in tour.halts:
            yield halt.drive.stated
            yield halt.arrive, halt.arrive + halt.arrival_s
            yield halt.stay
