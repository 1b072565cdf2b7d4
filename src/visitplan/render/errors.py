"""What can go wrong while maps are drawn; causes and cures are in docs/errors/render.md."""

from __future__ import annotations

from visitplan.domain.errors import VisitplanError


class PlanMismatchError(VisitplanError):
    """A plan that names something the request does not have."""

    code = "VP6001"

    def __init__(self, what: str, name: str) -> None:
        """Name the unknown thing."""
        super().__init__(
            f"{what} {name!r} of the plan is not in the request. "
            "Give the request that this plan was made from."
        )


class MapFolderError(VisitplanError):
    """A folder that map pages cannot be written to."""

    code = "VP6002"

    def __init__(self, folder: str, reason: str) -> None:
        """Name the folder and what the system said."""
        super().__init__(
            f"folder {folder!r}: cannot write map pages ({reason}). "
            "Give a folder that you may write to, with free space."
        )


class LeafletMissingError(VisitplanError):
    """The installed copy of Leaflet, which every page carries inside, is not complete."""

    code = "VP6003"

    def __init__(self, file: str) -> None:
        """Name the missing file."""
        super().__init__(
            f"file {file!r} of the package XStatic-Leaflet is missing. "
            "Install the package again, with the version that visitplan pins."
        )


class NothingToDrawError(VisitplanError):
    """A route that a plan does not have."""

    code = "VP6004"

    def __init__(self, case_manager: str, date: str) -> None:
        """Name the route."""
        super().__init__(
            f"case manager {case_manager!r} has no such route on {date} in this plan. "
            "Give a route of the same plan."
        )
