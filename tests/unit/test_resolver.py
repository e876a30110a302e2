"""A name may lead into the own network by any of its addresses: each is looked at before one is asked."""

from types import SimpleNamespace

import pytest
from scrapy.resolver import dnscache
from twisted.internet.address import IPv4Address, IPv6Address

from etl.collect.web.guard import REFUSED, PublicResolver

PUBLIC, PUBLIC_SIX = IPv4Address("TCP", "1.1.1.1", 80), IPv6Address("TCP", "2606:4700::1", 80)
PRIVATE, PRIVATE_SIX, MAPPED = (
    IPv4Address("TCP", "10.0.0.1", 80), IPv6Address("TCP", "fd00::1", 80), IPv6Address("TCP", "::ffff:127.0.0.1", 80),
)  # fmt: skip


class System:
    """A machine that knows the addresses of one name."""

    def __init__(self, addresses: list) -> None:
        self.addresses = addresses

    def resolveHostName(self, receiver, *_: object) -> None:  # noqa: N802 - Twisted's name
        receiver.resolutionBegan(None)
        for address in self.addresses:
            receiver.addressResolved(address)
        receiver.resolutionComplete()


class Told:
    def __init__(self) -> None:
        self.addresses: list = []
        self.is_complete = False
        self.resolutionBegan = lambda resolution: None
        self.addressResolved = self.addresses.append

    def resolutionComplete(self) -> None:  # noqa: N802
        self.is_complete = True


def told(addresses: list, name: str, allowed: frozenset[str] = frozenset()) -> list:
    """What is told of a name whose addresses these are, the first time; it must be the same the second time, from memory."""
    resolver = PublicResolver(SimpleNamespace(nameResolver=System(addresses)), 100)
    resolver._private_hosts = allowed
    first, second = Told(), Told()
    for one in (first, second):
        resolver.resolveHostName(one, name, 80)
        assert one.is_complete
    assert first.addresses == second.addresses
    return first.addresses


@pytest.fixture(autouse=True)
def _forgotten():
    dnscache.clear()
    REFUSED.clear()
    yield
    dnscache.clear()
    REFUSED.clear()


@pytest.mark.parametrize("addresses", [[PUBLIC], [PUBLIC_SIX], [PUBLIC_SIX, PUBLIC]])
def test_public_addresses_of_both_kinds_are_told(addresses: list) -> None:
    assert told(addresses, "a.example") == addresses
    assert not REFUSED


@pytest.mark.parametrize("private", [PRIVATE, PRIVATE_SIX, MAPPED])
@pytest.mark.parametrize("is_first", [True, False])
def test_one_private_address_among_public_ones_refuses_the_name(private, is_first: bool) -> None:
    assert told([private, PUBLIC] if is_first else [PUBLIC, private], "A.example") == []
    assert {"a.example"} == REFUSED


def test_a_host_of_the_own_network_that_a_source_allows_is_told() -> None:
    assert told([PRIVATE, PUBLIC_SIX], "a.example", frozenset({"a.example"})) == [PRIVATE, PUBLIC_SIX]
