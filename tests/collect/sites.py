"""Small web sites on loopback addresses, each odd in its own way, with a log of every request that they got."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from socket import AF_INET, AF_INET6

_NUMBERS = count(2)


@dataclass(frozen=True)
class Request:
    path: str
    headers: dict[str, str]
    status: int
    at: float
    """Seconds, monotonic."""


@dataclass
class Page:
    """What an address answers. ``fails``: so many times before that; ``cut``: so many times with its end missing."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    etag: str | None = None
    modified: str | None = None
    location: str | None = None
    status: int = 200
    fails: int = 0
    failing_status: int = 503
    cut: int = 0
    delay: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)


class Site:
    """One site with its own loopback address; ``pages`` may change while it runs, or be made at each request."""

    def __init__(self, host: str | None = None) -> None:
        self.pages: dict[str, Page | Callable[[], Page]] = {}
        self.log: list[Request] = []
        self.most_at_once = 0
        self.retry_after = "0"
        self.session: str | None = None
        """The cookie without which a page leads back to itself, setting it."""
        self._at_once = 0
        self._tries: Counter[str] = Counter()
        self._lock = threading.Lock()
        handler = type("Handler", (_Handler,), {"site": self})
        server = type("Server", (ThreadingHTTPServer,), {"address_family": AF_INET6 if host else AF_INET})
        self._server = server((host or f"127.0.0.{next(_NUMBERS)}", 0), handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def host(self) -> str:
        return str(self._server.server_address[0])

    def url(self, path: str) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self._server.server_address[1]}{path}"

    def asked(self, path: str = "") -> list[Request]:
        """The requests of pages, without those of robots.txt."""
        return [r for r in self.log if r.path != "/robots.txt" and r.path.startswith(path)]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    @contextmanager
    def serving(self, path: str) -> Iterator[int]:
        """Count a request while it is answered; gives how many came before it for this path."""
        with self._lock:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            tries = self._tries[path]
            self._tries[path] += 1
        try:
            yield tries
        finally:
            with self._lock:
                self._at_once -= 1


class _Handler(BaseHTTPRequestHandler):
    site: Site
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        with self.site.serving(self.path) as tries:
            found = self.site.pages.get(self.path)
            page = found() if callable(found) else found
            session = self.site.session
            if session and self.path != "/robots.txt" and session not in (self.headers["Cookie"] or ""):
                self._answer(302, b"", {"Location": self.path, "Set-Cookie": f"{session}; Path=/; HttpOnly"})
                return
            if page is None:
                self._answer(404, b"<h1>404</h1>", {})
                return
            time.sleep(page.delay)
            headers = {"Content-Type": page.content_type, **page.headers}
            headers |= {"ETag": page.etag} if page.etag else {}
            headers |= {"Last-Modified": page.modified} if page.modified else {}
            if tries < page.fails:
                self._answer(page.failing_status, b"busy", {**headers, "Retry-After": self.site.retry_after})
            elif page.location:
                self._answer(301, b"", {"Location": page.location})
            elif self._is_known(page):
                self._answer(304, b"", headers)
            elif tries < page.cut:
                self._answer(page.status, page.body[: len(page.body) // 2], headers, claimed=len(page.body))
                self.close_connection = True
            else:
                self._answer(page.status, page.body, headers)

    def _is_known(self, page: Page) -> bool:
        same_tag = page.etag is not None and self.headers["If-None-Match"] == page.etag
        same_time = page.modified is not None and self.headers["If-Modified-Since"] == page.modified
        return same_tag or (same_time and page.etag is None)

    def _answer(self, status: int, body: bytes, headers: dict[str, str], claimed: int | None = None) -> None:
        self.site.log.append(Request(self.path, dict(self.headers.items()), status, time.monotonic()))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body) if claimed is None else claimed))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """The log is ``site.log``."""


@contextmanager
def sites(number: int, *more: str) -> Iterator[list[Site]]:
    """So many sites, and one more at each of these addresses of IPv6."""
    made = [*(Site() for _ in range(number)), *map(Site, more)]
    try:
        yield made
    finally:
        for site in made:
            site.close()


def title(organ: str, year: int = 2025) -> str:
    return f"{organ}{year}年政府信息公开工作年度报告"


def report(organ: str, year: int = 2025, applications: int = 3, extra: str = "") -> str:
    """A short report: a title, the sections that make it one, and a count."""
    return f"""<html><head><title>{title(organ, year)}</title><meta name="SiteName" content="{organ}网站"></head><body>
    <h1>{title(organ, year)}</h1><p>根据《中华人民共和国政府信息公开条例》编制本报告。</p>
    <h2>一、总体情况</h2><p>{year}年，收到政府信息公开申请{applications}件。</p><h2>二、主动公开政府信息情况</h2><p>见表。</p>
    <h2>三、收到和处理政府信息公开申请情况</h2><p>见表。</p><h2>四、政府信息公开行政复议、行政诉讼情况</h2><p>无。</p>
    <h2>五、存在的主要问题及改进情况</h2><p>无。</p><h2>六、其他需要报告的事项</h2><p>无。</p>{extra}</body></html>"""


def listing(links: dict[str, str], more: str = "", heading: str = "政府信息公开年报") -> str:
    """A list: address -> title, each with a date beside it, and the chrome of a site around it."""
    rows = "".join(
        f'<li><a href="{url}">{text}</a><span>2026-01-{n % 28 + 1:02}</span></li>'
        for n, (url, text) in enumerate(links.items())
    )
    chrome = (
        '<a href="/">首页</a><a href="/zwgk">政务公开</a><a href="/tz.html">关于做好政府信息公开工作年度报告的通知</a>'
    )
    return f"<html><head><title>{heading}</title></head><body>{chrome}<ul>{rows}</ul>{more}{'页脚' * 60}</body></html>"


def page(text: str, **facts: object) -> Page:
    return Page(text.encode(), **facts)  # type: ignore[arg-type]


def robots(rules: str = "", **facts: object) -> Page:
    return Page(f"User-agent: *\n{rules}\n".encode(), "text/plain", **facts)  # type: ignore[arg-type]
