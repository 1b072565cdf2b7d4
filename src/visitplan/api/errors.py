"""What can be wrong with an HTTP call or the server's address; see docs/errors/service.md."""

from __future__ import annotations

from visitplan.domain.errors import VisitplanError
from visitplan.domain.request import MAX_REQUEST_BYTES


class InternalError(VisitplanError):
    """An error that the service should not meet; what it was is in the log."""

    code = "VP5000"

    def __init__(self) -> None:
        super().__init__(
            "the service met an unexpected error. Try again; if it stays so, report the lines "
            "that the server logged; they hold no patient data."
        )


class BrokenBodyError(VisitplanError):
    """A body that is no JSON."""

    code = "VP5301"

    def __init__(self, what: str) -> None:
        super().__init__(f"the body cannot be read: {what}")


class BodyTooLargeError(VisitplanError):
    """A body beyond the published maximum."""

    code = "VP5302"

    def __init__(self) -> None:
        super().__init__(
            f"the body has more than {MAX_REQUEST_BYTES:,} bytes. Plan fewer days or fewer teams "
            "at once, and leave out history before the last visit."
        )


class MediaTypeError(VisitplanError):
    """A body of another kind than JSON."""

    code = "VP5303"

    def __init__(self, header: str, value: str) -> None:
        super().__init__(
            f"{header} {value[:80]!r} is not taken. Send plain UTF-8 JSON with "
            "Content-Type: application/json and no Content-Encoding."
        )


class NotAcceptableError(VisitplanError):
    """An Accept header that nothing here satisfies."""

    code = "VP5304"

    def __init__(self, accept: str, offered: tuple[str, ...]) -> None:
        super().__init__(
            f"Accept {accept[:120]!r} allows none of {', '.join(offered)}. Ask for one of these."
        )


class ParameterError(VisitplanError):
    """Query parameters or headers that are missing, unknown or out of range."""

    code = "VP5305"

    def __init__(self, count: int) -> None:
        super().__init__(f"the call has {count} parameter(s) that cannot be used: see errors.")


class PathUnknownError(VisitplanError):
    """A path that the service does not have."""

    code = "VP5306"

    def __init__(self) -> None:
        super().__init__("nothing is at this path. GET /openapi.json lists all paths.")


class MethodError(VisitplanError):
    """A method that a path does not take."""

    code = "VP5307"

    def __init__(self, allowed: str) -> None:
        super().__init__(f"this path does not take that method. Use {allowed or 'another'}.")


class HostError(VisitplanError):
    """A Host header that is not the server's: somebody may be tricking a browser."""

    code = "VP5308"

    def __init__(self) -> None:
        super().__init__(
            "the call names a host that this server is not. Call it by 127.0.0.1 or localhost."
        )


class NotLoopbackError(VisitplanError):
    """An address that others could reach."""

    code = "VP5401"

    def __init__(self, host: str) -> None:
        super().__init__(
            f"--host {host!r} could be reached from other machines, and there is no sign-in yet. "
            "Use 127.0.0.1, ::1 or localhost."
        )


class PortTakenError(VisitplanError):
    """An address on which the server cannot listen."""

    code = "VP5402"

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(
            f"cannot listen on {host} port {port}: {reason}. Give --port another number, or 0 "
            "for any free one."
        )
