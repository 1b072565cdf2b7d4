"""`visitplan recommend` on the embedded sample: the documented example, run."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from command_line import WEEK, documented, ran, visitplan

from visitplan.domain.recommendation import Recommendations


def places(folder: Path, plan: str, visit: str) -> Any:
    done = visitplan("recommend", folder / "R.json", folder / plan, "--visit", visit, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def some_visit(folder: Path) -> Any:
    plan = json.loads((folder / "P.json").read_text())
    (stop,) = (s for r in plan["routes"] for s in r["stops"] if s["visit"] == "p-0002/weekly#1")
    return stop


def test_other_places_for_a_visit_cost_more_than_its_own(folder: Path) -> None:
    stop = some_visit(folder)
    found = places(folder, "P.json", stop["visit"])
    now = found["visits"][0]["now"]
    assert now["start"] == stop["start"]
    costs = [choice["cost"]["total"] for choice in found["choices"]]
    assert costs
    assert costs == sorted(costs)
    assert all(choice["places"][0]["place"] != now for choice in found["choices"])
    for choice in found["choices"]:
        assert sum(choice["cost"]["terms"].values()) == choice["cost"]["total"]
        assert stop["visit"] not in {other["visit"] for other in choice["others"]}
    assert Recommendations.model_validate(found).model_dump(mode="json") == found


def test_the_first_example_of_the_page_gives_other_places(folder: Path) -> None:
    sample, plan, recommend, _ = documented("recommend")
    assert (sample, plan) == WEEK
    told = ran(*recommend, cwd=folder)
    assert "p-0002/weekly#1 of p-0002: " in told
    assert "others moved" in told


def less(folder: Path, *visits: str) -> str:
    """Write the plan without some visits of one patient; give its name."""
    plan = json.loads((folder / "P.json").read_text())
    for route in plan["routes"]:
        route["stops"] = [s for s in route["stops"] if s["visit"] not in visits]
    plan["unassigned"] += [{"visit": v, "patient": v.split("/")[0]} for v in visits]
    name = f"less-{len(visits)}.json"
    (folder / name).write_text(json.dumps(plan))
    return name


def test_of_an_orders_visits_left_out_the_lower_number_comes_first(folder: Path) -> None:
    both = ("p-0002/weekly#1", "p-0002/weekly#2")
    found = places(folder, less(folder, *both), both[1])
    assert [wanted["visit"] for wanted in found["visits"]] == [both[0]]
    for choice in found["choices"]:
        assert [one["visit"] for one in choice["places"]] == [both[0]]
        assert choice["left_out"] == []


def test_a_visit_left_out_gets_a_place_that_the_checker_accepts(folder: Path) -> None:
    """The cheapest place is the one that it had: a plan without it costs its penalty more."""
    visit = some_visit(folder)["visit"]
    found = places(folder, less(folder, visit), visit)
    assert found["visits"][0]["now"] is None
    assert found["choices"][0]["cost"]["terms"]["unserved"] < 0


def test_the_table_says_who_is_moved(folder: Path) -> None:
    visit = some_visit(folder)["visit"]
    done = visitplan("recommend", folder / "R.json", folder / "P.json", "--visit", visit)
    assert done.returncode == 0, done.stderr
    for words in (visit, "place", "cost", "others moved"):
        assert words in done.stdout


@pytest.mark.parametrize(
    ("visit", "why"),
    [("p-0001/nothing#1", "no such order"), ("{order}#99", "visit(s)"), ("{order}", "no such")],
)
def test_a_visit_that_nobody_asked_for_is_named(folder: Path, visit: str, why: str) -> None:
    order = some_visit(folder)["visit"].split("#")[0]
    arguments = ("recommend", folder / "R.json", folder / "P.json")
    done = visitplan(*arguments, "--visit", visit.format(order=order))
    assert done.returncode == 2
    assert "VP4106" in done.stderr
    assert why in done.stderr


def test_a_plan_of_another_request_is_refused(folder: Path) -> None:
    request = json.loads((folder / "R.json").read_text())
    request["case_managers"][0]["shifts"].pop()
    (folder / "other.json").write_text(json.dumps(request))
    visit = some_visit(folder)["visit"]
    done = visitplan("recommend", folder / "other.json", folder / "P.json", "--visit", visit)
    assert done.returncode == 2
    assert "VP4105" in done.stderr


NEW = {
    "id": "p-0002/extra",
    "visits": 1,
    "minutes": 30,
    "staff": [{"any_of": ["LCSW", "LMSW", "LPC", "QMHP", "RN"]}],
}


def asked_for(folder: Path, order: object, patient: str) -> subprocess.CompletedProcess[str]:
    (folder / "new.json").write_text(json.dumps(order))
    arguments = ("recommend", folder / "R.json", folder / "P.json", "--json")
    return visitplan(*arguments, "--order", folder / "new.json", "--patient", patient)


def test_an_order_that_came_in_since_gets_places(folder: Path) -> None:
    found = json.loads(asked_for(folder, NEW, "p-0002").stdout)
    assert found["visits"] == [{"visit": "p-0002/extra#1", "patient": "p-0002", "now": None}]
    assert found["choices"]
    assert all(choice["cost"]["terms"]["unserved"] < 0 for choice in found["choices"])


@pytest.mark.parametrize(
    ("order", "patient", "code"),
    [
        (NEW, "p-9999", "VP4108"),
        (NEW | {"minutes": -1}, "p-0002", "VP1000"),
        ([], "p-0002", "VP1000"),
    ],
)
def test_an_order_that_cannot_be_is_refused_with_its_reason(
    folder: Path, order: object, patient: str, code: str
) -> None:
    done = asked_for(folder, order, patient)
    assert done.returncode == 2
    assert code in done.stderr
    assert "Traceback" not in done.stderr


def test_neither_a_visit_nor_an_order_is_refused(folder: Path) -> None:
    done = visitplan("recommend", folder / "R.json", folder / "P.json")
    assert done.returncode == 2
    assert "--visit" in done.stderr


def test_the_documented_example_of_several_visits_holds(folder: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "commands.md").read_text("utf-8")
    section = page.split("## visitplan recommend")[1].split("\n## ")[0]
    order, command, answer = re.findall(r"```(?:json|console|text)\n(.*?)```", section, re.DOTALL)[
        1:
    ]
    (folder / "twice.json").write_text(order)
    arguments = shlex.split(command.removeprefix("$ visitplan "))
    places = {name: folder / name for name in ("R.json", "P.json", "twice.json")}
    done = visitplan(*(places.get(word, word) for word in arguments))
    assert done.returncode == 0, done.stderr
    # Which places are best is the search's business; what is told of them is the page's.
    assert done.stdout.splitlines()[:5] == answer.splitlines()[:5]
    assert len(re.findall("unserved", done.stdout)) == len(re.findall("unserved", answer)) == 2


TWICE = NEW | {"id": "p-0002/twice", "visits": 2, "min_gap_days": 3}


def test_the_visits_of_a_new_order_get_places_together(folder: Path) -> None:
    found = json.loads(asked_for(folder, TWICE, "p-0002").stdout)
    names = ["p-0002/twice#1", "p-0002/twice#2"]
    assert [wanted["visit"] for wanted in found["visits"]] == names
    costs = [choice["cost"]["total"] for choice in found["choices"]]
    assert len(costs) == 5
    assert costs == sorted(costs)
    for choice in found["choices"]:
        assert [one["visit"] for one in choice["places"]] == names
        first, second = (date.fromisoformat(p["place"]["start"][:10]) for p in choice["places"])
        assert (second - first).days >= 3
        assert choice["left_out"] == []
    schema = json.loads(visitplan("schema", "recommendations").stdout)
    assert set(found) == set(schema["properties"])
    assert Recommendations.model_validate(found).model_dump(mode="json") == found


def test_orders_of_two_patients_get_places_together_and_the_table_names_them(folder: Path) -> None:
    for name in ("p-0002", "p-0003"):
        (folder / f"{name}.json").write_text(json.dumps(NEW | {"id": f"{name}/extra"}))
    done = visitplan(
        *("recommend", folder / "R.json", folder / "P.json"),
        *("--order", folder / "p-0002.json", "--patient", "p-0002"),
        *("--order", folder / "p-0003.json", "--patient", "p-0003"),
    )
    assert done.returncode == 0, done.stderr
    for words in ("p-0002/extra#1 of p-0002: left out.", "p-0003/extra#1 of p-0003: left out."):
        assert words in done.stdout
    assert "places" in done.stdout


def test_more_visits_than_can_be_looked_at_together_are_refused(folder: Path) -> None:
    done = asked_for(folder, NEW | {"visits": 11}, "p-0002")
    assert done.returncode == 2
    assert "VP4110" in done.stderr


@pytest.mark.parametrize("patients", [0, 2])
def test_each_new_order_has_one_patient(folder: Path, patients: int) -> None:
    (folder / "new.json").write_text(json.dumps(NEW))
    named = [option for n in range(patients) for option in ("--patient", f"p-000{n + 1}")]
    arguments = ("recommend", folder / "R.json", folder / "P.json", "--order", folder / "new.json")
    done = visitplan(*arguments, *named)
    assert done.returncode == 2
    assert "--patient" in done.stderr
