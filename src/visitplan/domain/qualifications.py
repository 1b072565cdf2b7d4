"""Which titles count as which others, by state.

Titles differ by state, so the graph is data: `qualifications.yaml`. The file of that name in an
agency's own folder adds states, and replaces those that it names; docs/policies.md tells how.
"""

from __future__ import annotations

from functools import cache, lru_cache

from pydantic import Field

from visitplan.domain.data_files import embedded, own, own_folder
from visitplan.domain.document import Code, Document

FILE = "qualifications.yaml"


class StateTitles(Document):
    """What counts as what in one state, and where that is written."""

    source: str = Field(min_length=1, description="Where it is written.")
    counts_also_as: dict[Code, tuple[Code, ...]] = Field(
        description="Titles that each title also serves as; chains are followed."
    )


class Qualifications(Document):
    """The graphs of all states."""

    states: dict[Code, StateTitles] = Field(description="By state.")


def counts_as(code: str, state: str) -> frozenset[str]:
    """Give every title that `code` serves as in `state`, itself included.

    Raises:
        DataFileError: VP1911, a file of titles is no such file.
    """
    return _counts_as(code, state, own_folder())


@lru_cache(maxsize=10_000)
def _counts_as(code: str, state: str, folder: str | None) -> frozenset[str]:
    there = _states(folder).get(state)
    graph = there.counts_also_as if there else {}
    seen = {code}
    frontier = [code]
    while frontier:
        for also in graph.get(frontier.pop(), ()):
            if also not in seen:
                seen.add(also)
                frontier.append(also)
    return frozenset(seen)


@cache
def _states(folder: str | None) -> dict[str, StateTitles]:
    added = own(folder, FILE, Qualifications)
    return {**embedded(FILE, Qualifications).states, **(added.states if added else {})}
