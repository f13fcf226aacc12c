"""Hosts: under which names a service without keys is spoken to.

A page on the Internet whose name is made to lead to 127.0.0.1 ("DNS rebinding") gets its
visitor's browser to send requests here; they carry the page's name in `Host`, which no page
can alter.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection

#: `uri-host [":" port]` (RFC 9110, section 7.2), IPv6 addresses in brackets.
_HOST = re.compile(r"(?:\[(?P<ipv6>[0-9A-Fa-f:.]+)\]|(?P<name>[^\[\]:@/]+))(?::\d*)?")
#: Names that browsers and resolvers never ask anybody else for (RFC 6761, section 6.3).
_LOCALHOST = "localhost"


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
