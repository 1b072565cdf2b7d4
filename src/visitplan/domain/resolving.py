"""From the `policy` of a request to the whole policy that it stands for.

A policy that gives every field and every weight stands for itself, whatever its name. Any other
one is filled up from the pack of its name, as valid on the horizon's first day.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, TypeGuard

from visitplan.domain.errors import Fault
from visitplan.domain.faults.showing import listed, pointer, shown
from visitplan.domain.packs import DEFAULT, in_force, merged, names, pack_named
from visitplan.domain.policy import Policy
from visitplan.domain.weights import Weights

if TYPE_CHECKING:
    from datetime import date

    from pydantic import JsonValue

    from visitplan.domain.packs import PolicyPack

_WHERE = pointer("policy", "name")


def resolved(given: object, first_day: date | None) -> tuple[object, list[Fault]]:
    """Fill up a request's policy; with a fault it comes back as it was.

    Args:
        given: The JSON value; what is no object is for others to refuse.
        first_day: The horizon's; None takes the last version of a pack.
    """
    if not _is_object(given) or _complete(given):
        return given, []
    name = given.get("name", DEFAULT)
    if not isinstance(name, str):
        return given, []
    if name not in names():
        return given, [_unknown(name, given)]
    pack = pack_named(name)
    found = in_force(pack, first_day)
    if found is None:
        return given, [_not_in_force(pack, first_day)]
    return merged(found.values, given), []


def _is_object(given: object) -> TypeGuard[dict[str, JsonValue]]:
    return isinstance(given, dict)


def _complete(given: dict[str, JsonValue]) -> bool:
    return not _lacking(given)


def _lacking(given: dict[str, JsonValue]) -> list[str]:
    """Give the fields and weights that a policy leaves out."""
    weights = given.get("weights")
    told = weights if isinstance(weights, dict) else {}
    return [name for name in Policy.model_fields if name not in given] + [
        f"weights/{name}"
        for name in Weights.model_fields
        if "weights" in given and name not in told
    ]


def _unknown(name: str, given: dict[str, JsonValue]) -> Fault:
    near = difflib.get_close_matches(name[:120], names(), n=1)
    meant = f"Did you mean {shown(near[0])}? " if near else ""
    return Fault(
        "VP1291",
        _WHERE,
        shown(name),
        f"no policy pack has the name {shown(name)}, and the policy is not complete: it lacks "
        f"{listed(_lacking(given), 5)}",
        f"{meant}Use one of: {listed(names(), 30)}; or write a pack of your own into the request "
        "with `visitplan policy apply`.",
    )


def _not_in_force(pack: PolicyPack, day: date | None) -> Fault:
    return Fault(
        "VP1292",
        _WHERE,
        shown(pack.name),
        f"the policy pack {shown(pack.name)} has no version for a horizon that begins on {day}; "
        f"it has: {pack.stretches()}",
        "Choose another pack, or apply a copy of it with a version for that day.",
    )
