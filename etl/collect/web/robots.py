"""robots.txt, asked for once a host and waited for by all: no request passes while it is on its way."""

import asyncio
from collections import defaultdict

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.robotstxt import ProtegoRobotParser, RobotParser
from scrapy.utils.httpobj import urlparse_cached

from etl.collect.web.allowance import NotAllowed, private_refused
from etl.collect.web.failures import FAILURES
from etl.collect.web.guard import REFUSED

_SERVER_ERROR = 500
_NOT_FOUND = 400
_LONGEST_DELAY = 60.0
"""Seconds; a longer Crawl-delay is cut to it, since the budget bounds what is asked in any case."""
_AGENT = "Nianbao"


class Forbidden(NotAllowed):
    """robots.txt forbids the address, or could not be had, which forbids the whole host (RFC 9309, 2.3.1.4)."""


class Robots(RobotsTxtMiddleware):
    """Scrapy's middleware with a lock a host: without it, the third request and later ones pass while robots.txt loads."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._rules: dict[str, RobotParser | Forbidden | None] = {}

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raises ``Forbidden``."""
        if rp is not None and not rp.allowed(request.url, _AGENT):
            raise Forbidden("网站的 robots.txt 不允许采集该网址")

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of the request's host; None where it has none. Raises ``Forbidden`` where they could not be had."""
        parts = urlparse_cached(request)
        origin = f"{parts.scheme}://{parts.netloc}"
        async with self._locks[origin]:
            if origin not in self._rules:
                self._rules[origin] = await self._fetched(origin)
        rules = self._rules[origin]
        if isinstance(rules, Forbidden):
            raise rules
        if isinstance(rules, ProtegoRobotParser):
            self._slow_down(request, rules)
        return rules

    async def _fetched(self, origin: str) -> RobotParser | Forbidden | None:
        request = Request(f"{origin}/robots.txt", priority=self.DOWNLOAD_PRIORITY, meta={"dont_obey_robotstxt": True})
        assert self.crawler.engine is not None
        try:
            response = await self.crawler.engine.download_async(request)
        except NotAllowed as error:
            return Forbidden(str(error))
        except (IgnoreRequest, *FAILURES) as error:
            host = urlparse_cached(request).hostname or ""
            if host in REFUSED:
                return Forbidden(str(private_refused(host)))
            return Forbidden(f"网站的 robots.txt 未能取得（{type(error).__name__}），按不允许采集处理；下次运行再试")
        if response.status >= _SERVER_ERROR:
            return Forbidden(f"网站的 robots.txt 未能取得（{response.status}），按不允许采集处理；下次运行再试")
        if response.status >= _NOT_FOUND:
            return None
        return ProtegoRobotParser(response.body, self.crawler.spider)

    def _slow_down(self, request: Request, rules: ProtegoRobotParser) -> None:
        """Heed Crawl-delay, where it is longer than the delay of the source."""
        assert self.crawler.engine is not None
        wanted = rules.rp.crawl_delay(_AGENT)
        if wanted is not None:
            _, slot = self.crawler.engine.downloader._get_slot(request)
            slot.delay = max(slot.delay, min(float(wanted), _LONGEST_DELAY))
