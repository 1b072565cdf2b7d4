from __future__ import annotations

import pytest

from visitplan.render.colors import PALETTE


def _luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("color", PALETTE)
def test_white_digits_are_legible(color: str) -> None:
    assert 1.05 / (_luminance(color) + 0.05) >= 4.5
