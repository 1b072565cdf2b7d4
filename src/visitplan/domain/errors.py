"""The one hierarchy of errors that users see.

    VisitplanError
    |-- RequestRefusedError      VP1000  a request with faults, each a `Fault`
    |-- PlanUnreadableError      VP1001  a plan document that is no plan
    |-- DataFileError            VP1911  a file of figures, or a policy pack, that is none
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

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

Severity = Literal["refused", "unservable"]


class VisitplanError(Exception):
    """An error with a code, whose text names the thing, the value and the cure."""

    code: ClassVar[str] = "VP0000"
    exit_code: ClassVar[int] = 2


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a request.

    `refused` faults stop planning; `unservable` ones leave the order
    unassigned and let the rest be planned.
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
