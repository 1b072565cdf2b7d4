"""Who can take which place, one to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def match(fits: Sequence[Sequence[bool]], columns: int) -> dict[int, int]:
    """Match as many rows to columns as possible and give the row of each matched column.

    Augmenting paths (Kuhn 1955); rows and columns are a handful each.
    """
    taken: dict[int, int] = {}

    def place(row: int, tried: set[int]) -> bool:
        for column in range(columns):
            if fits[row][column] and column not in tried:
                tried.add(column)
                if column not in taken or place(taken[column], tried):
                    taken[column] = row
                    return True
        return False

    for row in range(len(fits)):
        place(row, set())
    return taken
