"""The sound parts of a request, with the places they had in the document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from visitplan.domain.clock import Clock
from visitplan.domain.errors import Fault
from visitplan.domain.faults.reading import MAX_FAULTS
from visitplan.domain.faults.showing import pointer
from visitplan.domain.faults.structure import (
    empty,
    missing,
    unknown_fields,
    validated,
    wrong_kind,
)
from visitplan.domain.patients import Order, Patient
from visitplan.domain.policy import Policy
from visitplan.domain.request import SCHEMA, Closure, FixedVisit, Horizon, PlanRequest
from visitplan.domain.resolving import resolved
from visitplan.domain.staff import CaseManager

if TYPE_CHECKING:
    from datetime import date

M = TypeVar("M", CaseManager, Patient, FixedVisit, Closure)
Entry = tuple[int, M]


@dataclass(frozen=True)
class Draft:
    """A request as far as it can be read; broken entries are left out.

    `lost_*` are ids of broken entries, so that naming one is no second fault;
    None means that some entry lost even its id, and any name may be right.
    """

    horizon: Horizon | None
    case_managers: tuple[tuple[int, CaseManager], ...]
    patients: tuple[tuple[int, Patient], ...]
    fixed: tuple[tuple[int, FixedVisit], ...]
    closures: tuple[tuple[int, Closure], ...]
    policy: Policy | None
    lost_case_managers: frozenset[str] | None
    lost_orders: frozenset[str] | None

    @cached_property
    def clock(self) -> Clock | None:
        """Clock of the horizon's zone."""
        return Clock.of(self.horizon.timezone) if self.horizon else None

    @cached_property
    def dates(self) -> tuple[date, ...]:
        """Days of the horizon; none where the horizon itself is broken."""
        return self.horizon.dates if self.horizon else ()

    @cached_property
    def orders_by_id(self) -> dict[str, tuple[Patient, Order]]:
        """Every order with its patient; of doubled ids the first."""
        found: dict[str, tuple[Patient, Order]] = {}
        for _, patient in self.patients:
            for order in patient.orders:
                found.setdefault(order.id, (patient, order))
        return found

    def orders(self) -> Iterator[tuple[str, Patient, Order]]:
        """Yield every order with its JSON pointer and its patient."""
        for i, patient in self.patients:
            for j, order in enumerate(patient.orders):
                yield pointer("patients", i, "orders", j), patient, order

    def request(self) -> PlanRequest:
        """Give the whole request; only for drafts without a refused fault."""
        assert self.horizon is not None
        assert self.policy is not None
        return PlanRequest(
            schema_version=SCHEMA,
            horizon=self.horizon,
            case_managers=tuple(case_manager for _, case_manager in self.case_managers),
            patients=tuple(patient for _, patient in self.patients),
            fixed=tuple(fixed for _, fixed in self.fixed),
            closures=tuple(closure for _, closure in self.closures),
            policy=self.policy,
        )


def draft_of(value: dict[str, object]) -> tuple[Draft, list[Fault]]:
    """Validate each part of a request by itself, and give what is sound with all faults."""
    faults = [*_schema(value), *islice(unknown_fields(PlanRequest, value), MAX_FAULTS)]
    people = _entries(value, "case_managers", CaseManager, faults)
    patients = _entries(value, "patients", Patient, faults)
    fixed = _entries(value, "fixed", FixedVisit, faults)
    horizon = _horizon(value, faults)
    draft = Draft(
        horizon,
        people,
        patients,
        fixed,
        _entries(value, "closures", Closure, faults),
        _policy(value, horizon, faults),
        _lost_people(value, {i for i, _ in people}),
        _lost_orders(value, {i for i, _ in patients}),
    )
    return draft, faults


def _schema(value: dict[str, object]) -> Iterator[Fault]:
    if value.get("schema") != SCHEMA:
        given = f'"{value["schema"]}"'[:80] if "schema" in value else "absent"
        yield Fault(
            "VP1009",
            "/schema",
            given,
            "the document does not say that it follows the contract's version",
            f'Write "schema": "{SCHEMA}", and check the fields against `visitplan schema request`.',
        )


def _horizon(value: dict[str, object], faults: list[Fault]) -> Horizon | None:
    if "horizon" not in value:
        faults.append(missing(("horizon",), "Days and time zone."))
        return None
    return validated(Horizon, value["horizon"], ("horizon",), faults)


def _policy(
    value: dict[str, object], horizon: Horizon | None, faults: list[Fault]
) -> Policy | None:
    given, unknown = resolved(value.get("policy", {}), horizon.first_day if horizon else None)
    faults += unknown
    found = validated(Policy, given, ("policy",), faults)
    return None if unknown else found


def _entries(
    value: dict[str, object], name: str, model: type[M], faults: list[Fault]
) -> tuple[tuple[int, M], ...]:
    needed = name not in {"fixed", "closures"}
    if name not in value:
        if needed:
            faults.append(missing((name,), PlanRequest.model_fields[name].description or ""))
        return ()
    entries = value[name]
    if not isinstance(entries, list):
        faults.append(wrong_kind((name,), entries, "a list"))
        return ()
    if needed and not entries:
        faults.append(empty((name,)))
    return tuple(_sound(entries, name, model, faults))


def _sound(
    entries: list[object], name: str, model: type[M], faults: list[Fault]
) -> Iterator[tuple[int, M]]:
    for i, entry in enumerate(entries):
        if len(faults) > MAX_FAULTS:
            return
        found = validated(model, entry, (name, i), faults)
        if found is not None:
            yield i, found


def _broken(value: dict[str, object], name: str, sound: set[int]) -> list[object] | None:
    entries = value.get(name)
    if not isinstance(entries, list):
        return None
    return [entry for i, entry in enumerate(entries) if i not in sound]


def _lost_people(value: dict[str, object], sound: set[int]) -> frozenset[str] | None:
    return _ids(_broken(value, "case_managers", sound))


def _lost_orders(value: dict[str, object], sound: set[int]) -> frozenset[str] | None:
    broken = _broken(value, "patients", sound)
    if broken is None:
        return None
    orders: list[object] = []
    for patient in broken:
        listed = patient.get("orders") if isinstance(patient, dict) else None
        if not isinstance(listed, list):
            return None
        orders += listed
    return _ids(orders)


def _ids(entries: list[object] | None) -> frozenset[str] | None:
    if entries is None:
        return None
    ids = [entry.get("id") if isinstance(entry, dict) else None for entry in entries]
    if not all(isinstance(found, str) for found in ids):
        return None
    return frozenset(map(str, ids))
