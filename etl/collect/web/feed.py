"""RSS and Atom: what a feed announces."""

import time
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import urljoin

import feedparser
from w3lib.url import safe_url_string

from etl.collect.web.page import Link


def announced(body: bytes, url: str) -> Iterator[Link]:
    """The entries of a feed in its order; none if it is no feed at all."""
    for entry in feedparser.parse(BytesIO(body)).entries:
        if address := entry.get("link"):
            moment = entry.get("published_parsed") or entry.get("updated_parsed")
            day = time.strftime("%Y-%m-%d", moment) if moment else None
            title = " ".join(str(entry.get("title", "")).split())
            yield Link(safe_url_string(urljoin(url, address).partition("#")[0]), title, day)
