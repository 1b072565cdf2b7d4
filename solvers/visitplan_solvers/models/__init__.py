"""CP-SAT models: the first assignment and the recombination of routes."""
