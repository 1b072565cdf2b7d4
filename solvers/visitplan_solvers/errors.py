"""Errors of the solvers."""

from __future__ import annotations

from visitplan.domain.solving import AppointmentUnreachableError

__all__ = ["AppointmentUnreachableError"]
