"""Errors of `bench weekly`: what was asked for makes no comparison."""

from __future__ import annotations

from visitplan.domain.errors import VisitplanError


class ListUnreadableError(VisitplanError):
    """A list of sizes, seeds or levels with an entry that is none."""

    code = "VP7101"

    def __init__(self, option: str, entry: str, form: str) -> None:
        super().__init__(f"{option}: {entry!r} cannot be read. Give {form}, divided by commas.")


class UnknownPeerError(VisitplanError):
    """A peer that the comparison does not know."""

    code = "VP7102"

    def __init__(self, name: str, known: str) -> None:
        super().__init__(f"no peer is called {name!r}. Choose among: {known}.")


class TooManyCoresError(VisitplanError):
    """More cores than the machine lets this process use."""

    code = "VP7103"

    def __init__(self, asked: int, there: int) -> None:
        super().__init__(
            f"--cores {asked}: only {there} can be used here. Ask for {there} or fewer."
        )
