"""Three weeks with a dozen odd sites: everything is found once, nothing forbidden is asked, only changes are stored."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import quote

import pytest

from tests.collect.sites import Page, Site, listing, page, report, robots, sites, title
from tests.collect.weekly import Week, configure, entry, week

PER_PAGE = 20
WEDNESDAY = "Wed, 07 Jan 2026 00:00:00 GMT"
FRIDAY = "Fri, 16 Jan 2026 00:00:00 GMT"


@dataclass
class World:
    """The sites by kind, what of them should be found, and how each is configured."""

    sites: dict[str, Site]
    expected: set[str] = field(default_factory=set)
    entries: str = ""

    def add(self, kind: str, paths: dict[str, Page | Callable[[], Page]], **keys: object) -> None:
        site = self.sites[kind]
        site.pages |= paths
        self.entries += entry(kind, **keys)

    def expect(self, kind: str, *paths: str) -> None:
        self.expected |= {self.sites[kind].url(path) for path in paths}


def paged(
    links: dict[str, str], name: Callable[[int], str], more: Callable[[int, int], str], **facts: object
) -> dict[str, Page]:
    """A list over several pages."""
    rows = list(links.items())
    total = -(-len(rows) // PER_PAGE)
    return {
        name(n): page(listing(dict(rows[n * PER_PAGE : (n + 1) * PER_PAGE]), more(n, total)), **facts)
        for n in range(total)
    }


def titles(own: dict[str, str]) -> dict[str, str]:
    """Path -> title in a list."""
    return {path: title(organ) for path, organ in own.items()}


def organs(kind: str, number: int) -> dict[str, str]:
    """Path -> organ."""
    return {f"/{kind}/{n}.html": f"{kind}市第{n}局" for n in range(number)}


def list_of(links: dict[str, str], tag: str | None = None) -> dict[str, Page]:
    return {"/": page(listing(links), etag=tag)}


def etag(world: World, site: Site) -> None:
    own = organs("a", 120)

    def more(n: int, total: int) -> str:
        return f'<a href="/list_{n + 1}.html">下一页</a>' if n + 1 < total else ""

    lists = paged(titles(own), lambda n: f"/list_{n}.html", more, etag='"l1"')
    world.add(
        "etag", lists | {p: page(report(o), etag='"v1"') for p, o in own.items()}, lists=[site.url("/list_0.html")]
    )
    world.expect("etag", *own)


def modified(world: World, site: Site) -> None:
    own = organs("b", 100)

    def name(n: int) -> str:
        return f"/nb/index_{n}.html" if n else "/nb/index.html"

    def more(n: int, total: int) -> str:
        return f'<script>createPageHTML({total}, {n}, "index", "html");</script>'

    lists = paged(titles(own), name, more, modified=WEDNESDAY)
    pages = {p: page(report(o), modified=WEDNESDAY) for p, o in own.items()}
    world.add("modified", lists | pages, lists=[site.url("/nb/index.html")])
    world.expect("modified", *own)


def gbk(world: World, site: Site) -> None:
    """Pages in GBK whose addresses are Chinese: the path goes out in UTF-8, the query in GBK, as browsers do it."""
    own = {f"/{quote(f'年报{n}')}.asp?{quote('单位', encoding='gbk')}={n}": f"第{n}局" for n in range(60)}
    shown = {f"/年报{n}.asp?单位={n}": title(organ) for n, organ in enumerate(own.values())}
    pages = {path: Page(report(organ).encode("gbk"), "text/html", etag='"g1"') for path, organ in own.items()}
    world.add("gbk", {"/": Page(listing(shown).encode("gbk"), "text/html", etag='"g"')} | pages, lists=[site.url("/")])
    world.expect("gbk", *own)


def redirects(world: World, site: Site) -> None:
    """Old addresses lead to new ones, two of them to the same; one leads to a site that is not named."""
    old = {f"/old/{n}": title(f"丁市第{n}局") for n in range(40)} | {
        f"/again/{n}": title(f"丁市第{n}局") for n in range(5)
    }
    world.sites["elsewhere"].pages["/secret.html"] = page(report("他处局"))
    moved = {path: page("", location=f"/new/{path.rpartition('/')[2]}.html") for path in old}
    away = {"/away": page("", location=world.sites["elsewhere"].url("/secret.html"))}
    new = {f"/new/{n}.html": page(report(f"丁市第{n}局"), etag='"r1"') for n in range(40)}
    listed = list_of(old | {"/away": title("丁市外局")}, '"r"')
    world.add("redirects", listed | moved | away | new, lists=[site.url("/")])
    world.expect("redirects", *new)


def endless(world: World, site: Site) -> None:
    """A calendar of a list: there is always a next page, and soon nothing new in it."""
    own = organs("e", 40)
    rows = list(titles(own).items())
    lists = {
        f"/list?p={n}": page(
            listing(dict(rows[20 * (n - 1) : 20 * n] or rows[:20]), f'<a href="/list?p={n + 1}">下一页</a>')
        )
        for n in range(1, 500)
    }
    world.add(
        "endless", lists | {p: page(report(o), etag='"e"') for p, o in own.items()}, lists=[site.url("/list?p=1")]
    )
    world.expect("endless", *own)


def slow(world: World, site: Site) -> None:
    own = organs("f", 15)
    pages = {p: page(report(o), etag='"s"', delay=0.03) for p, o in own.items()}
    world.add("slow", list_of(titles(own)) | pages, lists=[site.url("/")])
    world.expect("slow", *own)


def trouble(world: World, site: Site) -> None:
    """Busy or broken once or twice, then fine."""
    own = organs("g", 30)
    pages = {
        path: page(report(organ), etag='"t"', fails=n % 3, failing_status=(503, 429, 500)[n % 3])
        for n, (path, organ) in enumerate(own.items())
    }
    world.add("trouble", {"/": page(listing(titles(own)), fails=1)} | pages, lists=[site.url("/")])
    world.expect("trouble", *own)


def truncated(world: World, site: Site) -> None:
    own = organs("h", 20)
    pages = {p: page(report(o), etag='"h"', cut=n % 2) for n, (p, o) in enumerate(own.items())}
    world.add("truncated", list_of(titles(own)) | pages, lists=[site.url("/")])
    world.expect("truncated", *own)


def forbidding(world: World, site: Site) -> None:
    own = organs("i", 15)
    closed = {f"/private/{n}.html": title(f"壬市密{n}局") for n in range(10)}
    rules = {"/robots.txt": robots("Disallow: /private/\nCrawl-delay: 0.01", delay=0.2)}
    pages = {p: page(report(o), etag='"i"') for p, o in own.items()} | {p: page(report("壬市密局")) for p in closed}
    world.add("robots", rules | list_of(titles(own) | closed, '"i"') | pages, lists=[site.url("/")])
    world.expect("robots", *own)


def attachments(world: World, site: Site) -> None:
    own = {f"/j/{n}/": title(f"癸市第{n}局") for n in range(20)}
    links = '<a href="fj.pdf">附件：年度报告</a><a href="/user.pdf">用户手册</a>'
    pages = {p: page(f"<title>{t}</title><h1>{t}</h1>{links}", etag='"j1"') for p, t in own.items()}
    files = {f"{p}fj.pdf": Page(b"%PDF-1.4 first " + p.encode(), "application/pdf", etag='"j2"') for p in own}
    world.add("attachments", list_of(own, '"j"') | pages | files, lists=[site.url("/")])
    world.expect("attachments", *own)


def feed(world: World, site: Site) -> None:
    own = organs("k", 20)
    items = "".join(
        f"<item><title>{title(o)}</title><link>{site.url(p)}</link><pubDate>{WEDNESDAY}</pubDate></item>"
        for p, o in own.items()
    )
    other = f"<item><title>一则新闻</title><link>{site.url('/news.html')}</link></item>"
    rss = f'<?xml version="1.0"?><rss version="2.0"><channel><title>年报</title>{other}{items}</channel></rss>'
    pages = {p: page(report(o), etag='"k"') for p, o in own.items()}
    listed = {"/rss.xml": page(rss, content_type="application/rss+xml", etag='"k"')}
    world.add("feed", listed | pages, feeds=[site.url("/rss.xml")])
    world.expect("feed", *own)


def yearly(world: World, site: Site) -> None:
    areas, years = ["01", "02", "03"], range(2020, 2026)
    pages = {f"/nb.jsp?area={a}&fbtime={y}": page(report(f"区{a}局", y), etag='"y"') for a in areas for y in years}
    address = site.url("/nb.jsp?area={area}&fbtime={year}")
    world.add("yearly", dict(pages), pages=[address], years=[2020, 2025], values={"area": areas})
    world.expect("yearly", *pages)


def counter(world: World, site: Site) -> None:
    """Pages that are never the same twice, though the report in them is."""
    own, visits = organs("c", 10), count()

    def visited(organ: str) -> Callable[[], Page]:
        return lambda: page(report(organ, extra=f"<p>浏览次数：{next(visits)}</p>"))

    world.add("counter", list_of(titles(own)) | {p: visited(o) for p, o in own.items()}, lists=[site.url("/")])
    world.expect("counter", *own)


KINDS: dict[str, Callable[[World, Site], None]] = {
    "etag": etag, "modified": modified, "gbk": gbk, "redirects": redirects, "endless": endless, "slow": slow,
    "trouble": trouble, "truncated": truncated, "robots": forbidding, "attachments": attachments, "feed": feed,
    "yearly": yearly, "counter": counter,
}  # fmt: skip


def change(world: World) -> set[str]:
    """Five changes, one report withdrawn; gives the addresses that changed."""
    s = world.sites
    first = s["etag"].pages["/list_0.html"]
    s["etag"].pages["/list_0.html"] = page(
        first.body.decode().replace("<ul>", f'<ul><li><a href="/a/new.html">{title("新局")}</a></li>'), etag='"l2"'
    )
    s["etag"].pages["/a/new.html"] = page(report("新局"), etag='"v1"')
    del s["etag"].pages["/a/7.html"]
    s["modified"].pages["/b/3.html"] = page(report("b市第3局", applications=99), modified=FRIDAY)
    gbk = next(path for path in s["gbk"].pages if path.endswith("=5"))
    s["gbk"].pages[gbk] = Page(report("第5局", applications=77).encode("gbk"), "text/html", etag='"g2"')
    s["attachments"].pages["/j/2/fj.pdf"] = Page(b"%PDF-1.4 corrected", "application/pdf", etag='"j3"')
    del s["yearly"].pages["/nb.jsp?area=03&fbtime=2025"]
    s["yearly"].pages["/nb.jsp?area=03&fbtime=2025"] = page(report("区03局", 2025, 12), etag='"y2"')
    return {
        s["etag"].url("/a/new.html"), s["modified"].url("/b/3.html"), s["gbk"].url(gbk), s["attachments"].url("/j/2/"),
        s["yearly"].url("/nb.jsp?area=03&fbtime=2025"),
    }  # fmt: skip


@dataclass(frozen=True)
class Story:
    world: World
    weeks: tuple[Week, Week, Week]
    logs: tuple[dict[str, list], dict[str, list]]
    changed: set[str]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    data = tmp_path_factory.mktemp("data")
    with sites(len(KINDS) + 1) as made:
        world = World(dict(zip([*KINDS, "elsewhere"], made, strict=True)))
        for kind, build in KINDS.items():
            build(world, world.sites[kind])
        configure(data, world.entries)
        first = week(data)
        before = {kind: list(site.log) for kind, site in world.sites.items()}
        second = week(data)
        after = {kind: site.log[len(before[kind]) :] for kind, site in world.sites.items()}
        changed = change(world)
        third = week(data)
        yield Story(world, (first, second, third), (before, after), changed)


def test_there_are_five_hundred_pages(story: Story) -> None:
    asked = {(kind, request.path) for kind, log in story.logs[0].items() for request in log if request.status == 200}
    assert len(asked) >= 500


def test_everything_is_found_once(story: Story) -> None:
    assert set(story.weeks[0].pages) == story.world.expected
    assert set(story.weeks[0].pages.values()) == {1}
    assert story.weeks[0].total("new") == len(story.world.expected)


def test_sources_that_give_all_are_fine_and_the_rest_says_why(story: Story) -> None:
    runs = story.weeks[0].sources
    assert {name for name, run in runs.items() if run.outcome != "ok"} == set()
    assert runs["robots"].forbidden == 10
    assert runs["redirects"].forbidden == 1


def test_nothing_forbidden_is_asked(story: Story) -> None:
    assert story.world.sites["robots"].asked("/private/") == []
    assert story.world.sites["elsewhere"].log == []
    assert story.world.sites["attachments"].asked("/user.pdf") == []
    assert all([r.path for r in site.log][:1] in ([], ["/robots.txt"]) for site in story.world.sites.values())


def test_a_host_has_one_request_at_a_time_and_knows_who_asks(story: Story) -> None:
    for site in story.world.sites.values():
        assert site.most_at_once <= 1
        assert {r.headers["User-Agent"] for r in site.log} <= {"Nianbao/0.1 (+mailto:test@example.cn)"}


def test_the_second_week_asks_conditionally_and_stores_nothing(story: Story) -> None:
    first, second, _ = story.weeks
    assert second.stored == first.stored
    assert (second.total("new"), second.total("changed"), second.total("gone")) == (0, 0, 0)
    assert second.total("unchanged") == len(story.world.expected)
    for kind, header in (
        ("etag", "If-None-Match"),
        ("modified", "If-Modified-Since"),
        ("attachments", "If-None-Match"),
    ):
        asked = [r for r in story.logs[1][kind] if r.path != "/robots.txt"]
        assert len(asked) > 20
        assert all(header in r.headers and r.status == 304 for r in asked), kind


def test_the_third_week_stores_the_five_changes_and_no_more(story: Story) -> None:
    _, second, third = story.weeks
    assert len(third.stored - second.stored) == 5
    assert second.stored <= third.stored
    retrieved = {r.page_url for r in third.held if r.sha256 in third.stored - second.stored}
    assert retrieved == story.changed
    assert (third.total("new"), third.total("changed")) == (1, 4)


def test_a_report_that_is_withdrawn_is_kept_and_said_to_be_gone(story: Story) -> None:
    _, _, third = story.weeks
    gone = [record for record in third.held if record.gone_at]
    assert [record.page_url for record in gone] == [story.world.sites["etag"].url("/a/7.html")]
    assert gone[0].sha256 in third.stored
    assert third.sources["etag"].gone == 1


def test_what_the_site_said_is_kept_with_the_bytes(story: Story) -> None:
    record = next(r for r in story.weeks[0].held if r.page_url == story.world.sites["attachments"].url("/j/2/"))
    page_file, attached = record.files
    assert (page_file.member, page_file.etag, page_file.content_type) == (
        "页面01.html",
        '"j1"',
        "text/html; charset=utf-8",
    )
    assert (attached.member, attached.etag, attached.content_type) == ("附件01.pdf", '"j2"', "application/pdf")
    assert record.source_name == f"{title('癸市第2局')}.zip"
    assert record.stated_on == "2026-01-03"
    dated = next(r for r in story.weeks[0].held if r.page_url == story.world.sites["feed"].url("/k/0.html"))
    assert dated.stated_on == "2026-01-07"
    assert dated.site == "k市第0局网站"
