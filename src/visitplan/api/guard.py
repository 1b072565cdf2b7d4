"""What surrounds every call: the host check, safe headers, the log line, the last handler."""

import logging
import time
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from visitplan.api.errors import HostError
from visitplan.api.problems import internal_problem, problem_response
from visitplan.jobs.worker import where

log = logging.getLogger("visitplan.api")

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})

_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_POLICY = "default-src 'none'; frame-ancestors 'none'"


class Guard:
    """Wraps the application; answers only calls that name one of its hosts."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str] = LOOPBACK_HOSTS) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a call on and see its answer out."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(send)
        begun_s = time.monotonic()
        try:
            # A page of a foreign site can point its own name at this address (DNS rebinding)
            # and read what it likes; its calls carry that name.
            if _host(scope) in self._hosts:
                await self._app(scope, receive, answer.send)
            else:
                await problem_response(HostError())(scope, receive, answer.send)
        except ClientDisconnect:
            log.info("the caller left before its body was complete")
        except Exception as error:  # noqa: BLE001 - the last handler
            log.error("%s", where(error))  # noqa: TRY400 - the text may hold patient data
            if not answer.status:
                await internal_problem()(scope, receive, answer.send)
        took_ms = 1000 * (time.monotonic() - begun_s)
        log.info("%s %s %d %.0f ms", scope["method"], _route(scope), answer.status, took_ms)


class _Answer:
    """Adds the safe headers and remembers the status."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
            headers.setdefault("Content-Security-Policy", _POLICY)
        await self._send(message)


def _host(scope: Scope) -> str:
    try:
        return urlsplit(f"//{Headers(scope=scope).get('host', '')}").hostname or ""
    except ValueError:
        return ""


def _route(scope: Scope) -> str:
    """Give the pattern of the path: a real one, or its query, could name people."""
    return getattr(scope.get("route"), "path", "(unknown path)")
