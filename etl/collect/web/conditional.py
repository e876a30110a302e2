"""Whether it is still what we have: each known address is asked so, every time, and answered from what is kept."""

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from etl.collect.web.shelf import Shelf

SHELF = "NIANBAO_SHELF"
UNCHANGED = "unchanged"
"""The flag of a response whose body is the one kept."""
_ANEW = "ask_anew"
_NOT_MODIFIED = 304


class Conditional:
    """Downloader middleware: If-None-Match and If-Modified-Since out, 304 in."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Conditional":
        """Scrapy's constructor."""
        return cls(crawler.settings[SHELF])

    def process_request(self, request: Request) -> None:
        """Ask back with what the site gave, for this address and no other (a redirect carries headers on)."""
        request.headers.pop(b"If-None-Match", None)
        request.headers.pop(b"If-Modified-Since", None)
        known = None if request.meta.get(_ANEW) else self._shelf.validators(request.url)
        if known and known.etag:
            request.headers[b"If-None-Match"] = known.etag
        if known and known.last_modified:
            request.headers[b"If-Modified-Since"] = known.last_modified

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """A 304 as the page that it stands for; asked anew if that is no longer there."""
        if response.status != _NOT_MODIFIED:
            return response
        body, known = self._shelf.body(request.url), self._shelf.validators(request.url)
        if body is None or known is None:
            return request.replace(meta={**request.meta, _ANEW: True}, dont_filter=True)
        headers = response.headers.copy()
        headers.pop(b"Content-Encoding", None)
        if known.etag:
            headers.setdefault(b"ETag", known.etag)
        if known.last_modified:
            headers.setdefault(b"Last-Modified", known.last_modified)
        return response.replace(status=200, headers=headers, body=body, flags=[*response.flags, UNCHANGED])
