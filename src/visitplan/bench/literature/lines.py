"""Text instances, line by line: every value is read with the line it stands in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitplan.bench.literature.errors import (
    InstanceCountError,
    InstanceCutError,
    InstanceNumberError,
)
from visitplan.bench.literature.files import text_of
from visitplan.bench.literature.numbers import LARGEST, exact

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path

_FETCH = "Fetch the file anew, or correct it."


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not empty, cut into words."""

    file: Path
    number: int
    words: tuple[str, ...]

    @property
    def where(self) -> str:
        """Name the line."""
        return f"line {self.number}"

    @property
    def text(self) -> str:
        """Give the words, shortened."""
        return " ".join(self.words)[:60]

    def expect(self, count: int, what: str) -> None:
        """Refuse a line with more or fewer words.

        Raises:
            InstanceCountError: VP7003.
        """
        if len(self.words) != count:
            said = f"{what} needs {count} values and has {len(self.words)}"
            raise InstanceCountError(self.file, self.where, self.text, said, _FETCH)

    def whole(self, at: int, what: str, least: int = 0, most: int = LARGEST) -> int:
        """Read a whole number.

        Raises:
            InstanceNumberError: VP7004.
        """
        number = self.number_at(at, what, least, most)
        if number.denominator != 1:
            raise self._wrong(at, f"{what} is no whole number")
        return int(number)

    def number_at(self, at: int, what: str, least: int | None = 0, most: int = LARGEST) -> Fraction:
        """Read a decimal number exactly.

        Raises:
            InstanceNumberError: VP7004.
        """
        number = exact(self.words[at])
        if number is None:
            raise self._wrong(at, f"{what} is no number up to {LARGEST}")
        if (least is not None and number < least) or number > most:
            raise self._wrong(at, f"{what} lies outside {least} to {most}")
        return number

    def _wrong(self, at: int, what: str) -> InstanceNumberError:
        return InstanceNumberError(self.file, self.where, self.words[at][:60], what, _FETCH)


class Lines:
    """The lines of a file, taken one after the other."""

    def __init__(self, file: Path) -> None:
        self.file = file
        split = enumerate(text_of(file).splitlines(), start=1)
        self._lines = [Line(file, n, tuple(line.split())) for n, line in split if line.split()]
        self._at = 0

    def peek(self) -> Line | None:
        """Give the next line without taking it; None at the end."""
        return self._lines[self._at] if self._at < len(self._lines) else None

    def take(self, what: str) -> Line:
        """Take the next line.

        Raises:
            InstanceCutError: VP7002, there is none.
        """
        line = self.peek()
        if line is None:
            last = self._lines[-1].number if self._lines else 0
            said = f"the file ends where {what} belongs"
            raise InstanceCutError(self.file, f"after line {last}", "end of file", said, _FETCH)
        self._at += 1
        return line

    def finish(self, what: str) -> None:
        """Refuse lines that are left over.

        Raises:
            InstanceCountError: VP7003.
        """
        line = self.peek()
        if line is not None:
            raise InstanceCountError(
                self.file, line.where, line.text, f"there are more lines than {what}", _FETCH
            )
