"""From one page of a list to the next: a link that says so, a pager written by a script, or the pattern of the source."""

import re
from urllib.parse import urljoin

from etl.collect.sources import Site
from etl.collect.web.page import Page
from etl.wording import compact

_NEXT = re.compile(r"下一?页|后一?页|后页|下一頁|>{1,2}|›|»|next(?:page)?", re.IGNORECASE)
_SCRIPTED = re.compile(
    r"createPageHTML\(\s*(?:['\"][^'\"]*['\"]\s*,\s*)?(\d+)\s*,\s*\d+\s*,\s*['\"]([\w.-]+)['\"]\s*,\s*['\"](\w+)['\"]"
)
"""The pager of a content system that most government sites run: pages, current, name, ending."""
_PAGE_IN_ADDRESS = re.compile(
    r"_\d{1,2}(?=\.\w+$)|(?<=[?&])(?:page|p|pageNo|pageIndex|currentPage)=\d{1,3}(?=&|$)", re.IGNORECASE
)


def following(site: Site, first_url: str, page: Page, number: int) -> str | None:
    """The address after list page ``number`` (the first is 1); None where the list ends."""
    if site.next_page:
        return urljoin(first_url, site.next_page.format(page=site.first_page + number - 1))
    return _scripted(first_url, page, number) if _SCRIPTED.search(page.scripts) else linked(page)


def continued(first_url: str, page: Page, number: int) -> str | None:
    """The address after page ``number`` of one report set over several pages; None where it ends.

    A report goes on under its own name (t1.html, t1_1.html, or another page= in the query): 下一页 may lead to another report.
    """
    url = _scripted(first_url, page, number) or linked(page)
    return url if url and url != first_url and _same_report(url) == _same_report(first_url) else None


def _same_report(url: str) -> str:
    return _PAGE_IN_ADDRESS.sub("", url).rstrip("?&")


def _scripted(first_url: str, page: Page, number: int) -> str | None:
    scripted = _SCRIPTED.search(page.scripts)
    if scripted is None or number >= int(scripted[1]):
        return None
    return urljoin(first_url, f"{scripted[2]}_{number}.{scripted[3]}")


def linked(page: Page) -> str | None:
    """Where the link to the next page leads; None if there is none."""
    return next((link.url for link in page.links if link.url != page.url and _NEXT.fullmatch(compact(link.text))), None)


def pattern(page: Page) -> str | None:
    """What ``next_page`` would have to be, for a list whose pager is written by a script; None if it leads on by itself."""
    scripted = _SCRIPTED.search(page.scripts)
    return f"{scripted[2]}_{{page}}.{scripted[3]}" if scripted and int(scripted[1]) > 1 else None
