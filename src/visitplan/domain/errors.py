"""The one hierarchy of errors that users see.

    VisitplanError
    |-- RequestRefusedError      VP1000  a request with faults, each a `Fault`
    |-- PlanUnreadableError      VP1001  a plan document that is no plan
    |-- DataFileError            VP1911  a file of figures, or a policy pack, that is none
    |-- UnknownPackError         VP1912  a policy pack that nobody knows
    |-- PackNotInForceError      VP1913  a policy pack without a version for a day
    |-- (network, matrix)        VP2xxx
    |-- (audit)                  VP3xxx
    |-- (solvers, planning)      VP4xxx
    |-- (store, jobs, service)   VP5xxx
    |-- (render)                 VP6xxx
    `-- (bench)                  VP7xxx

Each package keeps its own errors in its `errors.py`; all derive from
`VisitplanError`, carry a stable code and are explained in `docs/errors/`.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

Severity = Literal["refused", "unservable", "warning"]


class VisitplanError(Exception):
    """An error with a code, whose text names the thing, the value and the cure."""

    code: ClassVar[str] = "VP0000"
    exit_code: ClassVar[int] = 2


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a request.

    `refused` faults stop planning; `unservable` ones leave the order
    unassigned and let the rest be planned. A `warning` is no fault: the
    request is planned as it is, and somebody should know.
    """

    code: str
    pointer: str
    value: str
    message: str
    cure: str
    severity: Severity = "refused"

    def __str__(self) -> str:
        """Give the fault as one line."""
        return (
            f"{self.code} {self.pointer or '/'}: {self.message} (value: {self.value}). {self.cure}"
        )


class RequestRefusedError(VisitplanError):
    """A request with at least one fault that stops planning."""

    code = "VP1000"

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep the faults and list them all in the text."""
        self.faults = tuple(faults)
        super().__init__(
            f"the request has {len(self.faults)} fault(s):\n" + "\n".join(map(str, self.faults))
        )


class PlanUnreadableError(VisitplanError):
    """A plan document that is broken JSON or does not follow the schema."""

    code = "VP1001"

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep the faults and list them all in the text."""
        self.faults = tuple(faults)
        super().__init__(
            f"the plan has {len(self.faults)} fault(s):\n" + "\n".join(map(str, self.faults))
        )


class DataFileError(VisitplanError):
    """A file of figures or a policy pack that cannot be read or contradicts itself."""

    code = "VP1911"

    def __init__(self, where: str, faults: Sequence[Fault]) -> None:
        """Name the file, keep the faults and list them all in the text."""
        self.faults = tuple(faults)
        super().__init__(
            f"the file {where} has {len(self.faults)} fault(s):\n"
            + "\n".join(map(str, self.faults))
        )


class UnknownPackError(VisitplanError):
    """A name that no policy pack has."""

    code = "VP1912"

    def __init__(self, name: str, known: Sequence[str]) -> None:
        """Name the nearest one, and all."""
        near = difflib.get_close_matches(name[:120], known, n=1)
        meant = f"Did you mean {near[0]!r}? " if near else ""
        super().__init__(
            f"no policy pack has the name {name!r}. {meant}Use one of: {', '.join(known)}."
        )


class PackNotInForceError(VisitplanError):
    """A policy pack without a version that is valid on the horizon's first day."""

    code = "VP1913"

    def __init__(self, name: str, day: date | None, stretches: str) -> None:
        """Name pack and day, and the days that it has versions for."""
        super().__init__(
            f"the policy pack {name!r} has no version for a horizon that begins on {day}; it has: "
            f"{stretches}. Choose another pack, or add a version to a copy of it."
        )
