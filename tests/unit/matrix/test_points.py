from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osm_text import at, square

from visitplan.matrix import travel_times
from visitplan.matrix.errors import (
    MatrixNotWrittenError,
    PointColumnError,
    PointFileError,
    PointIdError,
    PointNumberError,
)
from visitplan.matrix.points import read_points, write_matrix


def _file(folder: Path, text: str | bytes) -> Path:
    path = folder / "points.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_points_are_read_in_their_order(tmp_path: Path) -> None:
    named = read_points(_file(tmp_path, "id,lat,lon\nb,40.1,-83\na,40.2,-83.5\n"))
    assert named.ids == ["b", "a"]
    assert named.places[1].lon == -83.5


def test_spreadsheet_habits_are_understood(tmp_path: Path) -> None:
    text = '\ufeffLon , LAT,note,ID\r\n"-83", 40.1,"a, b",p-1\r\n'
    named = read_points(_file(tmp_path, text))
    assert (named.ids, named.places[0].lat) == (["p-1"], 40.1)


@pytest.mark.parametrize("text", ["", "id,lat\n", "name,latitude,longitude\na,1,2\n", "1,40,-83\n"])
def test_a_missing_column_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(PointColumnError, match=r"column '(id|lat|lon)'"):
        read_points(_file(tmp_path, text))


@pytest.mark.parametrize("value", ["", "north", "NaN", "inf", "91", "-90.5", "40,1"])
def test_a_bad_number_is_named_with_its_line(tmp_path: Path, value: str) -> None:
    text = f'id,lat,lon\na,40,-83\nb,"{value}",-83\n'
    with pytest.raises(PointNumberError, match="line 3: lat"):
        read_points(_file(tmp_path, text))


def test_a_short_row_is_named(tmp_path: Path) -> None:
    with pytest.raises(PointNumberError, match="line 2: lon ''"):
        read_points(_file(tmp_path, "id,lat,lon\na,40\n"))


def test_an_id_twice_is_named_with_both_lines(tmp_path: Path) -> None:
    with pytest.raises(PointIdError, match=r"line 4.*'a'.*line 2"):
        read_points(_file(tmp_path, "id,lat,lon\na,40,-83\nb,40,-83\na,41,-83\n"))


def test_an_empty_id_is_named(tmp_path: Path) -> None:
    with pytest.raises(PointIdError, match=r"line 2.*empty"):
        read_points(_file(tmp_path, "id,lat,lon\n ,40,-83\n"))


def test_no_rows_are_a_fault(tmp_path: Path) -> None:
    with pytest.raises(PointFileError, match="no row"):
        read_points(_file(tmp_path, "id,lat,lon\n"))


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(PointFileError, match=r"none\.csv"):
        read_points(tmp_path / "none.csv")


def test_bytes_that_are_no_text_are_a_fault(tmp_path: Path) -> None:
    with pytest.raises(PointFileError, match="UTF-8"):
        read_points(_file(tmp_path, b"\xff\xfe\x00id"))


def test_a_matrix_file_holds_ids_seconds_and_meters(tmp_path: Path) -> None:
    times = travel_times(square().network(tmp_path), [at(1, 0), at(9, 0)])
    write_matrix(tmp_path / "m.npz", ["a", "b"], times, "abc")
    with np.load(tmp_path / "m.npz", allow_pickle=False) as matrix:
        assert matrix["ids"].tolist() == ["a", "b"]
        assert matrix["seconds"].shape == matrix["meters"].shape == (2, 2)
        assert str(matrix["network_sha256"]) == "abc"


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    times = travel_times(square().network(tmp_path), [at(1, 0)])
    with pytest.raises(MatrixNotWrittenError, match="missing"):
        write_matrix(tmp_path / "missing" / "m.npz", ["a"], times, "abc")
