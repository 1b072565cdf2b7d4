"""The words of the planner: request, plan, rules' vocabulary and numbered errors."""
