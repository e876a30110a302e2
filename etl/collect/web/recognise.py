"""What is a report: a title in a list, a page by its content, an attachment of a page."""

import re
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import unquote, urljoin, urlsplit

from etl import title
from etl.collect.web.page import Page
from etl.kind import is_report
from etl.readers import UnreadableDocument, html
from etl.readers.archive import MOST_MEMBERS
from etl.sections import PREAMBLE, split
from etl.wording import compact

Verdict = Literal["report", "list", "shell", "other"]

_DOCUMENTS = frozenset(
    {
        ".pdf",
        ".doc",
        ".docx",
        ".wps",
        ".rtf",
        ".xls",
        ".xlsx",
        ".et",
        ".ods",
        ".odt",
        ".ofd",
        ".zip",
        ".rar",
        ".tif",
        ".tiff",
    }
)
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".gif", ".webp"})
_ATTACHED = re.compile(r"附件|附表|年报|报告|年度|公开|attach", re.IGNORECASE)
_YEARLY = re.compile(r".{0,20}(?:19|20)\d{2}年?(?:年?度)?(?:工作)?(?:年报|报告|年度报告)?")
_REPORTS_OF_A_LIST = 3
_SECTIONS_OF_A_REPORT = 2


def is_wanted(text: str, pattern: str | None, list_title: str) -> bool:
    """Whether the title of a link is one to take: by the source's pattern, or as the title of an annual report.

    On a page that is itself about annual reports, a year (2023年度报告) is title enough.
    """
    if pattern is not None:
        return re.search(pattern, text) is not None
    if title.parse(text) is not None:
        return True
    plain = compact(text)
    return bool(_YEARLY.fullmatch(plain)) and "年" in plain and title.parse(list_title) is not None


def verdict(body: bytes, page: Page, *, is_titled: bool, has_files: bool) -> Verdict:
    """What a page is. A page whose title announces a report is one, though its text be in a picture: the reader says why."""
    try:
        content = html.read(body)
    except UnreadableDocument:
        return "report" if has_files else "shell" if page.is_shell else "report" if is_titled else "other"
    sections = split(content)
    names_reports = sum(title.parse(link.text) is not None for link in page.links)
    if len(sections.keys() - {PREAMBLE}) < _SECTIONS_OF_A_REPORT and names_reports >= _REPORTS_OF_A_LIST:
        return "list"
    if is_report(content, sections)[0]:
        return "report"
    if has_files:
        return "report"
    if page.is_shell:
        return "shell"
    return "report" if is_titled or title.parse(page.title) is not None else "other"


def is_document(url: str) -> bool:
    """Whether an address is that of a document, not of a page, by the ending of its name."""
    return _ending(url) in _DOCUMENTS


def attachments(page: Page) -> list[str]:
    """The documents that belong to a page: shown in it, or linked from it under a name that says so or beside it."""
    folder = urljoin(page.url, ".")
    linked = [
        link.url
        for link in page.links
        if is_document(link.url) and (link.url.startswith(folder) or _ATTACHED.search(link.text))
    ]
    shown = [url for url in page.embedded if is_document(url)]
    return list(dict.fromkeys([*shown, *linked]))[: MOST_MEMBERS - 1]


def pictures(page: Page) -> list[str]:
    """The pictures that stand beside a page: those of a report that was scanned, not the ornaments of the site."""
    folder = urljoin(page.url, ".")
    found = [url for url in page.images if _ending(url) in _PICTURES and url.startswith(folder)]
    return found[: MOST_MEMBERS - 1]


def has_text(body: bytes) -> bool:
    """Whether the page itself holds the report; in doubt it does."""
    try:
        content = html.read(body)
    except UnreadableDocument:
        return False
    return is_report(content, split(content))[0]


def has_sections(body: bytes) -> bool:
    """Whether the page holds statutory sections: a report beyond doubt."""
    try:
        content = html.read(body)
    except UnreadableDocument:
        return False
    return len(split(content).keys() - {PREAMBLE}) >= _SECTIONS_OF_A_REPORT


def _ending(url: str) -> str:
    """The ending of the file's name, wherever in the address it stands: /down?file=a.pdf."""
    parts = urlsplit(url)
    path = PurePosixPath(unquote(parts.path)).suffix.lower()
    if path in _DOCUMENTS or path in _PICTURES:
        return path
    return PurePosixPath(unquote(parts.query)).suffix.lower()
