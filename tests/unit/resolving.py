"""What the crawler is told of names, a case a line of JSON: in a process of its own, since Twisted changes the one that loads it.

A line of standard input is a case: ``{"name": ..., "addresses": [...], "allowed": [...]}``.
"""

import json
import sys
from types import SimpleNamespace
from typing import Any

from scrapy.resolver import dnscache
from twisted.internet.address import IPv4Address, IPv6Address

from etl.collect.web.guard import REFUSED, PublicResolver


class System:
    """A machine that knows the addresses of one name."""

    def __init__(self, addresses: list[str]) -> None:
        self.addresses = addresses

    def resolveHostName(self, receiver: Any, *_: object) -> None:  # noqa: N802 - Twisted's name
        receiver.resolutionBegan(None)
        for address in self.addresses:
            receiver.addressResolved((IPv6Address if ":" in address else IPv4Address)("TCP", address, 80))
        receiver.resolutionComplete()


class Told:
    """Whoever asked."""

    def __init__(self) -> None:
        self.addresses: list[str] = []
        self.is_complete = False

    def resolutionBegan(self, resolution: object) -> None: ...  # noqa: N802

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        self.addresses.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        self.is_complete = True


def told(case: dict[str, Any]) -> dict[str, Any]:
    """What is told the first time, and the second time, from memory."""
    dnscache.clear()
    REFUSED.clear()
    resolver = PublicResolver(SimpleNamespace(nameResolver=System(case["addresses"])), 100)
    resolver._private_hosts = frozenset(case["allowed"])
    first, second = Told(), Told()
    for one in (first, second):
        resolver.resolveHostName(one, case["name"], 80)
    return {
        "told": [first.addresses, second.addresses],
        "is_complete": first.is_complete and second.is_complete,
        "refused": sorted(REFUSED),
    }


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(f"{json.dumps(told(json.loads(line)))}\n")
