"""How the kernel is compiled."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from numba import njit

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")


def compiled(function: F) -> F:
    """Compile a kernel function once, keep it on disk, release the lock while it runs."""
    dispatcher = njit(cache=True, nogil=True, error_model="numpy")(function)
    kept = getattr(getattr(dispatcher, "_cache", None), "_cache_file", None)
    if kept is not None:
        # numba compares a kept function with its own file only, and would go on running code
        # into which functions of other files were inlined before those files changed.
        kept._source_stamp = source_stamp(kernel_sources())  # noqa: SLF001 - there is no public way
    return dispatcher


@cache
def kernel_sources() -> tuple[Path, ...]:
    """Give all files whose code or constants a kernel function may hold."""
    here = Path(__file__).parent
    return (*sorted(here.glob("*.py")), here.parent / "compiled" / "tables.py")


@cache
def source_stamp(files: tuple[Path, ...]) -> str:
    """Hash the content of files."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()
