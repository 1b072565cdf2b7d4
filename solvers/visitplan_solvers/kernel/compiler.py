"""How the kernel is compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from numba import njit

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")


def compiled(function: F) -> F:
    """Compile a kernel function once, keep it on disk, release the lock while it runs."""
    return njit(cache=True, nogil=True, error_model="numpy")(function)
