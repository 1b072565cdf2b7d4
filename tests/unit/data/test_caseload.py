from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from visitplan.app.sample import sample_network, sample_request
from visitplan.app.validation import all_faults
from visitplan.domain.document import Document
from visitplan.domain.patients import Order
from visitplan.domain.request import PlanRequest
from visitplan_data import make_caseload


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISITPLAN_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))


def documents(value: object) -> Iterator[Document]:
    if isinstance(value, Document):
        yield value
        for name in type(value).model_fields:
            yield from documents(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from documents(item)


def values_by_field(request: PlanRequest) -> dict[tuple[str, str], list[object]]:
    found: dict[tuple[str, str], list[object]] = defaultdict(list)
    for document in documents(request):
        for name in type(document).model_fields:
            found[type(document).__name__, name].append(getattr(document, name))
    return found


def test_the_script_writes_the_committed_bytes_again() -> None:
    assert make_caseload.caseload_json() == make_caseload.FILE.read_text("utf-8")


def test_it_has_twelve_case_managers_and_150_visits() -> None:
    request = sample_request()
    orders = [order for patient in request.patients for order in patient.orders]
    assert len(request.case_managers) == 12
    assert sum(order.visits for order in orders) == 150


def test_it_has_no_fault_on_its_own_roads() -> None:
    assert all_faults(make_caseload.FILE.read_bytes(), sample_network()) == ()


def test_every_kind_of_document_is_in_it() -> None:
    named = set(PlanRequest.model_json_schema()["$defs"]) | {"PlanRequest"}
    assert named - {"After", "Closure", "CrisisSlack", "ProgramRules"} == {
        type(document).__name__ for document in documents(sample_request())
    }


# A policy is the agency's own business.
FIXED = {("PlanRequest", "schema_version"), ("PlanRequest", "policy")}
# What only some agencies ask for; tests of its own use it.
SPECIAL = {
    ("CaseManager", "max_units_per_day"),
    ("CaseManager", "max_work_minutes_per_day"),
    ("Patient", "max_case_managers"),
    ("Patient", "day_patterns"),
    ("Order", "max_late_minutes"),
    ("Order", "units"),
    ("Order", "after"),
    ("CaseManager", "balance_minutes"),
    ("Patient", "readmitted_on"),
    ("Order", "acuity_percent"),
    ("Order", "cancelled"),
    ("Shift", "breaks"),
    ("Horizon", "now"),
    ("PlanRequest", "closures"),
}


def test_every_field_is_used_with_a_value_that_is_not_its_default() -> None:
    request = sample_request()
    models: dict[str, type[BaseModel]] = {type(d).__name__: type(d) for d in documents(request)}
    unused = [
        (model, name)
        for (model, name), values in values_by_field(request).items()
        if model not in {"Policy", "Weights", "DischargeClock"}
        and (model, name) not in FIXED | SPECIAL
        and all(value == models[model].model_fields[name].default for value in values)
    ]
    assert unused == []


@pytest.mark.parametrize(
    ("model", "name", "wanted"),
    [
        ("Order", "safety", {"solo", "pair", "daylight", "no_home"}),
        ("Order", "priority", {"crisis", "high", "routine", "low"}),
        ("Order", "visits", {1, 2, 3}),
        ("PastVisit", "status", {"completed", "missed", "cancelled", "bumped"}),
        ("FixedVisit", "lock", {"all", "day", "staff"}),
        ("Absence", "kind", {"vacation", "sick"}),
        ("Appointment", "location", {None}),
        ("Patient", "primary", {None}),
    ],
)
def test_every_choice_is_made_somewhere(model: str, name: str, wanted: set[object]) -> None:
    assert wanted <= set(values_by_field(sample_request())[model, name])


def test_the_awkward_cases_are_there() -> None:
    request = sample_request()
    days = request.horizon.dates
    people = request.case_managers
    orders = [order for patient in request.patients for order in patient.orders]
    licences = [credential for person in people for credential in person.credentials]
    assert any(c.valid_until and days[0] <= c.valid_until < days[-1] for c in licences)
    assert any(c.valid_from and days[0] < c.valid_from <= days[-1] for c in licences)
    assert {c.state for c in licences} > {patient.state for patient in request.patients}
    assert any(p.drivers_license and p.drivers_license.valid_until < days[-1] for p in people)
    assert any(has_two_shifts_on_a_day(p.shifts) for p in people)
    assert any(len(order.staff) == 2 for order in orders)
    assert any(has_pieces_on_a_day(order) for order in orders)


def has_two_shifts_on_a_day(shifts: tuple[object, ...]) -> bool:
    days = [shift.start.date() for shift in shifts]  # type: ignore[attr-defined]
    return len(days) > len(set(days))


def has_pieces_on_a_day(order: Order) -> bool:
    days = [day for window in order.windows for day in window.weekdays]
    return len(days) > len(set(days))
