"""Read a request's body with a limit, whatever its headers say."""

from starlette.requests import Request

from visitplan.api.errors import BodyTooLargeError, MediaTypeError
from visitplan.domain.request import MAX_REQUEST_BYTES

# A caller that is cut off in mid-sending often never reads the answer, so a body that is
# too large is read on, without being kept, up to this size.
_DISCARD_UP_TO_BYTES = 4 * MAX_REQUEST_BYTES


async def json_body(request: Request) -> bytes:
    """Give the body of a call.

    Raises:
        MediaTypeError: it does not call itself JSON, or is compressed.
        BodyTooLargeError: it is larger than the published maximum.
    """
    _check_headers(request)
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > _DISCARD_UP_TO_BYTES:
            break
        if size <= MAX_REQUEST_BYTES:
            chunks.append(chunk)
        else:
            chunks.clear()
    if size > MAX_REQUEST_BYTES:
        raise BodyTooLargeError
    return b"".join(chunks)


def _check_headers(request: Request) -> None:
    kind = request.headers.get("content-type", "")
    media_type, _, parameters = kind.partition(";")
    charset = parameters.replace(" ", "").lower().removeprefix("charset=").strip('"')
    if media_type.strip().lower() != "application/json" or charset not in {"", "utf-8"}:
        raise MediaTypeError("Content-Type", kind)
    encoding = request.headers.get("content-encoding", "identity")
    if encoding.strip().lower() != "identity":
        raise MediaTypeError("Content-Encoding", encoding)
