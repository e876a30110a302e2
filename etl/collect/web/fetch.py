"""One address -> its bytes with what the site said of them, or the reason that there are none."""

from urllib.parse import urlsplit

from msgspec import Struct
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)

from etl.collect.web.allowance import META, Allowance, BudgetSpent, NotAllowed, private_refused
from etl.collect.web.conditional import UNCHANGED
from etl.collect.web.failures import FAILURES
from etl.collect.web.guard import REFUSED
from etl.collect.web.shelf import Validators

_REASONS = {
    CannotResolveHostError: "主机名无法解析，请核对网址，并检查网络与域名解析",
    DownloadCancelledError: "文件超过大小上限，未取；如属正常，请调高 largest_megabytes",
    DownloadConnectionRefusedError: "网站拒绝连接，请稍后再试，或核对网址与端口",
    DownloadTimeoutError: "网站超过时限没有答复，下次运行再试",
    ResponseDataLossError: "传来的内容不完整（比声明的短），未予保存；下次运行再试",
}
_GONE = {404, 410}
_MIB = 1024 * 1024


class Answer(Struct, frozen=True):
    """What a site gave; ``url`` is where redirects led to. ``is_unchanged``: it said so itself (304)."""

    url: str
    body: bytes
    content_type: str | None
    validators: Validators
    is_unchanged: bool


class NotFetched(Exception):
    """There is no answer; the message (Chinese) says why and what to do."""


class Gone(NotFetched):
    """The site says that there is nothing at this address."""


class Denied(NotFetched):
    """It was not asked, or not for this: robots.txt or the hosts of the source forbid it."""


class Exhausted(NotFetched):
    """The budget of the site is spent: nothing more is asked in this run."""


class Fetcher:
    """Asks for the addresses of one site."""

    def __init__(self, crawler: Crawler, allowance: Allowance) -> None:
        self._crawler = crawler
        self._allowance = allowance

    async def fetch(self, url: str) -> Answer:
        """The answer of a site; raises ``NotFetched``."""
        meta = {META: self._allowance, "download_maxsize": self._allowance.site.largest_megabytes * _MIB}
        engine = self._crawler.engine
        assert engine is not None
        try:
            response = await engine.download_async(Request(url, meta=meta, dont_filter=True))
        except BudgetSpent as error:
            raise Exhausted(str(error)) from error
        except NotAllowed as error:
            raise Denied(str(error)) from error
        except IgnoreRequest as error:
            raise NotFetched(f"未能取得（{error}）；请在浏览器中打开该网址核对") from error
        except FAILURES as error:
            raise self._failed(url, error) from error
        if response.status in _GONE:
            raise Gone(f"网址已无内容（{response.status}）")
        if response.status != 200:
            raise NotFetched(f"网站答复 {response.status}，未能取得；请在浏览器中打开该网址核对")
        return Answer(
            response.url,
            response.body,
            _header(response.headers.get(b"Content-Type")),
            Validators(_header(response.headers.get(b"ETag")), _header(response.headers.get(b"Last-Modified"))),
            UNCHANGED in response.flags,
        )

    def _failed(self, url: str, error: BaseException) -> NotFetched:
        host = urlsplit(url).hostname or ""
        if host in REFUSED:
            return Denied(str(private_refused(host)))
        for kind, reason in _REASONS.items():
            if isinstance(error, kind):
                return NotFetched(reason)
        return NotFetched(f"连接中断（{type(error).__name__}），下次运行再试")


def _header(value: bytes | None) -> str | None:
    return value.decode("latin-1").strip() or None if value else None
