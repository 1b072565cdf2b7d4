"""Proofs of what no plan can do: sets of demands that cannot all be met."""
