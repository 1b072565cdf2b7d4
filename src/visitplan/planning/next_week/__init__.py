"""From a week and what became of it to the request for the days that follow."""

from visitplan.planning.next_week.following import next_request

__all__ = ["next_request"]
