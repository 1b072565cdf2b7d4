"""What all documents of the contract share: frozen, closed, and their field types."""

import re
from datetime import date, datetime, time
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema

_WALL = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLOCK = re.compile(r"\d{2}:\d{2}")


class Document(BaseModel):
    """A frozen document that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def _wall_time(value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _WALL.fullmatch(value):
        raise ValueError("a local wall time has the form YYYY-MM-DDTHH:MM")
    wall = datetime.fromisoformat(value)
    if not 1900 <= wall.year <= 2200:  # far years overflow once the zone's offset is added
        raise ValueError("a local wall time lies between the years 1900 and 2200")
    return wall


def _day(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("a day has the form YYYY-MM-DD")
    return date.fromisoformat(value)


def _clock_time(value: object) -> time:
    if isinstance(value, time):
        return value
    if value == "24:00":
        return time.max
    if not isinstance(value, str) or not _CLOCK.fullmatch(value):
        raise ValueError("a time of day has the form HH:MM")
    return time.fromisoformat(value)


def _show_clock_time(value: time) -> str:
    return "24:00" if value == time.max else value.strftime("%H:%M")


def _schema(pattern: str, what: str) -> Any:  # Any: pydantic's own type is internal
    return WithJsonSchema({"type": "string", "pattern": f"^{pattern}$", "description": what})


WallTime = Annotated[
    datetime,
    BeforeValidator(_wall_time),
    PlainSerializer(lambda value: value.strftime("%Y-%m-%dT%H:%M"), return_type=str),
    _schema(_WALL.pattern, "Local wall time in the horizon's zone, YYYY-MM-DDTHH:MM."),
]
Day = Annotated[date, BeforeValidator(_day), _schema(_DAY.pattern, "Calendar day, YYYY-MM-DD.")]
ClockTime = Annotated[
    time,
    BeforeValidator(_clock_time),
    PlainSerializer(_show_clock_time, return_type=str),
    _schema(_CLOCK.pattern, "Local time of day, HH:MM; 24:00 is the day's end."),
]
Identifier = Annotated[
    str, Field(min_length=1, max_length=120, pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/@+-]*$")
]
Code = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^\S+$")]
Minutes = Annotated[int, Field(strict=True, ge=0, le=1440)]
Count = Annotated[int, Field(strict=True, ge=0, le=10_000)]
# A bound of its own type: one given to a field of type `Count` would lose against Count's.
HorizonCount = Annotated[int, Field(strict=True, gt=0, le=42)]
PeopleCount = Annotated[int, Field(strict=True, ge=1, le=10_000)]
Seconds = Annotated[int, Field(strict=True, ge=0)]
Cents = Annotated[int, Field(strict=True, ge=0)]
Meters = Annotated[int, Field(strict=True, ge=0)]
