"""From bytes to a JSON value, with a fault instead of a surprise for everything unusual."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from visitplan.domain.errors import Fault
from visitplan.domain.faults.showing import pointer, shorten, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH = 64
MAX_FAULTS = 1000
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


@dataclass(frozen=True, slots=True)
class Reading:
    """A JSON object, or None where the bytes hold none, and what was wrong."""

    value: dict[str, object] | None
    faults: tuple[Fault, ...]


def read(data: bytes, most_bytes: int) -> Reading:
    """Read one JSON object."""
    if len(data) > most_bytes:
        return _stop(too_large(len(data), most_bytes))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _stop(_not_utf8(data, error))
    return _parse(text)


def _parse(text: str) -> Reading:
    odd = _Oddities()
    try:
        value = json.loads(text, object_pairs_hook=odd.pairs, parse_constant=odd.constant)
    except json.JSONDecodeError as error:
        return _stop(_broken(text, error))
    except RecursionError:
        return _stop(_too_deep())
    except ValueError:  # an integer of more than 4300 digits
        return _stop(_endless_number())
    if not isinstance(value, dict):
        return _stop(_no_object(value))
    if deeper_than(value, MAX_DEPTH):
        return _stop(_too_deep())
    if _SURROGATE.search(text) and _half_character(value):
        return _stop(_lone_surrogate())
    return Reading(value, tuple(islice(odd.faults(value), MAX_FAULTS)))


class _Oddities:
    """Remembers doubled names and constants that JSON does not have."""

    def __init__(self) -> None:
        self._doubled: dict[int, tuple[dict[str, object], list[str]]] = {}
        self._constants = False

    def pairs(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs) and len(self._doubled) < MAX_FAULTS:
            times = Counter(name for name, _ in pairs)
            self._doubled[id(found)] = (found, [name for name, n in times.items() if n > 1])
        return found

    def constant(self, name: str) -> float:
        self._constants = True
        return float(name)

    def faults(self, document: object) -> Iterator[Fault]:
        if not self._doubled and not self._constants:
            return
        for path, value in walk(document):
            for name in self._doubled.pop(id(value), (None, []))[1]:
                yield _doubled(pointer(*path, name), name)
            if isinstance(value, float) and not math.isfinite(value):
                yield not_finite(pointer(*path), value)
        for _, names in self._doubled.values():  # inside a value that a doubled name replaced
            yield _doubled("", names[0])


def walk(document: object) -> Iterator[tuple[tuple[str | int, ...], object]]:
    """Yield every value of a document with its path, without recursion."""
    yield (), document
    stack: list[tuple[tuple[str | int, ...], Iterator[tuple[str | int, object]]]] = [
        ((), _members(document))
    ]
    while stack:
        path, members = stack[-1]
        member = next(members, None)
        if member is None:
            stack.pop()
            continue
        below = (*path, member[0])
        yield below, member[1]
        if isinstance(member[1], dict | list):
            stack.append((below, _members(member[1])))


def _members(value: object) -> Iterator[tuple[str | int, object]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)


def deeper_than(document: object, limit: int) -> bool:
    """Tell whether lists and objects are nested more than `limit` deep."""
    level = [document]
    for _ in range(limit):
        level = [
            below
            for value in level
            for below in (value.values() if isinstance(value, dict) else value)  # type: ignore[attr-defined]
            if isinstance(below, dict | list)
        ]
        if not level:
            return False
    return True


def _half_character(value: object) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def _stop(fault: Fault) -> Reading:
    return Reading(None, (fault,))


def too_large(size: int, limit: int) -> Fault:
    """Make the fault of a document that is larger than the limit, both in bytes."""
    return Fault(
        "VP1002",
        "",
        f"{size} bytes",
        f"the document has {size:,} bytes; the limit is {limit:,}",
        "Plan fewer days or fewer teams at once, and leave out history before the last visit.",
    )


def _not_utf8(data: bytes, error: UnicodeDecodeError) -> Fault:
    return Fault(
        "VP1003",
        "",
        f"byte 0x{data[error.start]:02x}",
        f"the document is not UTF-8: {error.reason} at byte {error.start}",
        "Save or export the file as UTF-8.",
    )


def _broken(text: str, error: json.JSONDecodeError) -> Fault:
    at = text[error.pos : error.pos + 20]
    return Fault(
        "VP1004",
        "",
        shown(at) if at else "end of document",
        f"broken JSON at line {error.lineno}, column {error.colno}: {error.msg}",
        "Mend the JSON there; a JSON editor shows the place.",
    )


def _endless_number() -> Fault:
    return Fault(
        "VP1004",
        "",
        "a number of more than 4300 digits",
        "the document holds a number of more than 4300 digits",
        "Mend the program that wrote it; no field needs more than 13 digits.",
    )


def _lone_surrogate() -> Fault:
    return Fault(
        "VP1003",
        "",
        "half of a \\uD800 pair",
        "a text holds half of a character (a lone \\uD800 to \\uDFFF escape)",
        "Write the whole character, or delete the escape.",
    )


def _doubled(where: str, name: str) -> Fault:
    return Fault(
        "VP1005",
        where,
        shown(name),
        f"the name {shown(name)} stands twice in one object",
        "Keep one of the two; which one counts is not defined.",
    )


def not_finite(where: str, value: object) -> Fault:
    """Make the fault of NaN or an infinite number."""
    return Fault(
        "VP1006",
        where,
        shorten(str(value)),
        f"{value} is no number that can be used",
        "Give the right number; where it is unknown, find out before sending the request.",
    )


def _too_deep() -> Fault:
    return Fault(
        "VP1007",
        "",
        f"more than {MAX_DEPTH} levels",
        f"lists and objects are nested more than {MAX_DEPTH} deep",
        "Send the document as the schema shows it; it needs less than ten levels.",
    )


def _no_object(value: object) -> Fault:
    return Fault(
        "VP1008",
        "",
        shown(value),
        "the document is no JSON object",
        'Send one object, {"schema": "visitplan/1", ...}.',
    )
