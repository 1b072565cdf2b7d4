"""Generated weeks with all that binds several visits at once, and with starts on other steps."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from property.busy import WEEK, busy_requests, rarely

Json = dict[str, Any]


@st.composite
def wide_requests(draw: st.DrawFn) -> Json:
    """Draw a busy request with sequences, day patterns, units, working time and lateness."""
    document = draw(busy_requests())
    weights = {
        "late_window": draw(st.sampled_from([0, 1, 4])),
        "late_window_max": draw(rarely(0, 3)),
    }
    document["policy"] = {
        "weights": weights,
        "start_step_seconds": draw(st.sampled_from([60, 60, 1, 30, 300, 900])),
    }
    for person in document["case_managers"]:
        person["max_units_per_day"] = draw(st.sampled_from([None, None, 2, 5]))
        person["max_work_minutes_per_day"] = draw(st.sampled_from([None, None, 150, 300]))
    for patient in document["patients"]:
        for order in patient["orders"]:
            order["units"] = draw(st.integers(0, 3))
            order["max_late_minutes"] = draw(st.sampled_from([0, 0, 15, 90]))
        if len(patient["orders"]) == 2 and draw(st.booleans()):
            _follow(draw, patient["orders"], document)
        patient["max_case_managers"] = draw(rarely(None, 1, 2))
        patient["day_patterns"] = draw(patterns_of(patient["orders"]))
    return document


def _follow(draw: st.DrawFn, orders: list[Json], document: Json) -> None:
    """Let the second of two orders follow the first."""
    for order in orders:
        order["staff"] = order["staff"][:1]
        order["safety"] = draw(rarely("solo", "no_home", "daylight"))
        order["visits"] = orders[0]["visits"]
        order["min_visits"] = min(order["min_visits"], order["visits"])
    least = draw(st.integers(0, 120))
    most = least + draw(st.sampled_from([0, 15, 120, 600]))
    orders[1]["after"] = {"order": orders[0]["id"], "min_minutes": least, "max_minutes": most}
    chained = {order["id"] for order in orders}
    document["fixed"] = [
        fixed for fixed in document["fixed"] if fixed["visit"].rpartition("#")[0] not in chained
    ]


@st.composite
def patterns_of(draw: st.DrawFn, orders: list[Json]) -> list[Json]:
    """Draw up to three patterns, most often none."""
    days = st.lists(st.sampled_from(WEEK), unique=True, max_size=5)
    names = st.sampled_from([order["id"] for order in orders])
    pattern = st.dictionaries(names, days, max_size=len(orders))
    found: list[Json] = draw(st.lists(pattern, max_size=3)) if draw(st.booleans()) else []
    return found
