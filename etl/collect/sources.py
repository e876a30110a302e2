"""The file ``sources.toml``: which folders and sites the weekly job collects from. Every fault names its entry and the remedy."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path
from string import Formatter
from typing import Annotated, Any
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct

from warehouse.toml_file import in_words, located

FILE = "sources.toml"
_FIRST_YEAR = 2008
"""Of the first annual reports: the Regulations came into force on 1 May 2008."""


class SourceError(ValueError):
    """A source or the configuration is wrong; the message names it and the remedy, in Chinese."""


class Folder(Struct, frozen=True, forbid_unknown_fields=True):
    """A folder of the machine, or a mounted share; ``path`` is relative to the file."""

    path: str
    name: str = ""

    @property
    def source(self) -> str:
        """What the folder is called in the summary and the views."""
        return self.name or self.path


class Crawler(Struct, frozen=True, forbid_unknown_fields=True):
    """How the crawler behaves towards every site. Times are seconds."""

    contact: str = ""
    """A mail or web address at which a site can reach who runs this; required where there are sites."""
    retries: Annotated[int, Meta(ge=0, le=10)] = 3
    first_pause: Annotated[float, Meta(ge=0, le=600)] = 5.0
    """Before the first retry; doubled for each further one. A site's Retry-After comes first."""
    longest_pause: Annotated[float, Meta(ge=0, le=3600)] = 300.0
    """A site that asks for a longer one is left until the next run."""
    timeout: Annotated[float, Meta(gt=0, le=600)] = 60.0
    proxy: str = ""
    """An http proxy through which all sites are asked; it, and not this machine, then finds the addresses of their names."""


class Site(Struct, frozen=True, forbid_unknown_fields=True):
    """One site: where its reports are listed, how to know them, and what it may cost.

    ``lists`` are pages that link to reports, ``pages`` the reports themselves, ``feeds`` RSS or Atom. An address may hold
    ``{year}`` and the names of ``values``. Hosts are those of these addresses, and ``hosts``; no other is asked.
    """

    name: str
    lists: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    years: Annotated[tuple[int, ...], Meta(min_length=1, max_length=2)] | None = None
    """First and last year of ``{year}``; one number: from that year to the last one."""
    values: dict[str, tuple[str, ...]] = {}
    hosts: tuple[str, ...] = ()
    title: str | None = None
    """Pattern of the titles to take; None: titles of annual reports."""
    next_page: str | None = None
    """The address of further list pages, with ``{page}``, relative to the list; None: as the page itself leads on."""
    first_page: Annotated[int, Meta(ge=0)] = 1
    """The number in the first further page: index_1.html is the second page of most sites."""
    list_pages: Annotated[int, Meta(ge=1, le=10_000)] = 100
    """The most pages of one list."""
    delay: Annotated[float, Meta(ge=0, le=600)] = 2.0
    """Seconds between two requests to a host."""
    requests: Annotated[int, Meta(ge=1)] = 5000
    """The most requests in one run."""
    megabytes: Annotated[int, Meta(ge=1)] = 2000
    """The most that is received in one run."""
    minutes: Annotated[int, Meta(ge=1)] = 240
    """The longest that a visit may take in one run."""
    largest_megabytes: Annotated[int, Meta(ge=1, le=200)] = 50
    """The largest file taken."""
    allow_private: bool = False
    """Whether addresses of the own network and machine may be asked, for a site of the intranet."""

    @property
    def source(self) -> str:
        """What the site is called in the summary and the views."""
        return self.name

    def addresses(self, kind: str, today: date) -> list[str]:
        """The addresses of one kind (``lists``, ``pages``, ``feeds``), years and values filled in."""
        filled: list[str] = []
        for template in getattr(self, kind):
            names = [name for name in _placeholders(template) if name]
            choices = [self._choices(name, today) for name in names]
            filled += [template.format(**dict(zip(names, chosen, strict=True))) for chosen in product(*choices)]
        return list(dict.fromkeys(filled))

    def own_hosts(self) -> frozenset[str]:
        """The hosts that may be asked, in lower case; ``*.example.cn`` stands for all below example.cn."""
        named = [
            urlsplit(address).hostname or "" for kind in ("lists", "pages", "feeds") for address in getattr(self, kind)
        ]
        return frozenset(_ascii_host(host) for host in [*named, *self.hosts])

    def _choices(self, name: str, today: date) -> list[str]:
        if name != "year":
            return list(self.values[name])
        first, *last = self.years or (_FIRST_YEAR,)
        return [str(year) for year in range(first, (last[0] if last else today.year - 1) + 1)]


class Sources(Struct, frozen=True, forbid_unknown_fields=True):
    """The file ``sources.toml`` in the data folder."""

    folders: tuple[Folder, ...] = ()
    sites: tuple[Site, ...] = ()
    crawler: Crawler = Crawler()


