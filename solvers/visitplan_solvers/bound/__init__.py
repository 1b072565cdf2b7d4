"""A proven lower bound on the cost of every plan; see docs/bound.md."""
