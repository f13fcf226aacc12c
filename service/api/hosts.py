"""Hosts: under which names, and from which pages, a service without keys is spoken to.

A page on the Internet whose name is made to lead to 127.0.0.1 ("DNS rebinding") gets its
visitor's browser to send requests here; they carry the page's name in `Host`, which no page
can alter. Any page may also send forms to a loopback address, though it cannot read the answer;
browsers tell by `Sec-Fetch-Site`, older ones by `Origin`, whose page a request comes from.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from urllib.parse import urlsplit

#: `uri-host [":" port]` (RFC 9110, section 7.2), IPv6 addresses in brackets.
_HOST = re.compile(r"(?:\[(?P<ipv6>[0-9A-Fa-f:.]+)\]|(?P<name>[^\[\]:@/]+))(?::\d*)?")
#: Names that browsers and resolvers never ask anybody else for (RFC 6761, section 6.3).
_LOCALHOST = "localhost"
#: What `Sec-Fetch-Site` says of pages of this service, and of addresses that a person typed.
_OWN_SITES = frozenset({"same-origin", "none"})


def names_this_machine(header: str, allowed: Collection[str] = ()) -> bool:
    """Tell whether a `Host` header names the machine itself: loopback, or a name that is allowed.

    Args:
        header: The value of the header, with or without a port.
        allowed: More names, in lower case.
    """
    found = _HOST.fullmatch(header.strip())
    if found is None:
        return False
    name = (found["ipv6"] or found["name"]).lower().removesuffix(".")
    if name in allowed or name == _LOCALHOST or name.endswith(f".{_LOCALHOST}"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def comes_from_elsewhere(
    site: str | None, origin: str | None, host: str, allowed: Collection[str] = ()
) -> bool:
    """Tell whether a page of another origin has had its visitor's browser send a request.

    Programs send neither header. Another port of this machine is another origin.

    Args:
        site: The value of `Sec-Fetch-Site`.
        origin: The value of `Origin`.
        host: The value of `Host`.
        allowed: Origins whose pages may call the service.
    """
    if origin is not None and origin in allowed:
        return False
    if site is not None:
        return site.strip().lower() not in _OWN_SITES
    return origin is not None and _place(origin) != host.strip().lower()


def _place(origin: str) -> str:
    """Return host and port of an origin; an empty text for what is none, such as `null`."""
    try:
        return urlsplit(origin.strip().lower()).netloc
    except ValueError:
        return ""
