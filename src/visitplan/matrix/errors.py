"""Errors of travel times and of point files (VP21xx)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.errors import VisitplanError

if TYPE_CHECKING:
    from pathlib import Path


class MatrixError(VisitplanError):
    """Any fault of points or travel times."""


class PointOffNetworkError(MatrixError):
    """A point farther from every road than allowed."""

    code = "VP2101"
    exit_code = 3

    def __init__(
        self, name: str, lat: float, lon: float, distance_m: float, limit_m: float
    ) -> None:
        """Name the point, where it is, how far from a road, and how far is allowed."""
        self.name = name
        self.distance_m = distance_m
        super().__init__(
            f"point {name} at {lat:.5f}, {lon:.5f} lies {distance_m:,.0f} m from the nearest road "
            f"of the network, more than {limit_m:,.0f} m. "
            "Correct the place, or take a network that covers it."
        )


class SwappedPointError(MatrixError):
    """A point off the network that lies on it once latitude and longitude are exchanged."""

    code = "VP2102"

    def __init__(self, name: str, lat: float, lon: float) -> None:
        """Name the point and both readings."""
        self.name = name
        super().__init__(
            f"point {name}: latitude {lat:.5f} and longitude {lon:.5f} look exchanged; the network "
            f"covers {lon:.5f}, {lat:.5f}. Swap the two numbers."
        )


class PointFileError(MatrixError):
    """A point file that cannot be read at all, or holds no point."""

    code = "VP2110"

    def __init__(self, path: Path, reason: str) -> None:
        """Name the file and the reason."""
        super().__init__(
            f"point file {str(path)!r} cannot be used: {reason}. "
            "Give a UTF-8 CSV file with the columns id, lat, lon and at least one row."
        )


class PointColumnError(MatrixError):
    """A point file without one of its columns."""

    code = "VP2111"

    def __init__(self, path: Path, missing: str, found: str) -> None:
        """Name the column and what was found instead."""
        super().__init__(
            f"point file {str(path)!r}: column {missing!r} is missing (found: {found}). "
            "The first line must name the columns id,lat,lon."
        )


class PointNumberError(MatrixError):
    """A latitude or longitude that is no number or not on the globe."""

    code = "VP2112"

    def __init__(self, path: Path, line: int, column: str, value: str) -> None:
        """Name the line, the column and the value."""
        limit = 90 if column == "lat" else 180
        super().__init__(
            f"point file {str(path)!r}, line {line}: {column} {value!r} will not do. "
            f"Write degrees from -{limit} to {limit} with a decimal point."
        )


class PointIdError(MatrixError):
    """An id that is empty or occurs twice."""

    code = "VP2113"

    def __init__(self, path: Path, line: int, value: str, first_line: int | None) -> None:
        """Name the line, the id and where it was seen first."""
        fault = "is empty" if first_line is None else f"was already used in line {first_line}"
        super().__init__(
            f"point file {str(path)!r}, line {line}: id {value!r} {fault}. "
            "Give each row its own id."
        )


class MatrixNotWrittenError(MatrixError):
    """A matrix file that could not be written."""

    code = "VP2114"

    def __init__(self, path: Path, reason: str) -> None:
        """Name the file and why it cannot be written."""
        super().__init__(
            f"matrix file {str(path)!r} cannot be written: {reason}. "
            "Choose a folder that exists, is writable and has room."
        )
