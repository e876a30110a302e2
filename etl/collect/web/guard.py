"""Nothing is asked that a source does not name: each request, also after a redirect, and each address that a name resolves to."""

from collections.abc import Sequence
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.resolver import CachingHostnameResolver
from twisted.internet.base import ReactorBase

from etl.collect.web.addresses import is_private
from etl.collect.web.allowance import META, Allowance, OtherHost

ALLOWANCES = "NIANBAO_ALLOWANCES"
"""The setting that holds the allowances of all sites."""
PROXY = "NIANBAO_PROXY"
"""The setting that holds the proxy, "" for none."""
PRIVATE_HOSTS = "NIANBAO_PRIVATE_HOSTS"
"""The setting that holds the hosts that may be of the own network."""
REFUSED: set[str] = set()
"""The hosts that turned out to be of the own network. Scrapy hands copies of its settings about, so this stands here: the
process makes one crawl."""


class Guard:
    """Downloader middleware, the first of all: the hosts and addresses of each request."""

    def __init__(self, allowances: Sequence[Allowance], proxy: str) -> None:
        self._allowances = allowances
        self._proxy = proxy

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Guard":
        """Scrapy's constructor."""
        return cls(crawler.settings[ALLOWANCES], crawler.settings[PROXY])

    def process_request(self, request: Request) -> None:
        """Raises ``NotAllowed``; a request for robots.txt may go to the host of any site."""
        # A redirect keeps the place in the queue of the host that it came from: politeness goes by the host that is asked.
        request.meta.pop("download_slot", None)
        # None is not "no proxy set": the environment of whoever runs this has no say.
        request.meta["proxy"] = self._proxy or None
        if META in request.meta:
            request.meta[META].check(request.url)
            return
        allowance = next((a for a in self._allowances if a.names(request.url)), None)
        if allowance is None:
            raise OtherHost(request.url)
        allowance.check(request.url)


class Meter:
    """Downloader middleware, the last of all: counts what is really sent and received."""

    def process_request(self, request: Request) -> None:
        """Raises ``BudgetSpent``."""
        if META in request.meta:
            request.meta[META].spend_request()

    def process_response(self, request: Request, response: Response) -> Response:
        """Count the bytes as they came."""
        if META in request.meta:
            request.meta[META].spend_bytes(len(response.body))
        return response


class PublicResolver(CachingHostnameResolver):
    """Resolves names to addresses of both kinds; a name that leads into the own network is refused, unless a source allows it."""

    def __init__(self, reactor: ReactorBase, cache_size: int) -> None:
        super().__init__(reactor, cache_size)
        self._private_hosts: frozenset[str] = frozenset()

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> "PublicResolver":
        """Scrapy's constructor."""
        resolver = super().from_crawler(crawler, reactor)
        resolver._private_hosts = frozenset(crawler.settings.getlist(PRIVATE_HOSTS))
        return resolver

    def resolveHostName(self, resolutionReceiver: Any, hostName: str, *facts: Any, **more: Any) -> Any:  # noqa: N802, N803
        """The addresses of a name, told to the receiver; none at all if one of them is private."""
        is_allowed = hostName.lower() in self._private_hosts
        receiver: Any = resolutionReceiver if is_allowed else _Sieve(resolutionReceiver, hostName)
        return super().resolveHostName(receiver, hostName, *facts, **more)


class _Sieve:
    """Hands the addresses of a name on when all are known and all are public."""

    def __init__(self, receiver: Any, name: str) -> None:
        self._receiver, self._name = receiver, name
        self._addresses: list[Any] = []

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802 - Twisted's names
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        self._addresses.append(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        if any(is_private(address.host) for address in self._addresses):
            REFUSED.add(self._name.lower())
        else:
            for address in self._addresses:
                self._receiver.addressResolved(address)
        self._receiver.resolutionComplete()
