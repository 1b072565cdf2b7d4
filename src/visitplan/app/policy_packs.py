"""Policy packs for people: listed, shown, copied, and written into requests."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from visitplan.domain.errors import PackNotInForceError, UnknownPackError
from visitplan.domain.loading import load_request
from visitplan.domain.pack_documents import PackEntry, PackList, PackShown
from visitplan.domain.packs import (
    DEFAULT,
    in_force,
    names,
    pack_named,
    pack_of,
    pack_text,
    renamed,
)
from visitplan.domain.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from visitplan.domain.errors import Fault
    from visitplan.domain.packs import InForce, PolicyPack
    from visitplan.domain.request import PlanRequest

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")


def list_packs() -> PackList:
    """Give every version of every embedded pack."""
    packs = [pack_named(name) for name in names()]
    return PackList(
        packs=tuple(
            PackEntry(
                name=pack.name,
                about=pack.about,
                valid_from=version.valid_from,
                valid_until=version.valid_until,
            )
            for pack in packs
            for version in pack.versions
        )
    )


def show_pack(name: str, day: date | None) -> PackShown:
    """Give a pack as it is for a horizon that begins on a day; None: its last version.

    Raises:
        UnknownPackError: VP1912.
        PackNotInForceError: VP1913.
    """
    found = _found(_pack(name), day)
    policy = Policy.model_validate(found.values)
    base = Policy.model_validate(_found(pack_named(DEFAULT), day).values)
    return PackShown(
        name=found.pack.name,
        about=found.pack.about,
        valid_from=found.version.valid_from,
        valid_until=found.version.valid_until,
        policy=policy,
        differs=dict(_differences(base, policy)),
        sources=found.version.sources,
    )


def copied_pack(name: str, own_name: str) -> tuple[str, str]:
    """Give the text of a pack under a name of one's own, and that name.

    A wish that is no name, or that of an embedded pack, gets `my-` before the pack's own.

    Raises:
        UnknownPackError: VP1912.
    """
    pack = _pack(name)
    free = _NAME.fullmatch(own_name) is not None and own_name not in names()
    chosen = own_name if free else f"my-{pack.name}"
    text = renamed(pack_text(name), chosen)
    pack_of(chosen, text)
    return text, chosen


def with_policy(document: object, pack: PolicyPack) -> tuple[PlanRequest, tuple[Fault, ...]]:
    """Write a pack in full into a request; give it with the faults that leave orders unserved.

    Raises:
        PackNotInForceError: VP1913, no version is valid on the horizon's first day.
        RequestRefusedError: the request has faults of its own, or no place for the policy.
    """
    if not isinstance(document, dict):
        return load_request(_encoded(document))
    # The old policy may name a pack that nobody knows; the new one replaces it anyhow.
    asked, _ = load_request(_encoded({**document, "policy": {}}))
    found = _found(pack, asked.horizon.first_day)
    policy = Policy.model_validate(found.values).model_dump(mode="json")
    return load_request(_encoded({**document, "policy": policy}))


def _encoded(document: object) -> bytes:
    return json.dumps(document).encode()


def _pack(name: str) -> PolicyPack:
    if name not in names():
        raise UnknownPackError(name, names())
    return pack_named(name)


def _found(pack: PolicyPack, day: date | None) -> InForce:
    found = in_force(pack, day)
    if found is None:
        raise PackNotInForceError(pack.name, day, pack.stretches())
    return found


def _differences(usual: Policy, policy: Policy) -> Iterator[tuple[str, str]]:
    """Yield what a policy says otherwise; a programme that is new is compared with no rules."""
    rules = {name: usual.rules_of(name) for name in policy.programs}
    base = dict(_leaves(usual.model_copy(update={"programs": rules}).model_dump(mode="json")))
    for pointer, value in _leaves(policy.model_dump(mode="json")):
        if pointer != "/name" and base.get(pointer, _ABSENT) != value:
            yield pointer, json.dumps(value)


_ABSENT = object()


def _leaves(value: object, where: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, dict) and value:
        for name, below in value.items():
            yield from _leaves(below, f"{where}/{name}")
    else:
        yield where, value
