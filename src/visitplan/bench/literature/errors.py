"""Errors of benchmark sets: files that are damaged, or say what no request can say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.errors import VisitplanError

if TYPE_CHECKING:
    from pathlib import Path


class InstanceError(VisitplanError):
    """Something wrong at one place of an instance's file."""

    def __init__(self, file: Path, where: str, value: str, what: str, cure: str) -> None:
        """Name the file, the place in it, what is wrong there, the value and the cure."""
        super().__init__(f"{file}, {where}: {what} (value: {value}). {cure}")


class InstanceUnreadableError(InstanceError):
    """A file that is missing, too large, no text or no JSON."""

    code = "VP7001"


class InstanceCutError(InstanceError):
    """A file that ends early, or lacks a section or field."""

    code = "VP7002"


class InstanceCountError(InstanceError):
    """A number of entries other than the file itself says."""

    code = "VP7003"


class InstanceNumberError(InstanceError):
    """A value that is no number, or none of the allowed ones."""

    code = "VP7004"


class InstanceNameError(InstanceError):
    """A name that stands twice, or that nothing in the file has."""

    code = "VP7005"


class InstanceWindowError(InstanceError):
    """A window that closes before it opens."""

    code = "VP7006"


class InstanceUnsupportedError(InstanceError):
    """A sound instance that no request can say."""

    code = "VP7007"


class BestKnownError(InstanceError):
    """A table of best-known objectives that cannot be used."""

    code = "VP7008"


class SetMissingError(VisitplanError):
    """A folder without the set, or without an instance that was asked for."""

    code = "VP7009"

    def __init__(self, data: Path, name: str, what: str) -> None:
        super().__init__(
            f"{data}: {what} of the set {name!r}. Give --data the folder that holds {name}/, "
            "or that folder itself, and --instances a pattern such as 'C1*'."
        )
