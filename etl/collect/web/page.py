"""A web page as the crawler sees it: where it leads, what it calls itself, and whether there is anything without its scripts."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urljoin, urlsplit

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode
from w3lib.url import safe_url_string

from etl.identity import read_date
from etl.readers.decoding import declared_charset, decode

_SITE_NAMES = ("SiteName", "sitename", "og:site_name", "application-name")
_LEVELS = 3
"""How many elements around a link may hold its date."""
_BESIDE = 60
"""Characters beside a link's own text up to which the text around it is that link's."""
_SHELL_TEXT = 200
_SHELL_LINKS = 5


class Link(Struct, frozen=True):
    """A link: its absolute address without fragment, its text, and the date beside it (ISO 8601)."""

    url: str
    text: str
    day: str | None = None


class Page(Struct, frozen=True):
    """What the crawler needs of a page. ``embedded`` are documents shown in frames, ``images`` those of the body."""

    url: str
    title: str
    site: str | None
    links: tuple[Link, ...]
    embedded: tuple[str, ...]
    images: tuple[str, ...]
    scripts: str
    """The text of the scripts in the page, which are never run: a pager may stand in them."""
    text_length: int
    script_count: int
    feeds: tuple[str, ...] = ()

    @property
    def is_shell(self) -> bool:
        """Whether the page is empty until a browser runs its scripts."""
        return self.script_count > 0 and self.text_length < _SHELL_TEXT and len(self.links) < _SHELL_LINKS


def read_page(body: bytes, url: str) -> Page:
    """Read a page in whatever encoding; addresses come out as they stand in a request."""
    decoded = decode(body, declared_charset(body))
    tree = LexborHTMLParser(decoded.text)
    scripts = [node.text() for node in tree.css("script")]
    base = _base(tree, url)

    def absolute(reference: str | None) -> str | None:
        return _absolute(base, reference, decoded.encoding)

    embedded = [found for node in tree.css("iframe, embed, object") if (found := absolute(_shown_in(node)))]
    images = [found for node in tree.css("img[src]") if (found := absolute(node.attributes.get("src")))]
    feeds = [
        found
        for node in tree.css('link[rel="alternate"]')
        if "rss" in (kind := node.attributes.get("type") or "") or "atom" in kind
        if (found := absolute(node.attributes.get("href")))
    ]
    links = tuple(_links(tree, base, decoded.encoding))
    title, site = _title(tree), _site(tree)
    tree.strip_tags(["script", "style", "noscript"])
    text = tree.body.text(separator=" ") if tree.body else ""
    return Page(
        url,
        title,
        site,
        links,
        tuple(dict.fromkeys(embedded)),
        tuple(dict.fromkeys(images)),
        "\n".join(scripts),
        len("".join(text.split())),
        len(scripts),
        tuple(dict.fromkeys(feeds)),
    )


def _base(tree: LexborHTMLParser, url: str) -> str:
    node = tree.css_first("base[href]")
    return urljoin(url, node.attributes.get("href") or "") if node else url


def _absolute(base: str, reference: str | None, encoding: str) -> str | None:
    """The address that a browser would ask for; None for what is no page (javascript:, mailto:, a place in this page)."""
    reference = re.sub(r"[\t\r\n]", "", reference or "").strip()
    if not reference or reference.startswith("#"):
        return None
    try:
        url = urljoin(base, reference).partition("#")[0]
        is_web = urlsplit(url).scheme in {"http", "https"} and bool(urlsplit(url).hostname)
        return safe_url_string(url, encoding=encoding) if is_web else None
    except ValueError:
        return None


def _links(tree: LexborHTMLParser, base: str, encoding: str) -> Iterator[Link]:
    for node in tree.css("a[href]"):
        if url := _absolute(base, node.attributes.get("href"), encoding):
            shown = " ".join(node.text().split())
            full = " ".join((node.attributes.get("title") or "").split())
            # A list cuts long titles short, and keeps the whole one for the tip.
            yield Link(url, full if len(full) >= len(shown.rstrip(".…")) and full else shown, _day(node, shown))


def _day(node: LexborNode, shown: str) -> str | None:
    around = node.parent
    for _ in range(_LEVELS):
        if around is None or around.tag in {"body", "html"}:
            break
        text = " ".join(around.text(separator=" ").split())
        if len(text) > len(shown) + _BESIDE:
            break
        if day := read_date(text.replace(shown, " ", 1)):
            return day
        around = around.parent
    return read_date(shown)


def _shown_in(node: LexborNode) -> str | None:
    """The document that a frame shows, also where it is handed to a viewer: viewer.html?file=/a/b.pdf."""
    source = node.attributes.get("src") or node.attributes.get("data") or ""
    handed = parse_qs(urlsplit(source).query).get("file") if "file=" in source else None
    return handed[0] if handed else source


def _title(tree: LexborHTMLParser) -> str:
    for name in ("ArticleTitle", "og:title"):
        node = tree.css_first(f'meta[name="{name}"], meta[property="{name}"]')
        if node and (value := (node.attributes.get("content") or "").strip()):
            return value
    heading = tree.css_first("title")
    return " ".join(heading.text().split()) if heading else ""


def _site(tree: LexborHTMLParser) -> str | None:
    for name in _SITE_NAMES:
        node = tree.css_first(f'meta[name="{name}"], meta[property="{name}"]')
        if node and (value := (node.attributes.get("content") or "").strip()):
            return value
    return None
