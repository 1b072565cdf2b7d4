"""The address the server listens on."""

from __future__ import annotations

import socket

import pytest

from visitplan.api.errors import NotLoopbackError, PortTakenError
from visitplan.api.server import loopback_socket


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_socket_is_reachable_from_this_machine_only(host: str) -> None:
    with loopback_socket(host, 0) as listener:
        address, port = listener.getsockname()
        assert address == "127.0.0.1"
        assert port > 0
        socket.create_connection((address, port), timeout=5).close()


def test_answers_are_not_held_back() -> None:
    with loopback_socket("127.0.0.1", 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP  # asyncio turns off Nagle's delay for these


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.0.2.1", "LOCALHOST.example"])
def test_other_addresses_are_refused(host: str) -> None:
    with pytest.raises(NotLoopbackError, match="no sign-in"):
        loopback_socket(host, 0)


def test_a_port_in_use_is_told() -> None:
    with loopback_socket("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(PortTakenError, match=str(port)):
            loopback_socket("127.0.0.1", port)
