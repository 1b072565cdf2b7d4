"""Solvers of visitplan: OR-Tools models and compiled search, found by entry point."""
