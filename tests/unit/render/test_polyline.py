from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from visitplan.render.polyline import decode_lines, encode_lines

points = st.tuples(
    st.floats(-90, 90).map(lambda x: round(x, 5)), st.floats(-180, 180).map(lambda x: round(x, 5))
)


@given(st.lists(st.lists(points, min_size=1, max_size=9), max_size=6))
def test_lines_come_back_to_five_decimals(lines: list[list[tuple[float, float]]]) -> None:
    back = decode_lines(encode_lines([np.array(line) for line in lines]))
    assert len(back) == len(lines)
    for given_line, line in zip(lines, back, strict=True):
        assert np.allclose(given_line, line, atol=6e-6)


def test_text_agrees_with_the_published_example() -> None:
    example = np.array([[38.5, -120.2], [40.7, -120.95], [43.252, -126.453]])
    assert encode_lines([example]) == "_p~iF~ps|U_ulLnnqC_mqNvxq`@"


def test_empty_lines_are_left_out() -> None:
    assert encode_lines([np.empty((0, 2))]) == ""
