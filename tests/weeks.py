"""Weeks in which many rules bind at once, for tests of the search."""

from __future__ import annotations

from builders import MON, case_manager, order, patient, request_of, span

from visitplan.domain.request import PlanRequest

WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def crowded_request() -> PlanRequest:
    """Give a week of three people with breaks, pairs, gaps and more work than time."""
    days = [f"2026-12-{day:02d}" for day in (1, 2, 3, 4)]
    lunch = {"minutes": 30, "earliest": "11:30", "latest": "13:00"}
    people = [
        case_manager(
            name,
            block,
            title,
            languages=["en"],
            shifts=[span(MON, "08:00", "12:00"), span(MON, "13:00", "17:00")]
            + [span(day, "08:00", "16:00") for day in days],
            breaks=[lunch],
            max_overtime_minutes_per_day=20,
            max_drive_minutes_per_day=120,
        )
        for name, block, title in (("ana", 0, "LCSW"), ("ben", 3, "LMSW"), ("cyn", 6, "LCSW"))
    ]
    wish = [{"weekdays": WEEK, "start": "09:00", "end": "11:00"}]
    patients = [
        patient(
            f"p{n}",
            n % 8,
            order(
                f"p{n}/visit",
                30 + 15 * (n % 3),
                *(("LCSW", "LMSW") if n % 6 == 5 else ("LCSW",)),
                visits=1 + n % 3,
                min_visits=n % 2,
                min_gap_days=1 + n % 2,
                max_gap_days=3 if n % 4 == 0 else None,
                preferred_windows=wish if n % 3 == 0 else [],
                priority=("high", "routine", "low")[n % 3],
            ),
            primary=("ana", "cyn", None)[n % 3],
            languages=["en"] if n % 2 else ["es"],
        )
        for n in range(20)
    ]
    return request_of(people, patients)


def entangled_request() -> PlanRequest:
    """Give a week with sequences, day patterns, lateness, units, working time, few people."""
    days = (MON, "2026-12-01", "2026-12-02", "2026-12-03")
    people = [
        case_manager(
            name,
            block,
            title,
            shifts=[span(days[0], "08:00", "11:00"), span(days[0], "12:00", "16:00")]
            + [span(day, "08:00", "15:00") for day in days[1:]],
            max_work_minutes_per_day=330,
            max_units_per_day=12,
        )
        for name, block, title in (("ana", 0, "LCSW"), ("ben", 3, "LMSW"), ("cyn", 6, "LCSW"))
    ]
    opens = [{"weekdays": WEEK, "start": "09:00", "end": "10:30"}]
    late = {"windows": opens, "max_late_minutes": 120}
    patients = []
    for n in range(14):
        first = order(f"p{n}/first", 30 + 15 * (n % 3), "LCSW", visits=1 + n % 2, units=n % 4)
        second = order(f"p{n}/second", 30, "LMSW", "LCSW") if n % 3 == 0 else None
        more: dict[str, object] = {"max_case_managers": 2} if n % 2 else {}
        if n % 4 == 0:
            first |= late
        if n % 3 == 1:
            after = {"order": first["id"], "min_minutes": 20, "max_minutes": 90}
            second = order(f"p{n}/second", 30, "LMSW", "LCSW", visits=first["visits"], after=after)
            second["max_gap_days"] = 2 if n == 7 else None
            second["staff"] = [{"any_of": ["LMSW", "LCSW"]}]
        if n % 5 == 2:
            second = order(f"p{n}/second", 30, "LCSW", visits=2)
            more["day_patterns"] = [
                {first["id"]: ["mon", "wed"], second["id"]: ["tue", "thu"]},
                {first["id"]: ["tue", "thu"], second["id"]: ["mon", "wed"]},
            ]
        orders = [first] if second is None else [first, second]
        patients.append(patient(f"p{n}", n % 8, *orders, **more))
    weights = {"late_window": 3, "late_window_max": 5}
    return request_of(people, patients, policy={"weights": weights, "start_step_seconds": 300})
