"""An address -> the entry for ``sources.toml`` that would collect from it: its kind, its paging, the titles to take."""

import json
import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from etl.collect.sources import FILE, Crawler, Site, SourceError, Sources, parse
from etl.collect.web import crawl
from etl.collect.web.exchange import Event, PageSeen, SiteDone, Task
from etl.collect.web.feed import announced
from etl.collect.web.page import Page, read_page
from etl.collect.web.paging import linked, pattern
from etl.collect.web.recognise import has_sections, is_wanted

_YEAR_IN_ADDRESS = re.compile(r"(?<=[=/_-])20\d\d(?=$|[&/._-])")
_WITH_YEAR = r"20\d\d年"
_ENOUGH = 2
"""Titles that look alike before they are a pattern."""


class Proposal(Struct, frozen=True):
    """A site to add, and what was seen that the entry rests on (Chinese)."""

    site: Site
    seen: tuple[str, ...]

    @property
    def text(self) -> str:
        """The entry as it stands in ``sources.toml``."""
        shown = {
            name: value
            for name in (
                "lists",
                "pages",
                "feeds",
                "years",
                "hosts",
                "title",
                "next_page",
                "first_page",
                "allow_private",
            )
            if (value := getattr(self.site, name)) != getattr(_BARE, name)
        }
        keys = {"name": self.site.name, **shown}
        # Strings, numbers, lists of them and truth are written alike in JSON and in TOML.
        return "[[sites]]\n" + "".join(
            f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in keys.items()
        )


_BARE = Site("")


def propose(url: str, crawler: Crawler, data_dir: Path, *, allow_private: bool) -> Proposal:
    """Look at one page and say how to collect from it. Raises ``SourceError`` where it cannot be had, or needs a browser."""
    bare = Site(urlsplit(url).hostname or url, lists=(url,), list_pages=1, allow_private=allow_private, delay=0)
    seen = _look(Task(str(data_dir.absolute()), (bare,), crawler, is_trial=True, most_documents=0))
    page = read_page(seen.body, seen.url)
    host = urlsplit(url).hostname or ""
    # 政府信息公开年报 - 某市人民政府: the site's name stands behind that of the page.
    _, *behind = re.split(r"\s*[-_|—–>]\s*", page.title)
    name = page.site or (behind[-1] if behind else "") or host
    if entries := list(announced(seen.body, seen.url)):
        wanted = sum(is_wanted(entry.text, None, "") for entry in entries)
        site = Site(name, feeds=(url,), allow_private=allow_private)
        return Proposal(site, (f"这是订阅，{len(entries)} 条中有 {wanted} 条的标题是年度报告",))
    if page.is_shell:
        raise SourceError(
            f"{url} 的内容由脚本载入，须用浏览器才能看到；请改用该网站的订阅或接口地址，或由人工下载后放入文件夹来源"
        )
    if has_sections(seen.body):
        return _single(url, name, allow_private=allow_private)
    return _list(url, name, page, allow_private=allow_private)


def added(proposal: Proposal, data_dir: Path, contact: str) -> str:
    """The text of ``sources.toml`` with the entry at its end. Raises ``SourceError`` where that would not be right."""
    path = data_dir / FILE
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if before and not before.endswith("\n"):
        before += "\n"
    known = parse(before, path) if before else Sources()
    if not known.crawler.contact:
        before += f"[crawler]\ncontact = {json.dumps(contact, ensure_ascii=False)}\n"
    text = before + ("\n" if before else "") + proposal.text
    parse(text, path)
    return text


def _look(task: Task) -> PageSeen:
    events: list[Event] = list(crawl(task))
    found = next((event for event in events if isinstance(event, PageSeen)), None)
    if found is None:
        done = next((event for event in events if isinstance(event, SiteDone)), None)
        reason = "；".join(failure.reason for failure in done.failures) or done.record.note if done else None
        raise SourceError(f"未能取得 {task.sites[0].lists[0]}：{reason or '采集进程没有答复'}")
    return found


def _single(url: str, name: str, *, allow_private: bool) -> Proposal:
    """A report itself; an address with a year in it is that of the other years, too."""
    template = _YEAR_IN_ADDRESS.sub("{year}", url.replace("{", "%7B").replace("}", "%7D"))
    if template == url:
        return Proposal(Site(name, pages=(url,), allow_private=allow_private), ("这是一份报告的页面",))
    site = Site(name, pages=(template,), years=(2019,), allow_private=allow_private)
    return Proposal(site, ("这是一份报告的页面，网址中有年度，其他年度的网址想必相同",))


def _list(url: str, name: str, page: Page, *, allow_private: bool) -> Proposal:
    titles, wanted = None, [link for link in page.links if is_wanted(link.text, None, page.title)]
    if not wanted:
        wanted = [link for link in page.links if re.search(_WITH_YEAR, link.text)]
        titles = _WITH_YEAR if len(wanted) >= _ENOUGH else None
    seen = [f"这是列表，{len(page.links)} 个链接中有 {len(wanted)} 个像年度报告"]
    seen += [f"  {link.day or '——'}  {link.text}  {link.url}" for link in wanted[:5]]
    if not wanted:
        seen.append("没有链接的标题像年度报告，请用 title 写明要取的标题（正则表达式）")
    next_page = pattern(page)
    if next_page or linked(page):
        seen.append(f"列表有多页，由{'脚本翻页，已写成 next_page' if next_page else '“下一页”链接自行翻页'}")
    if page.feeds:
        seen.append(f"该网站另有订阅：{'、'.join(page.feeds)}")
    own = urlsplit(url).hostname
    others = Counter(host for link in wanted if (host := urlsplit(link.url).hostname) and host != own)
    site = Site(
        name,
        lists=(url.replace("{", "%7B").replace("}", "%7D"),),
        title=titles,
        next_page=next_page,
        hosts=tuple(host for host, _ in others.most_common()),
        allow_private=allow_private,
    )
    return Proposal(site, tuple(seen))
