"""Damaged instances are refused with a numbered error that names file, place, value and cure."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from instances import CORDEAU, SOLOMON, WEEKLY, homecare, written

from visitplan.bench.literature.errors import BestKnownError, InstanceError, SetMissingError
from visitplan.bench.literature.running import planned
from visitplan.bench.literature.sets import SETS

Json = dict[str, Any]

TEXTS: list[tuple[str, str, str, str, str, str]] = [
    # set, what is replaced, by what, code, place, value
    (
        "vrptw_solomon100",
        SOLOMON[SOLOMON.index("  2 ") :],
        "",
        "VP7002",
        "after line 4",
        "end of file",
    ),
    ("vrptw_solomon100", "CUSTOMER", "CUSTOMERS", "VP7002", "line 7", "CUSTOMERS"),
    ("vrptw_solomon100", "  2          10", "  2", "VP7003", "line 5", "2"),
    ("vrptw_solomon100", "  2          10", "  2.5          10", "VP7004", "line 5", "2.5"),
    ("vrptw_solomon100", "-1    1    7", "-1    1    x", "VP7004", "line 13", "x"),
    ("vrptw_solomon100", "-1    1    7", "-1    1    -7", "VP7004", "line 13", "-7"),
    ("vrptw_solomon100", "-1    1    7", "nan    1    7", "VP7004", "line 13", "nan"),
    ("vrptw_solomon100", "-1    1    7", "1e999999    1    7", "VP7004", "line 13", "1e999999"),
    ("vrptw_solomon100", "   60   10", "   60", "VP7003", "line 13", "3 -1 1 7 50 60"),
    ("vrptw_solomon100", "    3     -1", "    4     -1", "VP7003", "line 13", "4 -1 1 7 50 60 10"),
    ("vrptw_solomon100", "50    60", "60    50", "VP7006", "line 13", "3 -1 1 7 60 50 10"),
    ("vrptw_solomon100", "300    0", "90000    0", "VP7007", "the whole file", "90000"),
    ("sdvrptw_cordeau2001", "EOF\n", "", "VP7002", "after line 28", "end of file"),
    ("sdvrptw_cordeau2001", "DIMENSION: 3", "DIMENSION: 4", "VP7003", "section NODE", "3"),
    ("sdvrptw_cordeau2001", "DIMENSION: 3\n", "", "VP7002", "the whole file", "NAME, TYPE"),
    ("sdvrptw_cordeau2001", "VEHICLES: 2", "VEHICLES: 3", "VP7003", "section CAPACITY", "2"),
    ("sdvrptw_cordeau2001", "VEHICLES: 2", "VEHICLES: two", "VP7004", "line 5", "two"),
    ("sdvrptw_cordeau2001", "SERVICE_TIME_SECTION", "SERVICE_SECTION", "VP7005", "line 15", "SER"),
    ("sdvrptw_cordeau2001", "2 3.5 4", "2 3.5", "VP7003", "line 9", "2 3.5"),
    ("sdvrptw_cordeau2001", "2 30 60", "2 60 30", "VP7006", "line 21", "2 60 30"),
    ("sdvrptw_cordeau2001", "2 30 60", "3 30 60", "VP7003", "line 21", "3 30 60"),
    ("sdvrptw_cordeau2001", "2 2 3\nEOF", "2 2 4\nEOF", "VP7004", "line 28", "4"),
    ("sdvrptw_cordeau2001", "2 2 3\nEOF", "2 2\nEOF", "VP7007", "the whole file", "node 3"),
    ("sdvrptw_cordeau2001", "EOF", "EOF\n9", "VP7003", "line 30", "9"),
    ("weekly_cappanera_scutella2015", "3\t2\t2\t4", "3\t2\t2", "VP7003", "line 1", "3 2 2"),
    ("weekly_cappanera_scutella2015", "3\t2\t2\t4", "4\t2\t2\t4", "VP7003", "line 4", "1 1 2"),
    ("weekly_cappanera_scutella2015", "3\t2\t2\t4", "3\t2\t2\t5", "VP7002", "after line 11", "end"),
    ("weekly_cappanera_scutella2015", "3\t2\t2\t4", "3\t2\t2\t3", "VP7003", "line 11", "0 1 0 0 1"),
    ("weekly_cappanera_scutella2015", "78\t1", "77\t1", "VP7005", "line 3", "77"),
    ("weekly_cappanera_scutella2015", "\t0\t0\n", "\t0\t7\n", "VP7004", "line 3", "7"),
    ("weekly_cappanera_scutella2015", "2\t2\t8", "2\t3\t8", "VP7004", "line 5", "3"),
    ("weekly_cappanera_scutella2015", "12\t4", "12\t-4", "VP7004", "line 7", "-4"),
    ("weekly_cappanera_scutella2015", "78\t1\t2\t0", "78\t1\t3\t0", "VP7007", "line 3", "78 1 3"),
    ("weekly_cappanera_scutella2015", "78\t1\t2\t0", "78\t1\t0\t0", "VP7007", "line 3", "78 1 0"),
]
WHOLE = {
    "vrptw_solomon100": SOLOMON,
    "sdvrptw_cordeau2001": CORDEAU,
    "weekly_cappanera_scutella2015": WEEKLY,
}


@pytest.mark.parametrize(("name", "old", "new", "code", "where", "value"), TEXTS)
def test_damaged_text_is_refused_at_its_line(
    tmp_path: Path, name: str, old: str, new: str, code: str, where: str, value: str
) -> None:
    assert old in WHOLE[name]
    file = written(tmp_path, f"bad{SETS[name].suffix}", WHOLE[name].replace(old, new, 1))
    refused(name, file, code, where, value)


def refused(name: str, file: Path, code: str, where: str, value: str) -> None:
    with pytest.raises(InstanceError) as caught:
        SETS[name].load(file)
    assert (caught.value.code, caught.value.exit_code) == (code, 2)
    assert f"{file}, {where}" in str(caught.value)
    assert f"(value: {value}" in str(caught.value)
    assert str(caught.value).endswith(".")


def _drop(name: str) -> Callable[[Json], None]:
    return lambda document: document.pop(name)


def _patient(number: int, **changes: Any) -> Callable[[Json], None]:
    return lambda document: document["patients"][number].update(changes)


def _need(**changes: Any) -> Callable[[Json], None]:
    return lambda document: document["patients"][1]["required_caregivers"][0].update(changes)


def _sync(**changes: Any) -> Callable[[Json], None]:
    return lambda document: document["patients"][2]["synchronization"].update(changes)


def _cell(value: Any) -> Callable[[Json], None]:
    return lambda document: document["distances"][1].__setitem__(2, value)


NEED = "/patients/1/required_caregivers/0"
SPOILED: list[tuple[Callable[[Json], None], str, str]] = [
    (_drop("caregivers"), "VP7002", "the document"),
    (_drop("distances"), "VP7002", "the document"),
    (lambda d: d.update(patients=[]), "VP7003", "/patients"),
    (lambda d: d.update(patients={}), "VP7002", "/patients"),
    (lambda d: d["central_offices"].append({"id": "e"}), "VP7003", "/central_offices"),
    (lambda d: d["distances"].pop(), "VP7003", "/distances"),
    (lambda d: d["distances"][1].pop(), "VP7003", "/distances/1"),
    (_cell("12"), "VP7004", "/distances/1/2"),
    (_cell(True), "VP7004", "/distances/1/2"),
    (_cell(-1), "VP7004", "/distances/1/2"),
    (_cell(float("nan")), "VP7004", "/distances/1/2"),
    (_cell(1e300), "VP7004", "/distances/1/2"),
    (
        lambda d: d["caregivers"][0]["abilities"].append("fly"),
        "VP7005",
        "/caregivers/0/abilities/2",
    ),
    (lambda d: d["caregivers"][1].update(id="ann"), "VP7005", "/caregivers/1/id"),
    (_patient(1, id="one"), "VP7005", "/patients/1/id"),
    (_patient(0, id=7), "VP7002", "/patients/0/id"),
    (_patient(0, time_window=[20, 10]), "VP7006", "/patients/0/time_window"),
    (_patient(0, time_window=[20]), "VP7003", "/patients/0/time_window"),
    (_patient(0, time_window="all day"), "VP7002", "/patients/0/time_window"),
    (_need(service="fly"), "VP7005", f"{NEED}/service"),
    (_need(duration="long"), "VP7004", f"{NEED}/duration"),
    (_need(duration=11), "VP7007", "/patients/1"),
    (_sync(type="whenever"), "VP7005", "/patients/2/synchronization/type"),
    (_sync(distance=[30, 15]), "VP7004", "/patients/2/synchronization/distance"),
    (_sync(distance=[15, 30.5]), "VP7007", "/patients/2"),
    (lambda d: d["patients"][1].pop("synchronization"), "VP7002", "/patients/1"),
]


@pytest.mark.parametrize(("spoil", "code", "where"), SPOILED)
def test_damaged_json_is_refused_at_its_pointer(
    tmp_path: Path, spoil: Callable[[Json], None], code: str, where: str
) -> None:
    document = homecare()
    spoil(document)
    file = written(tmp_path, "bad.json", document)
    refused("hhcrsp_mankowska2014", file, code, where, "")


def test_truncated_json_names_line_and_column(tmp_path: Path) -> None:
    text = json.dumps(homecare(), indent=1)
    file = written(tmp_path, "bad.json", text[:200])
    line, column = text[:200].count("\n") + 1, 200 - text[:200].rfind("\n")
    with pytest.raises(InstanceError, match=rf"line {line}, column \d+: no JSON") as caught:
        SETS["hhcrsp_mankowska2014"].load(file)
    assert caught.value.code == "VP7001"
    assert column > 0


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[" * 100_000, b"1" * 10_000, b""])
def test_no_text_and_no_json_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "bad.json"
    file.write_bytes(content)
    with pytest.raises(InstanceError):
        SETS["hhcrsp_mankowska2014"].load(file)


@pytest.mark.parametrize("name", SETS)
def test_a_file_that_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    refused(name, tmp_path / "none", "VP7001", "the whole file", "No such file")


@pytest.mark.parametrize(
    ("table", "where"),
    [
        ("instance,objective\nT,1\n", "line 1"),
        ("", "line 1"),
        ("instance,best_known_objective\nT,\n", "line 2"),
        ("instance,best_known_objective\nT,1\nU,-3\n", "line 3"),
        ("instance,best_known_objective\nT\n", "line 2"),
    ],
)
def test_unusable_best_knowns_are_refused(tmp_path: Path, table: str, where: str) -> None:
    (tmp_path / "instances").mkdir()
    written(tmp_path / "instances", "T.txt", SOLOMON)
    (tmp_path / "best_known.csv").write_text(table, "utf-8")
    with pytest.raises(BestKnownError, match=where):
        planned("vrptw_solomon100", tmp_path, seconds=1)


def test_a_folder_without_the_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SetMissingError, match=r"no best_known\.csv"):
        planned("vrptw_solomon100", tmp_path, seconds=1)
