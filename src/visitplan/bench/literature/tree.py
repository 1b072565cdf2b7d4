"""JSON instances, value by value: each is read with its JSON pointer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NoReturn

from visitplan.bench.literature.errors import (
    InstanceCountError,
    InstanceCutError,
    InstanceError,
    InstanceNumberError,
    InstanceUnreadableError,
)
from visitplan.bench.literature.files import text_of
from visitplan.bench.literature.numbers import LARGEST, exact_decimal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction
    from pathlib import Path

_FETCH = "Fetch the file anew, or correct it."


@dataclass(frozen=True, slots=True)
class Value:
    """One value of the document and where it stands."""

    file: Path
    pointer: str
    content: object

    @property
    def where(self) -> str:
        """Name the place."""
        return self.pointer or "the document"

    def refuse(self, kind: type[InstanceError], what: str, cure: str = _FETCH) -> NoReturn:
        """Raise an error about this value."""
        content = self.content
        if isinstance(content, list | dict):
            shown = f"{'list' if isinstance(content, list) else 'object'} of {len(content)}"
        else:
            shown = json.dumps(content, default=str)[:60]
        raise kind(self.file, self.where, shown, what, cure)

    def has(self, name: str) -> bool:
        """Tell whether an object has a field."""
        return isinstance(self.content, dict) and name in self.content

    def field(self, name: str) -> Value:
        """Give a field of an object.

        Raises:
            InstanceCutError: VP7002, there is none.
        """
        if not isinstance(self.content, dict) or name not in self.content:
            self.refuse(InstanceCutError, f"the field {name!r} is missing")
        return Value(self.file, f"{self.pointer}/{name}", self.content[name])

    def entries(self, count: int | None = None, least: int = 0) -> Iterator[Value]:
        """Yield the entries of a list.

        Raises:
            InstanceCutError: VP7002, it is no list.
            InstanceCountError: VP7003, it has another number of entries.
        """
        if not isinstance(self.content, list):
            self.refuse(InstanceCutError, "a list belongs here")
        if len(self.content) < least:
            self.refuse(InstanceCountError, f"the list needs at least {least} entries")
        if count is not None and len(self.content) != count:
            found = len(self.content)
            self.refuse(InstanceCountError, f"the list needs {count} entries and has {found}")
        for i, entry in enumerate(self.content):
            yield Value(self.file, f"{self.pointer}/{i}", entry)

    def text(self) -> str:
        """Read a text.

        Raises:
            InstanceCutError: VP7002.
        """
        if not isinstance(self.content, str) or not self.content:
            self.refuse(InstanceCutError, "a name belongs here")
        return self.content

    def number(self, least: int = 0) -> Fraction:
        """Read a number exactly.

        Raises:
            InstanceNumberError: VP7004.
        """
        content = self.content
        if isinstance(content, bool) or not isinstance(content, int | Decimal):
            self.refuse(InstanceNumberError, "this is no number")
        number = exact_decimal(Decimal(content))
        if number is None or not least <= number <= LARGEST:
            self.refuse(InstanceNumberError, f"the number lies outside {least} to {LARGEST}")
        return number


def document(file: Path) -> Value:
    """Read a JSON file.

    Raises:
        InstanceUnreadableError: VP7001, with line and column.
    """
    text = text_of(file)
    try:
        return Value(file, "", json.loads(text, parse_float=Decimal, parse_constant=str))
    except json.JSONDecodeError as error:
        where, found = (
            f"line {error.lineno}, column {error.colno}",
            text[error.pos : error.pos + 20],
        )
        shown = json.dumps(found) if found else "end of file"
        raise InstanceUnreadableError(file, where, shown, f"no JSON: {error.msg}", _FETCH) from None
    except (RecursionError, ValueError) as error:
        whole = "the whole file"
        raise InstanceUnreadableError(file, whole, str(error)[:60], "no JSON", _FETCH) from None
