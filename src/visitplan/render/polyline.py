"""Lines as short text: five decimals, differences only, about five characters a point.

The alphabet is that of the well-known "encoded polyline" format (five bits a
character, zigzag sign), which JavaScript decodes in a few lines; lines are
separated by one space. GeoJSON of the same roads would be four times as long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

DECIMALS = 5
_BITS = 5
_CHARACTERS = 6  # 30 bits hold any difference of degrees at five decimals
_SEPARATOR = 32


def encode_lines(lines: Sequence[NDArray[np.float64]]) -> str:
    """Encode arrays of [lat, lon] rows as one text, lines in order, empty ones left out."""
    kept = [line for line in lines if len(line)]
    if not kept:
        return ""
    lengths = np.array([len(line) for line in kept])
    firsts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    whole = np.rint(np.concatenate(kept) * 10**DECIMALS).astype(np.int64)
    steps = np.diff(whole, axis=0, prepend=np.zeros((1, 2), np.int64))
    steps[firsts] = whole[firsts]
    zigzag = (np.where(steps < 0, ~(steps << 1), steps << 1)).ravel()
    return _characters(zigzag, 2 * firsts[1:])


def _characters(values: NDArray[np.int64], line_starts: NDArray[np.int64]) -> str:
    shifts = _BITS * np.arange(_CHARACTERS)
    rest = values[:, None] >> shifts
    used = rest > 0
    used[:, 0] = True
    more = rest >= 1 << _BITS
    letters = ((rest & 31) | np.where(more, 32, 0)) + 63
    table = np.zeros((len(values), _CHARACTERS + 1), np.uint8)
    table[:, 1:] = np.where(used, letters, 0)
    table[line_starts, 0] = _SEPARATOR
    flat = table.ravel()
    return flat[flat > 0].tobytes().decode("ascii")


def decode_lines(text: str) -> list[list[tuple[float, float]]]:
    """Give the lines of `encode_lines` back, each a list of (lat, lon)."""
    return [_decode_line(part) for part in text.split(" ") if part]


def _decode_line(text: str) -> list[tuple[float, float]]:
    numbers: list[int] = []
    value = shift = 0
    for letter in text:
        bits = ord(letter) - 63
        value |= (bits & 31) << shift
        shift += _BITS
        if bits < 32:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    lat = lon = 0
    line: list[tuple[float, float]] = []
    for north, east in zip(numbers[::2], numbers[1::2], strict=True):
        lat, lon = lat + north, lon + east
        line.append((lat / 10**DECIMALS, lon / 10**DECIMALS))
    return line
