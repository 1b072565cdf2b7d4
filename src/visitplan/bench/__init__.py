"""Measuring the planner: on instances of the literature and on its own samples."""
