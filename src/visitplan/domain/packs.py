"""Policy packs: named, dated policies as data, each figure with its source.

A pack says what differs from the pack `default`; docs/policies.md has the form and the rules.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, NamedTuple

from pydantic import AfterValidator, Field, JsonValue
from pydantic_core import PydanticCustomError

from visitplan.domain.data_files import embedded, follow, parsed
from visitplan.domain.document import Day, Document, Identifier
from visitplan.domain.errors import DataFileError
from visitplan.domain.faults.policies import contradictions
from visitplan.domain.faults.structure import validated
from visitplan.domain.policy import Policy

if TYPE_CHECKING:
    from visitplan.domain.errors import Fault

FOLDER = "policies"
DEFAULT = "default"
_DEEP = ("weights", "programs")


class PackVersion(Document):
    """A pack's values from one day on."""

    valid_from: Day = Field(description="First day of a horizon that may begin with it.")
    valid_until: Day | None = Field(None, description="Last such day; null: open-ended.")
    policy: dict[str, JsonValue] = Field(description="Fields that differ from `default`.")
    sources: dict[str, str] = Field(
        default_factory=dict, description="Where figures come from, by JSON pointer in `policy`."
    )


def _in_turn(versions: tuple[PackVersion, ...]) -> tuple[PackVersion, ...]:
    for version in versions:
        if version.valid_until is not None and version.valid_until < version.valid_from:
            raise PydanticCustomError("turned", "a version should end after it begins")
    for before, after in pairwise(versions):
        if before.valid_until is None or after.valid_from <= before.valid_until:
            raise PydanticCustomError(
                "versions_in_turn",
                "versions should come by date, each after the one before has ended",
            )
    return versions


class PolicyPack(Document):
    """A named policy with its versions by date."""

    name: Identifier = Field(description="What a request's `policy.name` says.")
    about: str = Field(min_length=1, max_length=200, description="One line for people.")
    versions: Annotated[tuple[PackVersion, ...], AfterValidator(_in_turn)] = Field(
        min_length=1, description="By date; a horizon takes the one valid on its first day."
    )

    def on(self, day: date | None) -> PackVersion | None:
        """Give the version valid on a day, the last one for None; None where there is none."""
        if day is None:
            return self.versions[-1]
        for version in self.versions:
            if version.valid_from <= day <= (version.valid_until or date.max):
                return version
        return None

    def stretches(self) -> str:
        """Say from when to when each version is valid."""
        return ", ".join(f"{v.valid_from} to {v.valid_until or 'open end'}" for v in self.versions)


class InForce(NamedTuple):
    """A pack's version with the whole policy that it amounts to."""

    pack: PolicyPack
    version: PackVersion
    values: dict[str, JsonValue]


@cache
def names() -> tuple[str, ...]:
    """Give the names of the embedded packs, `default` first."""
    files = resources.files("visitplan_data").joinpath(FOLDER).iterdir()
    found = sorted(file.name.removesuffix(".yaml") for file in files if file.name.endswith(".yaml"))
    return (DEFAULT, *(name for name in found if name != DEFAULT))


@cache
def pack_named(name: str) -> PolicyPack:
    """Read an embedded pack; `name` is one of `names()`.

    Raises:
        DataFileError: VP1911, the file is damaged.
    """
    file = f"{FOLDER}/{name}.yaml"
    return _sound(file, embedded(file, PolicyPack))


def pack_text(name: str) -> str:
    """Give the file of an embedded pack as it is, comments included."""
    return resources.files("visitplan_data").joinpath(FOLDER, f"{name}.yaml").read_text("utf-8")


def pack_of(where: str, text: str) -> PolicyPack:
    """Read a pack of somebody's own from its text; `where` names the file in errors.

    Raises:
        DataFileError: VP1911, with every fault.
    """
    return _sound(where, follow(where, parsed(where, text), PolicyPack))


def in_force(pack: PolicyPack, day: date | None) -> InForce | None:
    """Fill up a pack's version of a day from `default`; None where no version is valid."""
    version, base = pack.on(day), pack_named(DEFAULT).on(day)
    if version is None or base is None:
        return None
    values = merged(base.policy, version.policy) | {"name": pack.name}
    return InForce(pack, version, values)


def merged(base: dict[str, JsonValue], over: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Replace fields; of weights and of each programme's rules single ones."""
    found = {**base, **over}
    for name in _DEEP:
        below, above = base.get(name), over.get(name)
        if isinstance(below, dict) and isinstance(above, dict):
            found[name] = _joined(below, above)
    return found


def _joined(base: dict[str, JsonValue], over: dict[str, JsonValue]) -> dict[str, JsonValue]:
    found = {**base, **over}
    for name, above in over.items():
        below = base.get(name)
        if isinstance(below, dict) and isinstance(above, dict):
            found[name] = {**below, **above}
    return found


def _sound(where: str, pack: PolicyPack) -> PolicyPack:
    """Check that each version is a policy that does not contradict itself."""
    faults: list[Fault] = []
    for i, version in enumerate(pack.versions):
        place = ("versions", i, "policy")
        policy = validated(Policy, version.policy, place, faults)
        if policy is not None:
            faults.extend(contradictions(policy, place))
    if faults:
        raise DataFileError(where, faults)
    return pack


def renamed(text: str, name: str) -> str:
    """Give a pack's text under another name; comments stay."""
    return re.sub(r"^name: .*$", f"name: {name}", text, count=1, flags=re.MULTILINE)
