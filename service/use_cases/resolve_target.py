"""Resolve a target: the addresses behind a webhook's host, unless one of them is private."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from service.domain.errors import ClaimdeskError
from service.domain.webhook import is_public

_PORTS = {"http": 80, "https": 443}


class TargetRefusedError(ClaimdeskError):
    """Nothing is sent there: the host has no address, or a private one."""


def resolve_target(host: str, port: int, *, allow_private: bool) -> tuple[str, ...]:
    """Return the IP addresses of a host, all of which may be connected to.

    Whoever connects must use one of these addresses and not resolve the name again, since a
    name can be made to mean another address each time (DNS rebinding).

    Args:
        host: A name or an IP address.
        port: The port to connect to.
        allow_private: Whether addresses of this machine and network are allowed.

    Raises:
        TargetRefusedError: Where the host is unknown, or one of its addresses is private.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise TargetRefusedError(f"The host '{host}' cannot be resolved.") from error
    addresses = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
    private = [a for a in addresses if not is_public(ipaddress.ip_address(a.split("%")[0]))]
    if private and not allow_private:
        raise TargetRefusedError(
            f"The host '{host}' is at {private[0]}, which is not a public address; webhooks are "
            "sent to public addresses only."
        )
    return addresses


def split_target(url: str) -> tuple[str, int]:
    """Return host and port of an http or https address.

    Raises:
        TargetRefusedError: Where it has no host, no valid port, or holds a user's name.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError as error:
        raise TargetRefusedError("The address cannot be read.") from error
    if port is None or not parts.hostname:
        raise TargetRefusedError("The address must be an http or https one with a host.")
    if parts.username is not None or parts.password is not None:
        raise TargetRefusedError(
            "The address must hold no user name and no password; receivers know that an event "
            "is genuine by its signature."
        )
    return parts.hostname, port
