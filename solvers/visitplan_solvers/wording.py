"""Numbers with their nouns, as sentences say them."""

from __future__ import annotations


def counted(number: int, what: str) -> str:
    """Give a number and its noun."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
