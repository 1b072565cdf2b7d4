"""Compiling number loops to machine code, kept on disk after the first run."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from numba import njit

if TYPE_CHECKING:
    from collections.abc import Callable

Loop = TypeVar("Loop", bound="Callable[..., object]")


def compiled(loop: Loop) -> Loop:
    """Compile a function with numba; it lets other threads run meanwhile."""
    # numba's decorator has no types; the compiled function is called like the plain one.
    return cast("Loop", njit(cache=True, nogil=True)(loop))
