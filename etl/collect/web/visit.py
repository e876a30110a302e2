"""One visit to one site: its lists page by page, each report that they name with its attachments, then what was known before."""

import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from etl import title
from etl.collect.sources import Site
from etl.collect.web.account import Account, now
from etl.collect.web.allowance import Allowance
from etl.collect.web.assembly import Assembly, stored_anew, stored_before
from etl.collect.web.exchange import Event, Failure, PageSeen, Retrieved, State
from etl.collect.web.feed import announced
from etl.collect.web.fetch import Answer, Denied, Exhausted, Fetcher, Gone, NotFetched
from etl.collect.web.page import Link, Page, read_page
from etl.collect.web.paging import continued, following
from etl.collect.web.recognise import attachments, has_text, is_wanted, pictures, verdict
from etl.collect.web.shelf import Shelf
from etl.readers import media_type
from etl.readers.archive import MOST_MEMBERS
from etl.readers.media_types import HTML, TEXT
from warehouse.records import RetrievalRecord

_log = logging.getLogger(__name__)

_LISTS_DEEP = 2
"""A list may lead to lists (by year, by organ), and these to reports."""
_FAILURES_IN_A_ROW = 5
"""After so many the site is left until the next run."""
_SHELL = "页面内容由脚本载入，须用浏览器才能看到；请改用该网站的订阅或接口地址，或由人工下载后放入文件夹来源"

Report = Callable[[Event], None]


class Stopped(Exception):
    """The visit ends here; the message (Chinese) says why."""


class Enough(Exception):
    """A trial has seen what it was to see."""


class Entry(Struct, frozen=True):
    """A document that a list names, or that is known from before."""

    link: Link
    is_titled: bool
    """Whether its title alone says that it is an annual report."""
    depth: int = 0


