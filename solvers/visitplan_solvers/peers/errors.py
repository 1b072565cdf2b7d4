"""Errors of the peers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.errors import VisitplanError

if TYPE_CHECKING:
    from collections.abc import Sequence


class PeerMissingError(VisitplanError):
    """A peer whose package is not installed."""

    code = "VP4021"

    def __init__(self, solver: str, package: str) -> None:
        super().__init__(
            f"the solver {solver!r} needs the package {package!r}, which is not installed. "
            "Install the optional extra: pip install 'visitplan[peers]'."
        )


class PeerCannotError(VisitplanError):
    """A request with something that the peers cannot express."""

    code = "VP4022"

    def __init__(self, solver: str, features: Sequence[str]) -> None:
        super().__init__(
            f"the solver {solver!r} cannot express {len(features)} thing(s) of this request: "
            f"{'; '.join(features)}. Use the solver 'weekly', or compare on a simplified "
            "request with `visitplan bench weekly --peers`."
        )


class PeerNeedsSecondsError(VisitplanError):
    """A peer that was given no time limit."""

    code = "VP4023"

    def __init__(self, solver: str) -> None:
        super().__init__(
            f"the solver {solver!r} can be limited by time alone. Give --seconds, and no "
            "--iterations."
        )
