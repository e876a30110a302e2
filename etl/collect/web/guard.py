"""Nothing is asked that a source does not name: each request, also after a redirect, and each address that a name resolves to."""

from collections.abc import Sequence

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred

from etl.collect.web.addresses import is_private
from etl.collect.web.allowance import META, Allowance, OtherHost, private_refused

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


class PublicResolver(CachingThreadedResolver):
    """Resolves names; one that leads into the own network is refused, unless a source allows its host."""

    def __init__(self, reactor: ReactorBase, cache_size: int, timeout: float) -> None:
        super().__init__(reactor, cache_size, timeout)
        self._private_hosts: frozenset[str] = frozenset()

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> "PublicResolver":
        """Scrapy's constructor."""
        resolver = super().from_crawler(crawler, reactor)
        resolver._private_hosts = frozenset(crawler.settings.getlist(PRIVATE_HOSTS))
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> "Deferred[str]":  # noqa: N802 - Twisted's name
        """The address of a name; fails with ``PrivateAddress``."""
        return super().getHostByName(name, timeout).addCallback(self._checked, name)

    def _checked(self, address: str, name: str) -> str:
        if is_private(address) and name.lower() not in self._private_hosts:
            REFUSED.add(name.lower())
            raise private_refused(name)
        return address
