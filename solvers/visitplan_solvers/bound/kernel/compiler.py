"""How the bound's kernels are compiled."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from numba import njit

from visitplan_solvers.kernel.compiler import source_stamp

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")


def compiled(function: F) -> F:
    """Compile a function once, keep it on disk until a file of this folder changes."""
    dispatcher: Any = njit(cache=True, nogil=True, error_model="numpy")(function)
    kept = getattr(getattr(dispatcher, "_cache", None), "_cache_file", None)
    if kept is not None:
        sources = tuple(sorted(Path(__file__).parent.glob("*.py")))
        kept._source_stamp = source_stamp(sources)  # noqa: SLF001 - there is no public way
    made: F = dispatcher
    return made