def configured(data_dir: Path) -> Sources:
    """What ``sources.toml`` names; nothing if there is no such file. Raises ``SourceError``."""
    path = data_dir / FILE
    if not path.exists():
        return Sources()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"配置文件无法读取：{path}：{error}。请检查权限，并以 UTF-8 编码保存。") from error
    return parse(text, path)


def parse(text: str, path: Path) -> Sources:
    """The sources that a text configures; ``path`` is what a fault names. Raises ``SourceError``."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SourceError(
            f"配置文件有误：{path}：不是有效的 TOML（{error}）。请改正该处的括号、引号或等号。"
        ) from error
    try:
        sources = msgspec.convert(raw, Sources)
    except msgspec.ValidationError as error:
        raise SourceError(
            f"配置文件有误：{path}：{_explained(str(error), raw, text)}。写法见 README“采集来源”。"
        ) from error
    for fault in _faults(sources):
        raise SourceError(f"配置文件有误：{path}：{fault}。写法见 README“采集来源”。")
    return sources


def _explained(message: str, raw: dict[str, Any], text: str) -> str:
    """A fault as msgspec words it, in Chinese, with its line, and its entry by number and name."""
    fault, _, where = message.partition(" - at `$")
    what = in_words(fault)
    match = re.match(r"\.(\w+)\[(\d+)\](?:\.(\w+))?", where)
    if match is None:
        return f"{where.strip('.`') or '文件开头'}：{what}"
    kind, number, key = match[1], int(match[2]), match[3]
    entry = raw[kind][number]
    name = entry.get("name") if isinstance(entry, dict) else None
    unknown = re.fullmatch(r"Object contains unknown field `(.*)`", fault)
    line = located(text, [kind, number, *([key or (unknown[1] if unknown else "")] if key or unknown else [])])
    return line + _entry(kind, number, name) + (f"的 {key}" if key else "") + f"：{what}"


def _entry(kind: str, number: int, name: object) -> str:
    return f"第 {number + 1} 个 {kind}" + (f"（“{name}”）" if name else "")


def _faults(sources: Sources) -> Iterator[str]:
    named = Counter([*(folder.source for folder in sources.folders), *(site.name for site in sources.sites)])
    for name, count in named.items():
        if count > 1:
            yield f"有 {count} 个来源都叫“{name}”，请改为不同的名称"
    for number, site in enumerate(sources.sites):
        for fault in _faults_of(site):
            yield f"{_entry('sites', number, site.name)}：{fault}"
    if sources.crawler.proxy and not _is_proxy(sources.crawler.proxy):
        yield 'crawler 的 proxy 应写作 "http://主机:端口"，需要时为 "http://用户:密码@主机:端口"'
    if sources.sites and not re.search(r"@|https?://", sources.crawler.contact):
        yield '采集网站须写明联系方式：请加上 [crawler] contact = "邮箱或网址"，它随每次请求告知对方网站'


def _is_proxy(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme == "http" and bool(parts.hostname and parts.port)
    except ValueError:
        return False


def _faults_of(site: Site) -> Iterator[str]:
    if not site.name.strip():
        yield "name 不能为空，请填写来源的名称"
    if not (site.lists or site.pages or site.feeds):
        yield "没有网址：lists、pages、feeds 至少填写一项"
    for kind in ("lists", "pages", "feeds"):
        for address in getattr(site, kind):
            yield from _faults_of_address(site, kind, address)
    if site.years and len(site.years) == 2 and site.years[0] > site.years[1]:
        yield f"years 的起止年度颠倒：{list(site.years)}，请写成 [起, 止]"
    if site.title is not None:
        try:
            re.compile(site.title)
        except re.error as error:
            yield f"title 不是有效的正则表达式（{error}），请改正"
    if site.next_page is not None and set(_placeholders(site.next_page)) != {"page"}:
        yield "next_page 中须有且只有 {page}，例如 index_{page}.html"


def _faults_of_address(site: Site, kind: str, address: str) -> Iterator[str]:
    try:
        names = _placeholders(address)
        parts = urlsplit(address)
    except ValueError as error:
        yield f"{kind} 中的网址“{address}”无法解析（{error}），请改正"
        return
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        yield f"{kind} 中的“{address}”不是完整的网址，须以 http:// 或 https:// 开头"
    elif "{" in parts.netloc:
        yield f"{kind} 中的“{address}”：主机名中不能用 {{}}，请写明每个主机"
    for name in names:
        if name != "year" and not site.values.get(name):
            yield f"{kind} 中的“{address}”用了 {{{name}}}，请在 values 中给出 {name} 的各个值"


def _placeholders(template: str) -> list[str]:
    """The names in braces, each once, in order; raises ValueError where braces do not match."""
    return list(dict.fromkeys(name for _, name, _, _ in Formatter().parse(template) if name is not None))


def _ascii_host(host: str) -> str:
    """A host as it stands in a request: 中国.cn is xn--fiqs8s.cn."""
    try:
        return host.lower().encode("idna").decode("ascii")
    except UnicodeError:
        return host.lower()
