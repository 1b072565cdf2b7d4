"""Events from JSON: one document or a list of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from visitplan.domain.events import EVENT
from visitplan.planning.replanning.errors import EventUnreadableError

if TYPE_CHECKING:
    from visitplan.domain.events import Event

MOST_SHOWN = 60


def events_of(value: object, name: str) -> tuple[Event, ...]:
    """Read one event or a list of events; `name` says in errors where they come from.

    Raises:
        EventUnreadableError: VP4202.
    """
    documents = value if isinstance(value, list) else [value]
    return tuple(_event(document, name) for document in documents)


def _event(document: object, name: str) -> Event:
    try:
        return EVENT.validate_python(document)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        # The discriminator's own step is no field that anybody wrote.
        path = [str(part) for part in first["loc"][1:]]
        where = f"at /{'/'.join(path)}: " if path else ""
        shown = repr(first["input"])[:MOST_SHOWN]
        raise EventUnreadableError(name, f"{where}{first['msg']} (value: {shown})") from None
