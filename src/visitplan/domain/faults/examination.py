"""All faults of a request at once: the structural ones and those of meaning."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from visitplan.domain.errors import Fault
from visitplan.domain.faults import (
    fixed,
    ids,
    orders,
    places,
    policies,
    references,
    sequences,
    shifts,
    unservable,
    wall_times,
    warnings,
    windows,
)
from visitplan.domain.faults.draft import Draft, draft_of
from visitplan.domain.faults.reading import MAX_FAULTS, read
from visitplan.domain.request import MAX_REQUEST_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

REFUSING: tuple[Callable[[Draft], Iterator[Fault]], ...] = (
    ids.check,
    references.check,
    windows.check,
    wall_times.check,
    shifts.check,
    orders.check,
    sequences.check,
    fixed.check,
    places.check,
    policies.check,
)
UNSERVABLE: tuple[Callable[[Draft], Iterator[Fault]], ...] = (unservable.check,)


def examine(data: bytes) -> tuple[Draft | None, tuple[Fault, ...]]:
    """Read a request; give its sound parts and every fault, in document order."""
    reading = read(data, MAX_REQUEST_BYTES)
    if reading.value is None:
        return None, reading.faults
    draft, structural = draft_of(reading.value)
    told = {fault.pointer for fault in reading.faults}
    first = [*reading.faults, *(fault for fault in structural if fault.pointer not in told)]
    refused = _few(chain(first, _run(REFUSING, draft)))
    unservable = _few(_run(UNSERVABLE, draft))
    return draft, tuple(sorted([*refused, *unservable], key=_document_order))


def warn(draft: Draft) -> tuple[Fault, ...]:
    """Give what should be known of a request and stops no planning, in document order."""
    return tuple(sorted(_few(warnings.check(draft)), key=_document_order))


def _run(checks: tuple[Callable[[Draft], Iterator[Fault]], ...], draft: Draft) -> Iterator[Fault]:
    return chain.from_iterable(check(draft) for check in checks)


def _few(faults: Iterable[Fault]) -> list[Fault]:
    found = list(islice(faults, MAX_FAULTS + 1))
    if len(found) > MAX_FAULTS:
        found[MAX_FAULTS:] = [_many(found[0])]
    return found


def _many(example: Fault) -> Fault:
    return Fault(
        "VP1018",
        "",
        f"more than {MAX_FAULTS}",
        f"there are more than {MAX_FAULTS} faults; the rest is not listed",
        "Mend these first; many of one kind have one cause in the program that wrote them.",
        example.severity,
    )


def _document_order(fault: Fault) -> tuple[tuple[int, int, str], ...]:
    return tuple(
        (0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part)
        for part in fault.pointer.split("/")[1:]
    )
