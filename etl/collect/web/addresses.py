"""IP addresses of the public internet and of the own network, whatever guise they come in."""

import ipaddress

_HOLD_IPV4 = [ipaddress.IPv6Network(text) for text in ("::/96", "::ffff:0:0:0/96", "64:ff9b::/96")]
"""Ranges of addresses that end in an IPv4 address."""
_OF_ONE_NETWORK = ipaddress.IPv6Network("64:ff9b:1::/48")
"""For translators within a network (RFC 8215)."""


def is_private(address: str) -> bool:
    """Whether an IP address is none of the public internet, or leads to one that is not; a name is not, before it is resolved."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if inner := _ipv4_in(found):
            return is_private(str(inner))
        if found.is_site_local or found in _OF_ONE_NETWORK:
            return True
    return not found.is_global or found.is_multicast


def _ipv4_in(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that one leads to: mapped, compatible, 6to4, or for a translator (RFC 6052)."""
    inner = address.ipv4_mapped or address.sixtofour
    if inner is None and any(address in network for network in _HOLD_IPV4):
        inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return inner
