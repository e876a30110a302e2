"""A site that is in trouble is left alone for a while: longer each time, or as long as it asks for."""

import asyncio
import time
from collections import defaultdict
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy.utils.httpobj import urlparse_cached

from etl.collect.web.allowance import NotAllowed
from etl.collect.web.guard import REFUSED

FIRST_PAUSE = "NIANBAO_FIRST_PAUSE"
LONGEST_PAUSE = "NIANBAO_LONGEST_PAUSE"


class ComeBackLater(NotAllowed):
    """The site asks for a pause that is too long for this run."""


class Backoff(RetryMiddleware):
    """Scrapy's retries, with a pause before each, during which nothing else is asked of the host."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self._first_pause = settings.getfloat(FIRST_PAUSE)
        self._longest_pause = settings.getfloat(LONGEST_PAUSE)
        self._not_before: defaultdict[str, float] = defaultdict(float)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Backoff":
        """Scrapy's constructor."""
        backoff = cls(crawler.settings)
        backoff.crawler = crawler
        return backoff

    async def process_request(self, request: Request) -> None:
        """Wait until the host may be asked again. Raises ``ComeBackLater``."""
        host = _host(request)
        while (pause := self._not_before[host] - time.monotonic()) > 0:
            if pause > self._longest_pause:
                raise ComeBackLater(f"网站要求 {pause:.0f} 秒后再来，本次不再访问；下次运行再试")
            await asyncio.sleep(pause)

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The request again where the site asks for that, or is in trouble."""
        result = super().process_response(request, response)
        if isinstance(result, Request):
            self._pause(request, _retry_after(response))
        return result

    def process_exception(self, request: Request, exception: Exception) -> Request | Response | None:  # type: ignore[override]
        """The request again where the connection failed."""
        if _host(request) in REFUSED:
            return None
        result = super().process_exception(request, exception)
        if isinstance(result, Request):
            self._pause(request, None)
        return result

    def _pause(self, request: Request, asked: float | None) -> None:
        growing = self._first_pause * 2 ** int(request.meta.get("retry_times", 0))
        pause = min(growing, self._longest_pause) if asked is None else asked
        host = _host(request)
        self._not_before[host] = max(self._not_before[host], time.monotonic() + pause)


def _host(request: Request) -> str:
    return urlparse_cached(request).hostname or ""


def _retry_after(response: Response) -> float | None:
    """Seconds, whether the site gives them or a date; None if it gives neither."""
    header = (response.headers.get(b"Retry-After") or b"").decode("latin-1").strip()
    if header.isdigit():
        return float(header)
    try:
        return max(0.0, (parsedate_to_datetime(header) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
