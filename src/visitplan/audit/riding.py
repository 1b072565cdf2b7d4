"""Trainees and the routes of their mentors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.spans import merge, without

if TYPE_CHECKING:
    from visitplan.audit.case import Case
    from visitplan.audit.roster import Member
    from visitplan.audit.spans import Span
    from visitplan.audit.timeline import Tour


def trainees_of(case: Case, tour: Tour) -> dict[str, Member]:
    """Give those in orientation on a route's date whose mentor drives it, by id."""
    mentor, day = tour.key
    return {
        name: member
        for name, member in case.roster.items()
        if member.person.mentor == mentor and member.in_orientation(day)
    }


def may_ride(trainee: Member, tour: Tour) -> bool:
    """Tell whether one free stretch of a trainee's day holds a route from leaving to return."""
    return any(start <= tour.leave and tour.back <= end for start, end in _stretches(trainee, tour))


def _stretches(trainee: Member, tour: Tour) -> tuple[Span, ...]:
    """Give a trainee's working time of the date; shifts that touch are one stretch."""
    return without(merge(trainee.shifts.get(tour.route.date, ())), trainee.absences)
