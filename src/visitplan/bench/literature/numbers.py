"""Numbers of instance files, exactly as written."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction

LARGEST = 10**6
_MOST_DIGITS = 20


def exact(text: str) -> Fraction | None:
    """Give a decimal number exactly; None where it is none, or too long or large to be meant."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return exact_decimal(number)


def exact_decimal(number: Decimal) -> Fraction | None:
    """Give a decimal as a fraction; None for infinite, endless or huge ones."""
    if not number.is_finite() or abs(number) > LARGEST:
        return None
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -_MOST_DIGITS:
        return None
    return Fraction(number)


def up(value: Fraction) -> int:
    """Round up to a whole number."""
    return -(-value.numerator // value.denominator)


def down(value: Fraction) -> int:
    """Round down to a whole number."""
    return value.numerator // value.denominator
