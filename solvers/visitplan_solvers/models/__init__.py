"""CP-SAT models: the recombination of routes."""
