"""Which titles count as which others, by state.

Titles differ by state, so the graph is data: `visitplan_data/qualifications.yaml`.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources


@cache
def _graph() -> dict[str, dict[str, tuple[str, ...]]]:
    import yaml  # lazy: keeps `visitplan --help` quick

    text = resources.files("visitplan_data").joinpath("qualifications.yaml").read_text("utf-8")
    states = yaml.safe_load(text)["states"]
    return {
        state: {code: tuple(also) for code, also in entry["counts_also_as"].items()}
        for state, entry in states.items()
    }


@lru_cache(maxsize=10_000)
def counts_as(code: str, state: str) -> frozenset[str]:
    """Give every title that `code` serves as in `state`, itself included."""
    graph = _graph().get(state, {})
    seen = {code}
    frontier = [code]
    while frontier:
        for also in graph.get(frontier.pop(), ()):
            if also not in seen:
                seen.add(also)
                frontier.append(also)
    return frozenset(seen)
