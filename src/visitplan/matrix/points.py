"""Point files in, matrix files out."""

from __future__ import annotations

import csv
import math
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from visitplan.domain.geo import Coordinates
from visitplan.matrix.errors import (
    MatrixNotWrittenError,
    PointColumnError,
    PointFileError,
    PointIdError,
    PointNumberError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from visitplan.matrix.times import TravelTimes

_COLUMNS = ("id", "lat", "lon")


@dataclass(frozen=True, slots=True)
class NamedPoints:
    """Points of a file, in its order."""

    ids: list[str]
    places: list[Coordinates]


def read_points(path: Path) -> NamedPoints:
    """Read a CSV file with the columns id, lat, lon; more columns are ignored.

    Raises:
        PointFileError: VP2110, no such file, no UTF-8, or no row.
        PointColumnError: VP2111.
        PointNumberError: VP2112.
        PointIdError: VP2113.
    """
    try:
        # utf-8-sig: spreadsheets put a mark before the first column's name.
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise PointFileError(path, error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise PointFileError(path, "it is not UTF-8 text") from error
    rows = csv.DictReader(text.splitlines())
    try:
        rows.fieldnames = _columns(path, rows.fieldnames or [])
        return _points(path, rows)
    except csv.Error as error:
        raise PointFileError(path, str(error)) from error


def write_matrix(path: Path, ids: Sequence[str], times: TravelTimes, network_sha256: str) -> None:
    """Write ids, seconds and meters as .npz, whole or not at all.

    On clear roads `seconds` is [from, to]; by parts of day [metric, from, to], with `anchors_s`
    and `anchor_metric` beside it.

    Raises:
        MatrixNotWrittenError: VP2114.
    """
    content = {
        "ids": np.array(ids, np.str_),
        "seconds": times.seconds[0] if times.speeds == "free_flow" else times.seconds,
        "meters": times.meters,
        "anchors_s": times.anchors_s,
        "anchor_metric": times.anchor_metric,
        "network_sha256": np.array(network_sha256),
    }
    try:
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez_compressed(file, allow_pickle=False, **content)
            Path(draft).replace(path)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise MatrixNotWrittenError(path, error.strerror or str(error)) from error


def _columns(path: Path, found: Sequence[str]) -> list[str]:
    names = [(name or "").strip().lower() for name in found]
    for column in _COLUMNS:
        if column not in names:
            raise PointColumnError(path, column, ", ".join(names) or "nothing")
    return names


def _points(path: Path, rows: csv.DictReader[str]) -> NamedPoints:
    points = NamedPoints([], [])
    lines: dict[str, int] = {}
    for row in rows:
        line = rows.line_num
        name = (row["id"] or "").strip()
        if not name or name in lines:
            raise PointIdError(path, line, name, lines.get(name))
        lines[name] = line
        lat, lon = _degrees(path, line, row, "lat", 90), _degrees(path, line, row, "lon", 180)
        points.ids.append(name)
        points.places.append(Coordinates(lat=lat, lon=lon))
    if not points.ids:
        raise PointFileError(path, "it has no row")
    return points


def _degrees(
    path: Path, line: int, row: Mapping[str, str | None], column: str, limit: int
) -> float:
    text = (row[column] or "").strip()
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not abs(value) <= limit:
        raise PointNumberError(path, line, column, text)
    return value
