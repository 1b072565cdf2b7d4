"""Single values of a request, by JSON pointer: read, and changed in a copy."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter

from visitplan.domain.document import Document
from visitplan.domain.plan import RequestChange

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import JsonValue

    from visitplan.domain.request import PlanRequest

D = TypeVar("D", bound=Document)
Path = tuple[str | int, ...]
"""Names of fields and numbers of list items; it ends with the name of a field."""


def change(request: PlanRequest, path: Path, after: Any) -> RequestChange:  # Any: JSON
    """State the change of one value."""
    return RequestChange(pointer=pointer(path), before=value_at(request, path), after=after)


def changed(request: PlanRequest, changes: Iterable[RequestChange]) -> PlanRequest:
    """Give a copy of a request with values changed; what they touch is validated.

    Raises:
        ValueError: a pointer leads nowhere, or a value is not of its field's form.
    """
    for one in changes:
        request = _with(request, path_of(one.pointer), one.after)
    return request


def value_at(request: PlanRequest, path: Path) -> JsonValue:
    """Give a value as the request's document has it.

    Raises:
        ValueError: the path leads nowhere.
    """
    found: Any = request  # Any: documents, tuples and values on the way
    for part in path[:-1]:
        found = _below(found, part)
    last = path[-1]
    if not isinstance(found, Document) or last not in type(found).model_fields:
        raise ValueError(f"the request has no {pointer(path)}")
    shown: JsonValue = _adapter(type(found), str(last)).dump_python(
        getattr(found, str(last)), mode="json"
    )
    return shown


def pointer(path: Path) -> str:
    """Write a path as a JSON pointer."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)


def path_of(text: str) -> Path:
    """Read a JSON pointer; whole numbers are list items."""
    parts = (part.replace("~1", "/").replace("~0", "~") for part in text.split("/")[1:])
    return tuple(int(part) if part.isdecimal() else part for part in parts)


def _with(document: D, path: Path, value: JsonValue) -> D:
    name, rest = str(path[0]), path[1:]
    if name not in type(document).model_fields:
        raise ValueError(f"{type(document).__name__} has no {name!r}")
    if not rest:
        return document.model_copy(
            update={name: _adapter(type(document), name).validate_python(value)}
        )
    child = getattr(document, name)
    if isinstance(child, Document):
        return document.model_copy(update={name: _with(child, rest, value)})
    at = rest[0]
    item = _below(child, at)
    items = [*child[:at], _with(item, rest[1:], value), *child[int(at) + 1 :]]
    return document.model_copy(update={name: tuple(items)})


def _below(found: Any, part: str | int) -> Any:
    if isinstance(part, int) and isinstance(found, tuple) and part < len(found):
        return found[part]
    if isinstance(part, str) and isinstance(found, Document) and part in type(found).model_fields:
        return getattr(found, part)
    raise ValueError(f"there is no {part!r}")


@cache
def _adapter(model: type[Document], name: str) -> TypeAdapter[Any]:
    return TypeAdapter(model.model_fields[name].rebuild_annotation())
