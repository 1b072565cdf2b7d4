"""Instance files as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.bench.literature.errors import InstanceUnreadableError

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 16_000_000


def text_of(file: Path) -> str:
    """Read a file.

    Raises:
        InstanceUnreadableError: VP7001.
    """
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise _unreadable(file, reason, "it cannot be read", "Give a file you may read.") from None
    if len(data) > MOST_BYTES:
        size = f"over {MOST_BYTES} bytes"
        raise _unreadable(file, size, "it is too large", "Instances have a few megabytes at most.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = f"byte {error.start}"
        raise _unreadable(file, found, "it is no UTF-8 text", "Fetch the file anew.") from None


def _unreadable(file: Path, value: str, what: str, cure: str) -> InstanceUnreadableError:
    return InstanceUnreadableError(file, "the whole file", value, what, cure)
