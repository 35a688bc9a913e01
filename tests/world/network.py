"""No test reaches the network: only this machine answers."""

import ipaddress
import socket


class OutsideWorldReached(AssertionError):
    """A test tried to speak to a machine that is not this one."""


def is_here(address):
    """Whether a socket's address is this machine's: a path, localhost or a loopback number."""
    if not isinstance(address, tuple):
        return True
    host = address[0]
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in {"localhost", ""}


def refuse_outside(patch):
    """Let every connection and every look-up of a name beyond this machine fail loudly."""
    connect, connect_ex, look_up = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def checked(address):
        if not is_here(address):
            raise OutsideWorldReached(f"a test spoke to {address}")
        return address

    patch.setattr(socket.socket, "connect", lambda self, address: connect(self, checked(address)))
    patch.setattr(
        socket.socket, "connect_ex", lambda self, address: connect_ex(self, checked(address))
    )
    patch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *rest, **more: look_up(checked((host or "", 0))[0] or None, *rest, **more),
    )
