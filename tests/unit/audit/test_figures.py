"""Every figure of a plan against a number worked out by hand."""

from __future__ import annotations

from builders import BLOCK_METERS, BLOCK_SECONDS, edit_route, right_plan, small_request, street

from visitplan.audit import audit
from visitplan.domain.figures import Figures, FollowUp, FollowUpCount, OpenFollowUp

NOBODY = FollowUpCount(due=0, met=0, rate=None)
BY_HAND = Figures(
    # p5's nurse and p7's second visit are left out of ten.
    visits_asked=10,
    visits_served=8,
    # ana has four of them, ben two, cyn is welcomed.
    routes=7,
    case_managers=3,
    # The blocks and minutes of test_cost.py.
    drive_seconds=26 * BLOCK_SECONDS,
    drive_meters=26 * BLOCK_METERS,
    idle_seconds=60 * (10 + 15 + 30 + 50 + 5),
    overtime_seconds=300,
    # All but p5; p2 sees ana and ben.
    patients_served=6,
    patients_with_one_person=5,
    # ana is p1's and comes twice; cyn is p3's and does not come.
    visits_with_a_primary=3,
    visits_by_the_primary=2,
    paperwork_seconds=0,
    arrival_seconds=0,
    # 156 km are 96.93 miles, at 72.5 cents.
    mileage_cents=7028,
    # Nobody was discharged.
    follow_up=FollowUp(first=NOBODY, second=NOBODY, open=OpenFollowUp(first=NOBODY, second=NOBODY)),
    # 430 minutes are ordered. Of 2820 available ana has 1560, ben 1020 and cyn Thursday's 240: 237,
    # 155 and 36 are fair; ana makes 245 and ben 135. dov does not drive.
    balance_minutes={"ana": 245 - 237, "ben": 135 - 155, "cyn": -36, "dov": 0},
)


def test_figures_are_the_numbers_worked_out_by_hand() -> None:
    request = small_request()
    assert audit(request, right_plan(request), street(request)).figures == BY_HAND


def test_figures_are_recomputed_whatever_the_plan_states() -> None:
    request = small_request()
    boastful = edit_route(right_plan(request), 0, drive_seconds=1, drive_meters=1)
    assert audit(request, boastful, street(request)).figures == BY_HAND
