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


def following(site: Site, first_url: str, page: Page, number: int) -> str | None:
    """The address after list page ``number`` (the first is 1); None where the list ends."""
    if site.next_page:
        return urljoin(first_url, site.next_page.format(page=site.first_page + number - 1))
    if scripted := _SCRIPTED.search(page.scripts):
        total, name, ending = scripted.groups()
        return urljoin(first_url, f"{name}_{number}.{ending}") if number < int(total) else None
    return linked(page)


def linked(page: Page) -> str | None:
    """Where the link to the next page leads; None if there is none."""
    return next((link.url for link in page.links if link.url != page.url and _NEXT.fullmatch(compact(link.text))), None)


def pattern(page: Page) -> str | None:
    """What ``next_page`` would have to be, for a list whose pager is written by a script; None if it leads on by itself."""
    scripted = _SCRIPTED.search(page.scripts)
    return f"{scripted[2]}_{{page}}.{scripted[3]}" if scripted and int(scripted[1]) > 1 else None
