"""Errors of files that a command is asked to read or write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.errors import VisitplanError

if TYPE_CHECKING:
    from pathlib import Path


class FileMissingError(VisitplanError):
    """A file to read that is not there."""

    code = "VP1901"

    def __init__(self, path: Path) -> None:
        """Name the file."""
        super().__init__(f"there is no file {path}. Check the path and its spelling.")


class FileUnreadableError(VisitplanError):
    """A file that is there, but cannot be read."""

    code = "VP1902"

    def __init__(self, path: Path, reason: str) -> None:
        """Name the file and the system's reason."""
        super().__init__(
            f"the file {path} cannot be read: {reason}. Give a file that you may read."
        )


class OutputUnwritableError(VisitplanError):
    """A place where the result cannot be written."""

    code = "VP1903"

    def __init__(self, path: Path, reason: str) -> None:
        """Name the file and the system's reason."""
        super().__init__(
            f"the result cannot be written to {path}: {reason}. "
            "Give --out a file in a folder that exists and that you may write to."
        )


class OutputOverInputError(VisitplanError):
    """A result that would replace what it is made from."""

    code = "VP1904"

    def __init__(self, path: Path) -> None:
        """Name the file."""
        super().__init__(f"--out {path} is also an input. Give the result a name of its own.")
