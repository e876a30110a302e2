"""What a site may be asked for, and how much: the hosts that its source names, and its budget."""

import time
from collections.abc import Iterable
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest

from etl.collect.sources import Site
from etl.collect.web.addresses import is_private

_MIB = 1024 * 1024
META = "allowance"
"""The key of a request under which its site's allowance stands; a request without one is for robots.txt."""


class NotAllowed(IgnoreRequest):
    """The request is not sent; the message (Chinese) says why."""


class OtherHost(NotAllowed):
    """The source does not name the host."""


class PrivateAddress(NotAllowed):
    """The host is of the own network or machine."""


class BudgetSpent(NotAllowed):
    """The site has had all the requests, bytes or time that one run may cost."""


class Allowance:
    """The hosts of one site, and what is left of its budget."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.hosts = site.own_hosts()
        self.requests = 0
        self.bytes_received = 0
        self._started = time.monotonic()

    def names(self, url: str) -> bool:
        """Whether the source names the host of an address."""
        host = (urlsplit(url).hostname or "").lower()
        return host in self.hosts or any(
            pattern.startswith("*.") and host.endswith(pattern[1:]) for pattern in self.hosts
        )

    def check(self, url: str) -> None:
        """Raises ``NotAllowed`` for an address that must not be asked."""
        host = urlsplit(url).hostname or ""
        if not self.names(url):
            raise OtherHost(f"主机 {host} 不在来源所列之内；确需采集，请加入 hosts")
        if is_private(host) and not self.site.allow_private:
            raise private_refused(host)

    def spend_request(self) -> None:
        """Count a request; raises ``BudgetSpent`` if it is one too many, or too late."""
        if self.requests >= self.site.requests:
            raise BudgetSpent(f"已达每次运行的请求上限 {self.site.requests} 次；如属正常，请调高 requests")
        if self.bytes_received >= self.site.megabytes * _MIB:
            raise BudgetSpent(f"已达每次运行的流量上限 {self.site.megabytes} MB；如属正常，请调高 megabytes")
        if time.monotonic() - self._started > self.site.minutes * 60:
            raise BudgetSpent(f"已达每次运行的时间上限 {self.site.minutes} 分钟；如属正常，请调高 minutes")
        self.requests += 1

    def spend_bytes(self, count: int) -> None:
        """Count what came in."""
        self.bytes_received += count


def private_refused(host: str) -> PrivateAddress:
    """The refusal of a host of the own network."""
    return PrivateAddress(f"{host} 是本机或内网地址，未予访问；确为内网网站，请设 allow_private = true")


def hosts_of_private(sites: Iterable[Site]) -> list[str]:
    """The hosts that may be of the own network."""
    return sorted({host for site in sites if site.allow_private for host in site.own_hosts()})
