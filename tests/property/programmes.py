"""Generated weeks with all that a policy can ask for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from property.busy import WEEK, rarely
from property.wide import wide_requests

Json = dict[str, Any]


@st.composite
def policy_requests(draw: st.DrawFn) -> Json:
    """Draw a wide request with clocks, programmes, paperwork, trainees and time for crises."""
    document = draw(wide_requests())
    first = date.fromisoformat(document["horizon"]["first_day"])
    names = [person["id"] for person in document["case_managers"]]
    document["policy"] |= {
        "discharge_clock": draw(
            st.sampled_from([None, {}, {"first_by_days": 3, "second_by_days": 5}])
        ),
        "programs": {"act": draw(rules()), "tcm": draw(rules())},
        "paperwork_minutes_per_visit": draw(st.sampled_from([0, 0, 5, 20])),
        "paperwork_block": draw(
            rarely(None, {"minutes": 20, "earliest": "14:00", "latest": "15:30"})
        ),
        "arrival_minutes": draw(st.sampled_from([0, 0, 5, 10])),
        "long_drive_minutes": draw(st.sampled_from([None, 0, 20])),
        "crisis_slack": draw(st.lists(slack(names), max_size=3)),
    }
    for person in document["case_managers"]:
        person["balance_minutes"] = draw(st.sampled_from([0, 0, -60, 45]))
        person["mentor"] = draw(rarely(None, draw(st.sampled_from(names))))
        if person["mentor"] == person["id"]:
            person["mentor"] = None
    for patient in document["patients"]:
        patient["program"] = draw(st.sampled_from([None, "act", "tcm"]))
        out = first + timedelta(days=draw(st.integers(-32, 3)))
        back = out + timedelta(days=draw(st.integers(-3, 6)))
        patient["discharged_on"] = draw(st.sampled_from([None, str(out)]))
        patient["readmitted_on"] = draw(rarely(None, str(back)))
        for order in patient["orders"]:
            order["acuity_percent"] = draw(st.sampled_from([100, 50, 133]))
            if draw(st.integers(0, 3)) == 0:
                day = first - timedelta(days=draw(st.integers(1, 9)))
                patient["history"].append(
                    {
                        "order": order["id"],
                        "start": f"{day}T11:00",
                        "case_managers": draw(st.sampled_from([[], names[:1], ["long-gone"]])),
                        "status": draw(st.sampled_from(["bumped", "completed"])),
                    }
                )
    document["patients"][-1]["location"] = document["patients"][0]["location"]
    return document


@st.composite
def rules(draw: st.DrawFn) -> Json:
    """Draw the rules of a programme."""
    least = draw(st.integers(1, 3))
    return {
        "least_people": least,
        "most_people": draw(st.sampled_from([None, least, least + 1])),
        "people_days": draw(st.sampled_from([None, 7, 14])),
        "continuity_not_primary": draw(st.sampled_from([None, 0, 700])),
        "continuity_extra_person": draw(st.sampled_from([None, 0, 3000])),
        "continuity_few_people": draw(st.sampled_from([None, 0, 5000])),
        "paperwork_minutes": draw(st.sampled_from([None, 0, 15])),
    }


@st.composite
def slack(draw: st.DrawFn, names: list[str]) -> Json:
    """Draw a part of the day that some people keep time free in."""
    start = draw(st.integers(7, 15))
    return {
        "weekdays": draw(st.lists(st.sampled_from(WEEK), min_size=1, unique=True)),
        "start": f"{start:02d}:30",
        "end": f"{start + draw(st.integers(1, 4)):02d}:15",
        "minutes": draw(st.sampled_from([30, 200, 600])),
        "team": draw(st.sampled_from([None, names[:1], names])),
    }
