"""Other people's solvers as plug-ins, for benchmarks only; see docs/benchmarks.md.

Each is given what it can express of a request: visits of one person without
fixed points, breaks or spacing. `PeerSolver` says what it refuses.
"""
