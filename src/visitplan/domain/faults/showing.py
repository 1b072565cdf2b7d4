"""How faults name places and values: JSON pointers (RFC 6901) and shortened values."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LONGEST = 80
MOST_SHOWN = 4


def pointer(*parts: str | int) -> str:
    """Give the JSON pointer of a place; no part at all means the whole document."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in parts)


def shown(value: object) -> str:
    """Give a value as JSON, shortened; a larger list or object gives its size."""
    if isinstance(value, dict) and not _small(list(value.values())):
        return f"object with {len(value)} field(s)"
    if isinstance(value, list | tuple) and not _small(value):
        return f"list of {len(value)}"
    return shorten(json.dumps(_plain(value), ensure_ascii=False))


def shorten(text: str) -> str:
    """Cut a long text and say how long it is."""
    if len(text) <= LONGEST:
        return text
    return f"{text[: LONGEST - 3]}... ({len(text)} characters)"


def listed(names: Iterable[str], most: int = 8) -> str:
    """Join names, the first few of many."""
    every = list(names)
    more = f" and {len(every) - most} more" if len(every) > most else ""
    return ", ".join(every[:most]) + more


def _small(values: Sequence[object]) -> bool:
    return len(values) <= MOST_SHOWN and all(
        value is None or isinstance(value, str | int | float) for value in values
    )


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return "24:00" if value == time.max else value.strftime("%H:%M")
    return value
