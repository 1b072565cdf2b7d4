"""The stable codes of blockers; docs/blockers.md has a heading for each."""

from __future__ import annotations

# For everybody, from the order itself.
NO_ALLOWED_DAY = "no-allowed-day"
IN_TREATMENT = "in-treatment"
GAP_TO_HISTORY = "gap-to-history"
NO_WINDOW_LONG_ENOUGH = "no-window-long-enough"
NO_DAYLIGHT = "no-daylight"
PATIENT_UNAVAILABLE = "patient-unavailable"
HOURS_PAST = "hours-past"
PROMISE_OUTSIDE_HOURS = "promise-outside-hours"
PROMISES_LEAVE_NO_DAY = "promises-leave-no-day"
GAP_TO_SERVED = "gap-to-served"
DAY_PATTERN = "day-pattern"
NO_DAY_IN_COMMON = "no-day-in-common"
PARTNER_HAS_NO_PLACE = "partner-has-no-place"
# For one person, before any driving.
EXCLUDED = "excluded"
STAFF_GENDER = "staff-gender"
PROMISED_TO_OTHERS = "promised-to-others"
CREDENTIAL_MISSING = "credential-missing"
CREDENTIAL_OTHER_STATE = "credential-other-state"
CREDENTIAL_EXPIRED = "credential-expired"
CREDENTIAL_NOT_YET_VALID = "credential-not-yet-valid"
DRIVERS_LICENSE = "drivers-license"
IN_ORIENTATION = "in-orientation"
NO_SHIFT = "no-shift"
ABSENT = "absent"
SHIFT_OVER = "shift-over"
MAX_CASE_MANAGERS = "max-case-managers"
# For one person, on the best of the days.
OUT_OF_REACH = "out-of-reach"
SEVERAL_LIMITS = "several-limits"
NO_ROOM_BETWEEN_VISITS = "no-room-between-visits"
MAX_VISITS_REACHED = "max-visits-reached"
MAX_UNITS_REACHED = "max-units-reached"
STOPS_PER_ROUTE = "stops-per-route"
LEG_TOO_LONG = "leg-too-long"
DAILY_DRIVING_LIMIT = "daily-driving-limit"
DAILY_WORKING_LIMIT = "daily-working-limit"
SHIFT_END_MISSED = "shift-end-missed"
SHIFT_START_MISSED = "shift-start-missed"
HOURS_MISSED = "hours-missed"
PROMISED_START_MISSED = "promised-start-missed"
BREAK_IN_THE_WAY = "break-in-the-way"
APPOINTMENT_IN_THE_WAY = "appointment-in-the-way"
ABSENCE_IN_THE_WAY = "absence-in-the-way"
NO_SECOND_PERSON = "no-second-person"
SEARCH_MISSED = "search-missed"

CODES = (
    NO_ALLOWED_DAY,
    IN_TREATMENT,
    GAP_TO_HISTORY,
    NO_WINDOW_LONG_ENOUGH,
    NO_DAYLIGHT,
    PATIENT_UNAVAILABLE,
    HOURS_PAST,
    PROMISE_OUTSIDE_HOURS,
    PROMISES_LEAVE_NO_DAY,
    GAP_TO_SERVED,
    DAY_PATTERN,
    NO_DAY_IN_COMMON,
    PARTNER_HAS_NO_PLACE,
    EXCLUDED,
    STAFF_GENDER,
    PROMISED_TO_OTHERS,
    CREDENTIAL_MISSING,
    CREDENTIAL_OTHER_STATE,
    CREDENTIAL_EXPIRED,
    CREDENTIAL_NOT_YET_VALID,
    DRIVERS_LICENSE,
    IN_ORIENTATION,
    NO_SHIFT,
    ABSENT,
    SHIFT_OVER,
    MAX_CASE_MANAGERS,
    OUT_OF_REACH,
    SEVERAL_LIMITS,
    NO_ROOM_BETWEEN_VISITS,
    STOPS_PER_ROUTE,
    MAX_VISITS_REACHED,
    MAX_UNITS_REACHED,
    LEG_TOO_LONG,
    DAILY_DRIVING_LIMIT,
    DAILY_WORKING_LIMIT,
    SHIFT_END_MISSED,
    SHIFT_START_MISSED,
    HOURS_MISSED,
    PROMISED_START_MISSED,
    BREAK_IN_THE_WAY,
    APPOINTMENT_IN_THE_WAY,
    ABSENCE_IN_THE_WAY,
    NO_SECOND_PERSON,
    SEARCH_MISSED,
)
"""All codes, from what lies in the order to what only just failed."""
