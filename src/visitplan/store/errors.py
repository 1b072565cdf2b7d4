"""What can be wrong with the store; explained in docs/errors/service.md."""

from __future__ import annotations

from pathlib import Path

from visitplan.domain.errors import VisitplanError


class StoreUnavailableError(VisitplanError):
    """The store did not answer: locked for too long, disk full, or gone."""

    code = "VP5001"

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"the store does not answer ({reason}). Try again; if it stays so, look at the disk "
            "and at other programs that hold the store's file."
        )


class StoreUnusableError(VisitplanError):
    """A path at which no store can be opened or made."""

    code = "VP5002"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"store {str(path)!r} cannot be opened: {reason}. Give --store a file in a folder "
            "that you may write to, and that is a visitplan store or does not exist yet."
        )


class StoreVersionError(VisitplanError):
    """A store that another version of visitplan wrote."""

    code = "VP5003"

    def __init__(self, path: Path, found: int, known: int) -> None:
        super().__init__(
            f"store {str(path)!r} has layout {found}, this visitplan knows layout {known}. "
            "Use the version of visitplan that wrote it, or another file."
        )
