"""What pydantic finds, one to one as faults with pointers, codes and cures."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from visitplan.domain.errors import Fault
from visitplan.domain.faults.reading import not_finite
from visitplan.domain.faults.showing import listed, pointer, shorten, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

Path = tuple[str | int, ...]
MAX_VALUES = 50_000
_KINDS = {
    "int": "a whole number without quotes",
    "float": "a number without quotes",
    "string": "a text in quotes",
    "bool": "true or false",
    "tuple": "a list",
    "dict": "an object",
    "model": "an object",
}


M = TypeVar("M", bound=BaseModel)


def validated(
    model: type[M],
    value: object,
    where: Path,
    faults: list[Fault],
    *,
    most_values: int = MAX_VALUES,
) -> M | None:
    """Make a model of a JSON value, or add its faults and give None."""
    if more_values_than(value, most_values):
        faults.append(_overfull(where, most_values))
        return None
    try:
        return model.model_validate(value, by_alias=True, by_name=False)
    except ValidationError as error:
        details = error.errors(include_url=False)
        faults.extend(
            _fault(model, value, where, detail) for detail in details if not _echo(detail)
        )
        return None


def unknown_fields(model: type[BaseModel], value: dict[str, object]) -> Iterator[Fault]:
    """Yield a fault for every name in an object that the model does not know."""
    known = list(_names(model))
    for name, given in value.items():
        if name not in known:
            yield _unknown(pointer(name), name, known, given)


def missing(where: Path, meaning: str) -> Fault:
    """Make the fault of a field that is not there; the pointer says where it belongs."""
    return Fault(
        "VP1010",
        pointer(*where),
        "absent",
        f"the field {shown(where[-1])} is missing",
        f"Add it: {meaning}" if meaning else "Add it.",
    )


def wrong_kind(where: Path, value: object, kind: str) -> Fault:
    """Make the fault of a value of another JSON type."""
    return Fault(
        "VP1012",
        pointer(*where),
        shown(value),
        f"{_type_name(value)} stands where {kind} belongs",
        f"Write {kind}.",
    )


def empty(where: Path) -> Fault:
    """Make the fault of a list that needs at least one entry."""
    return Fault(
        "VP1016",
        pointer(*where),
        "[]",
        f"the list {shown(where[-1])} is empty",
        "Give at least one entry.",
    )


def more_values_than(document: object, limit: int) -> bool:
    """Tell whether a JSON value holds more than `limit` values, itself included."""
    seen, stack = 0, [document]
    while stack:
        value = stack.pop()
        seen += 1
        if isinstance(value, dict):
            below = list(value.values())
        elif isinstance(value, list):
            below = value
        else:
            continue
        if seen + len(stack) + len(below) > limit:
            return True
        stack.extend(below)
    return seen > limit


def _echo(detail: ErrorDetails) -> bool:
    """Tell whether a list counts as empty only because its entries are broken."""
    return detail["type"] == "too_short" and bool(detail["input"])


def _fault(model: type[BaseModel], value: object, where: Path, detail: ErrorDetails) -> Fault:
    below = _resolved(value, detail["loc"], last_may_lack=detail["type"] == "missing")
    path = (*where, *below)
    kind, given = detail["type"], detail["input"]
    if kind == "missing":
        field = _field(model, below)
        return missing(path, field.description or "" if field else "")
    if kind == "extra_forbidden":
        owner = _owner(model, below[:-1])
        return _unknown(pointer(*path), str(below[-1]), list(_names(owner)), given)
    if kind == "finite_number":
        return not_finite(pointer(*path), given)
    if kind == "too_short" and isinstance(given, list):
        return empty(path)
    if kind.endswith("_type"):
        return wrong_kind(path, given, _KINDS.get(kind.split("_")[0], "a value of its kind"))
    return _wrong_value(path, detail, _field(model, below))


def _wrong_value(path: Path, detail: ErrorDetails, field: FieldInfo | None) -> Fault:
    code = "VP1013"
    text = detail["msg"].removeprefix("Value error, ").replace("Input should", "it should")
    if detail["type"] == "value_error":
        code = "VP1015" if path[-1] == "timezone" else "VP1014"
    return Fault(
        code,
        pointer(*path),
        shown(detail["input"]),
        f"{shown(path[-1])} has a wrong value: {text}",
        _cure(path, field),
    )


def _cure(path: Path, field: FieldInfo | None) -> str:
    if path[-1] in {"lat", "lon"}:
        return "Give WGS84 degrees; if latitude and longitude are swapped, exchange them."
    meaning = field.description if field else None
    return f"Correct it. The field means: {meaning}" if meaning else "Correct it."


def _unknown(where: str, name: str, known: list[str], value: object) -> Fault:
    near = difflib.get_close_matches(name[:120], known, n=1)
    cure = f"Did you mean {shown(near[0])}? " if near else ""
    return Fault(
        "VP1011",
        where,
        shown(value),
        f"the field {shown(name)} is unknown here",
        f"{cure}Delete it, or use one of: {listed(known, 30)}.",
    )


def _overfull(where: Path, most: int) -> Fault:
    return Fault(
        "VP1017",
        pointer(*where),
        f"more than {most} values",
        f"this entry holds more than {most:,} values",
        "Leave out old history and other days; one entry needs a few hundred values.",
    )


def _resolved(value: object, loc: tuple[int | str, ...], *, last_may_lack: bool) -> Path:
    """Keep of pydantic's path what stands in the document; it also names union members."""
    path: list[str | int] = []
    for i, part in enumerate(loc):
        below = _below(value, part)
        if below is not None:
            value = below[0]
        elif not (last_may_lack and i == len(loc) - 1):
            continue
        path.append(part)
    return tuple(path)


def _below(value: object, part: str | int) -> tuple[object] | None:
    if isinstance(value, dict) and part in value:
        return (value[part],)
    if isinstance(value, list) and isinstance(part, int) and part < len(value):
        return (value[part],)
    return None


def _names(model: type[BaseModel] | None) -> Iterator[str]:
    for name, field in (model.model_fields if model else {}).items():
        yield field.alias or name


def _owner(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    owner: type[BaseModel] | None = model
    key_follows = False
    for part in path:
        if not isinstance(part, str):
            continue
        if key_follows:
            key_follows = False
            continue
        field = _named(owner, part)
        owner = _model_in(field.annotation) if field else None
        key_follows = field is not None and _is_mapping(field.annotation)
    return owner


def _is_mapping(annotation: Any) -> bool:  # Any: annotations have no common type
    return get_origin(annotation) is dict or any(map(_is_mapping, get_args(annotation)))


def _field(model: type[BaseModel], path: Path) -> FieldInfo | None:
    names = [i for i, part in enumerate(path) if isinstance(part, str)]
    if not names:
        return None
    return _named(_owner(model, path[: names[-1]]), str(path[names[-1]]))


def _named(model: type[BaseModel] | None, name: str) -> FieldInfo | None:
    fields = model.model_fields if model else {}
    return next((field for key, field in fields.items() if (field.alias or key) == name), None)


def _model_in(annotation: Any) -> type[BaseModel] | None:  # Any: annotations have no common type
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)


def _type_name(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    names = {int: "a number", float: "a number", str: "a text", list: "a list", dict: "an object"}
    return names.get(type(value), shorten(type(value).__name__))