class Visit:
    """Runs once. ``known`` are the documents had from this site before."""

    def __init__(
        self,
        allowance: Allowance,
        fetcher: Fetcher,
        shelf: Shelf,
        known: Iterable[RetrievalRecord],
        report: Report,
        most_documents: int | None = None,
    ) -> None:
        self._site: Site = allowance.site
        self._allowance = allowance
        self._fetcher = fetcher
        self._shelf = shelf
        self._known = list(known)
        self._report = report
        self._most_documents = most_documents
        self._asked: set[str] = set()
        self._account = Account()

    async def run(self) -> None:
        """Visit the site and tell what came of it; whatever goes wrong costs this site only."""
        try:
            with contextlib.suppress(Enough):
                await self._collect()
        except (Stopped, Exhausted) as error:
            self._account.troubles.append(str(error))
        except Exception as error:  # noqa: BLE001 - see below
            # What pages of strangers do to the parsers of pages, feeds, addresses and documents has no common name, and all that
            # has one is caught where it comes up. A fault of ours must cost this site only, and is said to be one.
            _log.exception("collecting failed: %s", self._site.name)
            self._account.troubles.append(f"采集程序出错（{type(error).__name__}），请将运行日志交给维护人员")
        self._report(self._account.closed(self._allowance))

    async def _collect(self) -> None:
        async for entry in self._entries():
            await self._take(entry)
        for record in self._known:
            if record.page_url not in self._asked:
                link = Link(record.page_url, record.title or "", record.stated_on)
                await self._take(Entry(link, is_titled=True), is_listed=False)

    async def _entries(self) -> AsyncIterator[Entry]:
        today = datetime.now(UTC).date()
        for url in self._site.addresses("pages", today):
            yield Entry(Link(url, ""), is_titled=True)
        for url in self._site.addresses("feeds", today):
            async for entry in self._feed(url):
                yield entry
        for url in self._site.addresses("lists", today):
            async for entry in self._list(url):
                yield entry

    async def _feed(self, url: str) -> AsyncIterator[Entry]:
        answer = await self._ask(url)
        if answer is None:
            return
        links = list(announced(answer.body, answer.url))
        if not links:
            self._account.troubles.append(f"{url} 不是可用的 RSS 或 Atom 订阅，请核对网址")
        self._shelf.keep_page(answer.url, answer.body, answer.validators)
        for link in links:
            if entry := self._wanted(link, "", 1):
                yield entry

    async def _list(self, first_url: str, depth: int = 0) -> AsyncIterator[Entry]:
        """The entries of a list, page by page, until it ends, repeats itself, or is too long."""
        url: str | None = first_url
        seen: set[str] = set()
        for number in range(1, self._site.list_pages + 1):
            if url is None or url in self._asked:
                return
            is_further = number > 1
            answer = await self._ask(url, may_be_gone=is_further and self._site.next_page is not None)
            if answer is None:
                return
            page = read_page(answer.body, answer.url)
            self._asked.add(answer.url)
            self._shelf.keep_page(answer.url, answer.body, answer.validators)
            self._report(PageSeen(answer.url, answer.body))
            if page.is_shell:
                self._account.troubles.append(f"{url}：{_SHELL}")
            entries = [entry for link in page.links if (entry := self._wanted(link, page.title, depth + 1))]
            fresh = [entry for entry in entries if entry.link.url not in seen]
            if is_further and not fresh:
                return
            for entry in fresh:
                seen.add(entry.link.url)
                yield entry
            url = following(self._site, first_url, page, number)
        if url is not None:
            self._account.troubles.append(
                f"{first_url} 的列表超过 {self._site.list_pages} 页，其余未取；如属正常，请调高 list_pages"
            )

    def _wanted(self, link: Link, list_title: str, depth: int) -> Entry | None:
        if not is_wanted(link.text, self._site.title, list_title):
            return None
        if not self._allowance.names(link.url):
            self._account.other_hosts.add(_host(link.url))
            return None
        return Entry(link, title.parse(link.text) is not None, depth)

    async def _take(self, entry: Entry, *, is_listed: bool = True) -> None:
        """Fetch one document and tell how it stands to what was known of it."""
        url = entry.link.url
        if url in self._asked:
            return
        if self._most_documents is not None and len(self._account.found) >= self._most_documents:
            raise Enough
        answer = await self._ask(url, may_be_gone=True)
        if answer is None or (answer.url != url and answer.url in self._asked):
            return
        self._asked.add(answer.url)
        page = read_page(answer.body, answer.url) if _is_page(answer) else None
        if page is None:
            await self._keep(entry, answer, None, [], is_listed=is_listed)
            return
        files = self._named(attachments(page))
        if not files and not has_text(answer.body):
            files = self._named(pictures(page))
        what = verdict(answer.body, page, is_titled=entry.is_titled, has_files=bool(files))
        if what == "report" and not self._was_more(answer, files):
            await self._keep(entry, answer, page, files, is_listed=is_listed)
        elif self._shelf.document(answer.url):
            self._gone(answer.url)
        elif what == "list" and entry.depth < _LISTS_DEEP:
            self._asked.discard(answer.url)
            async for inner in self._list(answer.url, entry.depth):
                await self._take(inner)
        else:
            self._shelf.keep_page(answer.url, answer.body, answer.validators)
            if what == "shell":
                self._account.fail(Failure(answer.url, _SHELL))

    def _named(self, urls: list[str]) -> list[str]:
        """Those on hosts that the source names; the hosts of the others are told."""
        self._account.other_hosts |= {_host(url) for url in urls if not self._allowance.names(url)}
        return [url for url in urls if self._allowance.names(url)]

    def _was_more(self, answer: Answer, files: list[str]) -> bool:
        """Whether a page that held a report says nothing now: a site may answer "not found" with a page of its own."""
        if answer.is_unchanged or files or self._shelf.document(answer.url) is None or has_text(answer.body):
            return False
        before = self._shelf.body(answer.url)
        return before is not None and has_text(before)

    async def _keep(
        self, entry: Entry, answer: Answer, page: Page | None, files: list[str], *, is_listed: bool
    ) -> None:
        try:
            pages = await self._pages(answer, page) if page else [answer]
            attached = [part for url in files if (part := await self._attached(url))]
        except Exhausted:
            raise
        except NotFetched as error:
            # Half a document would pass for a changed one.
            self._account.fail(Failure(answer.url, f"附件或后续页未能取得：{error}"))
            return
        assembly = Assembly(self._site.name, entry.link, page, tuple(pages), tuple(attached))
        known = self._shelf.document(answer.url)
        before = stored_before(assembly, known, self._shelf, now()) if known else None
        record = before or stored_anew(assembly, self._shelf, now())
        state: State = "unchanged" if before else "changed" if known else "new"
        self._account.counts[state] += 1
        if is_listed:
            self._account.found.add(answer.url)
        self._report(Retrieved(state, record))

    async def _pages(self, first: Answer, page: Page) -> list[Answer]:
        """The pages of a report that is set over several, as a flip-book is. Raises ``NotFetched``."""
        pages = [first]
        while len(pages) < MOST_MEMBERS and (url := continued(first.url, page, len(pages))) and url not in self._asked:
            self._asked.add(url)
            try:
                pages.append(await self._fetcher.fetch(url))
            except (Gone, Denied):
                break
            page = read_page(pages[-1].body, pages[-1].url)
        return pages

    async def _attached(self, url: str) -> Answer | None:
        """An attachment; None where there is none any more, or the site does not allow it. Raises ``NotFetched``."""
        try:
            return await self._fetcher.fetch(url)
        except Gone:
            return None
        except Denied as error:
            self._account.denied[url] = str(error)
            return None

    async def _ask(self, url: str, *, may_be_gone: bool = False) -> Answer | None:
        """The answer, or None where there is none; what is amiss is noted. Raises ``Stopped``, ``Exhausted``."""
        self._asked.add(url)
        try:
            answer = await self._fetcher.fetch(url)
        except Exhausted:
            raise
        except Gone as error:
            self._account.failures_in_a_row = 0
            if self._shelf.document(url):
                self._gone(url)
            elif not may_be_gone:
                self._account.troubles.append(f"{url}：{error}；请核对来源的网址")
            return None
        except Denied as error:
            self._account.denied[url] = str(error)
            if not may_be_gone:
                self._account.troubles.append(f"{url}：{error}")
            return None
        except NotFetched as error:
            self._account.fail(Failure(url, str(error)))
            if self._account.failures_in_a_row >= _FAILURES_IN_A_ROW:
                raise Stopped(f"连续 {_FAILURES_IN_A_ROW} 次未能取得，本次不再访问该网站：{error}") from error
            return None
        self._account.failures_in_a_row = 0
        return answer

    def _gone(self, page_url: str) -> None:
        known = self._shelf.document(page_url)
        if known is not None:
            self._account.counts["gone"] += 1
            self._report(Retrieved("gone", known_gone(known)))


def known_gone(record: RetrievalRecord) -> RetrievalRecord:
    """The record of a document whose address is found to be gone; the day it was first found so stays."""
    return msgspec.structs.replace(record, gone_at=record.gone_at or now())


def _is_page(answer: Answer) -> bool:
    form = media_type(answer.body, answer.url.split("?", maxsplit=1)[0])
    return form == HTML or (form == TEXT and "html" in (answer.content_type or ""))


def _host(url: str) -> str:
    return urlsplit(url).hostname or url
