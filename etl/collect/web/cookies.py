"""Cookies that a site sets on one page and wants back on the next: kept for one visit, sent to nobody else."""

from collections import defaultdict
from http.cookiejar import DefaultCookiePolicy

from scrapy import Request
from scrapy.http import Response
from scrapy.http.cookies import CookieJar

from etl.collect.web.allowance import META, Allowance


def _jar() -> CookieJar:
    # A cookie for all of gov.cn is refused.
    return CookieJar(DefaultCookiePolicy(strict_domain=True))


class Cookies:
    """Downloader middleware with a jar a source. Scrapy's own would ask a host on the internet which names are public suffixes."""

    def __init__(self) -> None:
        self._jars: defaultdict[Allowance, CookieJar] = defaultdict(_jar)

    def process_request(self, request: Request) -> None:
        """Send what the site has set; a request for robots.txt is of no source, and has none."""
        request.headers.pop("Cookie", None)
        if META in request.meta:
            self._jars[request.meta[META]].add_cookie_header(request)

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep what the site sets, also with a redirect."""
        if META in request.meta:
            self._jars[request.meta[META]].extract_cookies(response, request)
        return response
