"""Choose what to answer with by the Accept header (RFC 9110, 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence

_QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")
_RANGE = re.compile(r"[\w!#$%&'*+.^`|~-]+/[\w!#$%&'*+.^`|~-]+", re.ASCII)


def preferred(accept: str | None, offered: Sequence[str]) -> str | None:
    """Give the offered media type that the caller likes best; None where none is allowed.

    Of equals the earlier offered one wins. The most specific range decides about a type,
    so that `text/*, text/html;q=0` excludes HTML. Ranges that are malformed do not count.
    """
    if accept is None or not accept.strip():
        return offered[0]
    ranges = [parsed for part in accept.split(",") if (parsed := _parsed(part))]
    best = max(offered, key=lambda kind: _quality(kind, ranges))  # max keeps the first of equals
    return best if _quality(best, ranges) > 0 else None


def _parsed(part: str) -> tuple[str, float] | None:
    kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
    if not _RANGE.fullmatch(kind):
        return None
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            value = value.strip()
            return (kind, float(value)) if _QUALITY.fullmatch(value) else None
    return kind, 1.0


def _quality(offered: str, ranges: Sequence[tuple[str, float]]) -> float:
    family = offered.partition("/")[0] + "/*"
    for wanted in (offered, family, "*/*"):
        found = [quality for kind, quality in ranges if kind == wanted]
        if found:
            return max(found)
    return 0.0
