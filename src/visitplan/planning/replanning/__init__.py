"""Changing a plan that is under way by what happened."""

from visitplan.planning.replanning.limiting import Limits
from visitplan.planning.replanning.reading import events_of
from visitplan.planning.replanning.replanning import Replan, replan

__all__ = ["Limits", "Replan", "events_of", "replan"]
