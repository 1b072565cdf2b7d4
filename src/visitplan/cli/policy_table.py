"""Policy packs as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from visitplan.domain.faults.showing import shown

if TYPE_CHECKING:
    from visitplan.domain.pack_documents import PackList, PackShown


def table_of_packs(found: PackList) -> Table:
    """Make the table of all packs and their days."""
    table = Table(title="Policy packs", title_justify="left")
    for name in ("name", "from", "until"):
        table.add_column(name, no_wrap=True)
    table.add_column("what", overflow="fold")
    for pack in found.packs:
        until = str(pack.valid_until or "open end")
        table.add_row(Text(pack.name), str(pack.valid_from), until, Text(pack.about))
    return table


def table_of_pack(found: PackShown) -> Table:
    """Make the table of what a pack says otherwise than `default`, with sources.

    The pack `default` itself shows all its fields.
    """
    days = f"from {found.valid_from} until {found.valid_until or 'open end'}"
    table = Table(title=Text(f"{found.name}, {days}\n{found.about}"), title_justify="left")
    table.add_column("field", overflow="fold")
    table.add_column("value", overflow="fold")
    table.add_column("source", overflow="fold")
    usual = found.policy.model_dump(mode="json", exclude={"name"})
    told = found.differs or {f"/{name}": shown(value) for name, value in usual.items()}
    for pointer, value in told.items():
        table.add_row(Text(pointer), Text(value), Text(_source(found.sources, pointer)))
    return table


def _source(sources: dict[str, str], pointer: str) -> str:
    """Give the source of a field, or of the nearest thing that holds it."""
    while pointer and pointer not in sources:
        pointer = pointer.rpartition("/")[0]
    return sources.get(pointer, "")
