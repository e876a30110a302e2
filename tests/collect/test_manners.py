"""What the crawler may never do, whatever a site answers: each case on a site of its own, all of them in the same two weeks."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

import pytest

from tests.collect.sites import Page, Site, listing, page, report, robots, sites, title
from tests.collect.weekly import Week, configure, entry, week

NAMES = (
    "race", "unreachable", "private", "open", "named", "other", "busy", "later", "down", "requests", "megabytes", "large",
    "cut", "half", "soft", "shell", "nothing", "fewer", "half_left", "nested", "flip", "bomb", "beside", "six", "session",
    "v6",
)  # fmt: skip


@dataclass(frozen=True)
class Story:
    sites: dict[str, Site]
    first: Week
    second: Week
    asked: dict[str, list]
    """The requests of the first week."""


def reports(number: int, prefix: str = "/r") -> dict[str, str]:
    return {f"{prefix}/{n}.html": title(f"甲市第{n}局") for n in range(number)}


def served(links: dict[str, str]) -> dict[str, Page]:
    return {path: page(report(text.partition("2025")[0])) for path, text in links.items()}


def ordinary(site: Site, number: int, **facts: object) -> None:
    """A list and its reports."""
    site.pages |= {"/": page(listing(reports(number)), **facts)} | served(reports(number))


def build(s: dict[str, Site]) -> str:
    listed = {
        name: entry(name, lists=[site.url("/")]) for name, site in s.items() if name not in {"race", "private", "other"}
    }
    build_hosts(s, listed)
    build_limits(s, listed)
    build_documents(s, listed)
    return "".join(listed.values())


def build_hosts(s: dict[str, Site], listed: dict[str, str]) -> None:
    # Several sources share a host, so that their requests wait for its robots.txt together.
    s["race"].pages["/robots.txt"] = robots("Disallow: /closed/", delay=0.3)
    for n in range(6):
        links = reports(2, f"/open{n}") | reports(2, f"/closed/{n}")
        s["race"].pages |= served(links) | {f"/closed/list{n}": page(listing(reports(2, f"/open{n}")))}
        keys = {"lists": [s["race"].url(f"/closed/list{n}")]} if n > 3 else {"pages": [s["race"].url(p) for p in links]}
        listed[f"race{n}"] = entry(f"race{n}", **keys)
    ordinary(s["unreachable"], 2)
    s["unreachable"].pages["/robots.txt"] = robots(status=500)
    s["private"].pages["/r.html"] = page(report("乙局"))
    listed["private"] = entry("private", pages=[s["private"].url("/r.html")], allow_private=False)
    by_name = s["private"].url("/r.html").replace(s["private"].host, "localhost")
    listed["by name"] = entry("by name", pages=[by_name], allow_private=False)
    by_number = s["private"].url("/r.html").replace(s["private"].host, str(int(ip_address(s["private"].host))))
    listed["by number"] = entry("by number", pages=[by_number], allow_private=False)
    in_six = s["private"].url("/r.html").replace(s["private"].host, f"[::ffff:{s['private'].host}]")
    listed["in six"] = entry("in six", pages=[in_six], allow_private=False)
    s["six"].pages |= {"/": page(listing({"/away": title("乙局")})), "/away": page("", location=in_six)}
    ordinary(s["v6"], 2)
    listed["v6 closed"] = entry("v6 closed", pages=[s["v6"].url("/r/0.html")], allow_private=False)
    ordinary(s["session"], 2)
    s["session"].session = "JSESSIONID=a1"
    s["open"].pages |= {
        "/": page(listing({"/away": title("乙局")})),
        "/away": page("", location=s["private"].url("/r.html")),
    }
    listed["open"] = entry("open", lists=[s["open"].url("/")], hosts=[s["private"].host])
    s["named"].pages["/"] = page(listing({"/a": title("甲局"), s["other"].url("/b.html"): title("乙局")}))
    s["named"].pages["/a"] = page("", location=s["other"].url("/a.html"))


def build_limits(s: dict[str, Site], listed: dict[str, str]) -> None:
    ordinary(s["busy"], 2)
    s["busy"].retry_after = "1"
    s["busy"].pages["/r/0.html"].fails, s["busy"].pages["/r/0.html"].failing_status = 1, 429  # type: ignore[union-attr]
    ordinary(s["later"], 3, fails=1)
    s["later"].retry_after = "86400"
    ordinary(s["down"], 12)
    s["down"].pages |= {path: page("", status=500) for path in reports(12)}
    long = page(report("甲局", extra="<!--" + "x" * 600_000 + "-->"))
    for name, key, most in (("requests", "requests", 4), ("megabytes", "megabytes", 1)):
        s[name].pages |= {"/": page(listing(reports(9)))} | dict.fromkeys(reports(9), long)
        listed[name] = entry(name, lists=[s[name].url("/")], **{key: most})
    s["large"].pages |= {
        "/": page(listing({"/big.pdf": title("甲局"), "/r.html": title("乙局")})),
        "/r.html": page(report("乙局")),
    }
    s["large"].pages["/big.pdf"] = Page(b"%PDF-1.4" + bytes(2_000_000), "application/pdf")
    listed["large"] = entry("large", lists=[s["large"].url("/")], largest_megabytes=1)


def build_documents(s: dict[str, Site], listed: dict[str, str]) -> None:
    for name in ("cut", "soft"):
        ordinary(s[name], 2)
    for name in ("nothing", "fewer", "half_left"):
        ordinary(s[name], 10)
    text = f"<title>{title('甲局')}</title><h1>{title('甲局')}</h1><a href='fj.pdf'>附件</a>"
    s["half"].pages |= {
        "/": page(listing({"/d/": title("甲局")})),
        "/d/": page(text),
        "/d/fj.pdf": Page(b"%PDF-1.4", "application/pdf"),
    }
    s["shell"].pages["/"] = page("<html><body><div id=app></div><script src=app.js></script></body></html>")
    by_organ = {f"/o{n}/": title(f"第{n}组") for n in range(2)}
    s["nested"].pages |= {"/": page(listing(by_organ))}
    for folder in by_organ:
        s["nested"].pages |= {folder: page(listing(reports(3, folder + "r")))} | served(reports(3, folder + "r"))
    s["flip"].pages |= {"/": page(listing({"/nb/t1.html": title("甲局")}))}
    leaves = ["一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"]
    for n, leaf in enumerate(leaves):
        pager = f'<script>createPageHTML({len(leaves)}, {n}, "t1", "html");</script><a href="/nb/t2.html">下一页</a>'
        s["flip"].pages[f"/nb/t1{f'_{n}' if n else ''}.html"] = page(
            f"<title>{title('甲局')}</title><p>{leaf}</p><p>本页。</p>{pager}"
        )
    s["bomb"].pages |= {
        "/": page(listing({"/z.html": title("甲局"), "/r.html": title("乙局")})),
        "/r.html": page(report("乙局")),
    }
    s["bomb"].pages["/z.html"] = Page(gzip.compress(bytes(3_000_000)), headers={"Content-Encoding": "gzip"})
    listed["bomb"] = entry("bomb", lists=[s["bomb"].url("/")], largest_megabytes=1)
    s["beside"].pages |= {
        "/robots.txt": robots("Disallow: /closed"),
        "/": page(listing({f"/{n}/": title(f"第{n}局") for n in range(3)})),
    }
    for n in range(3):
        s["beside"].pages |= {f"/{n}/": beside(n, 1), f"/{n}/fj.pdf": Page(b"%PDF-1.4", "application/pdf")}


def beside(number: int, visits: int, more: str = "") -> Page:
    """A page beside its attachment, with a counter; another attachment must not be asked for, a third is elsewhere."""
    links = '<a href="fj.pdf">附件：年报</a><a href="/closed/fj.doc">附件2</a><a href="http://files.example.cn/a.pdf">附件3</a>'
    name = title(f"第{number}局")
    return page(f"<title>{name}</title><h1>{name}</h1><p>浏览次数：{visits}</p><p>见附件。{more}</p>{links}")


def change(s: dict[str, Site]) -> None:
    s["cut"].pages["/r/1.html"] = page(report("甲市第1局", applications=5), cut=99)
    s["half"].pages["/d/fj.pdf"] = page("", status=500)
    s["soft"].pages["/r/1.html"] = page("<title>提示</title><p>您访问的页面不存在，五秒后返回首页。</p>")
    for name, left in (("nothing", 0), ("fewer", 4), ("half_left", 5)):
        s[name].pages["/"] = page(listing(dict(list(reports(10).items())[:left])))
    s["beside"].pages |= {"/0/": beside(0, 2), "/1/": beside(1, 2, "已更正。")}
    s["flip"].pages["/nb/t1_2.html"] = page("<p>三、收到和处理政府信息公开申请情况</p><p>更正。</p>")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    data = tmp_path_factory.mktemp("data")
    with sites(len(NAMES) - 1, "::1") as made:
        named = dict(zip(NAMES, made, strict=True))
        configure(data, build(named))
        first = week(data)
        asked = {name: site.asked() for name, site in named.items()}
        change(named)
        yield Story(named, first, week(data), asked)


def held(found: Week, name: str) -> list[str]:
    return sorted(r.page_url for r in found.held if r.source == name)


def test_no_request_passes_while_robots_txt_is_on_its_way(story: Story) -> None:
    assert story.sites["race"].asked("/closed/") == []
    assert [r.path for r in story.sites["race"].log].count("/robots.txt") == 2  # once a week
    assert sum(len(held(story.first, f"race{n}")) for n in range(6)) == 8
    assert story.first.sources["race5"].outcome == "failed"
    assert "robots.txt" in (story.first.sources["race5"].note or "")


def test_a_robots_txt_that_cannot_be_had_forbids_all(story: Story) -> None:
    assert story.sites["unreachable"].asked() == []
    assert story.first.sources["unreachable"].outcome == "failed"
    assert "robots.txt" in (story.first.sources["unreachable"].note or "")


@pytest.mark.parametrize("name", ["private", "by name", "by number", "in six", "v6 closed"])
def test_the_own_network_is_not_asked_unless_a_source_allows_it(story: Story, name: str) -> None:
    assert story.first.sources[name].outcome == "failed"
    assert "allow_private" in (story.first.sources[name].note or "")
    assert held(story.first, name) == []
    assert held(story.first, "open") == [story.sites["private"].url("/r.html")]
    assert [r.path for r in story.asked["private"]] == ["/r.html"]


def test_a_site_that_has_an_address_of_ipv6_alone_is_asked(story: Story) -> None:
    assert held(story.first, "v6") == [story.sites["v6"].url(f"/r/{n}.html") for n in range(2)]


def test_a_cookie_goes_back_to_the_site_that_set_it_and_to_no_other(story: Story) -> None:
    assert len(held(story.first, "session")) == 2
    assert [r.status for r in story.asked["session"]].count(302) == 1
    assert "Cookie" not in story.sites["session"].log[0].headers
    assert not [r for name, s in story.sites.items() if name != "session" for r in s.log if "Cookie" in r.headers]


def test_a_host_that_is_not_named_is_not_asked_but_told(story: Story) -> None:
    run = story.first.sources["named"]
    assert story.sites["other"].log == []
    assert run.forbidden == 1
    assert story.sites["other"].host in (run.note or "")


def test_a_redirect_to_an_address_in_another_guise_is_not_followed(story: Story) -> None:
    run = story.first.sources["six"]
    assert (run.forbidden, held(story.first, "six")) == (1, [])
    assert f"::ffff:{story.sites['private'].host}" in (run.note or "")


def test_a_site_that_is_busy_is_asked_again_when_it_says(story: Story) -> None:
    again = [r for r in story.asked["busy"] if r.path == "/r/0.html"]
    assert [r.status for r in again] == [429, 200]
    assert again[1].at - again[0].at >= 1
    assert len(held(story.first, "busy")) == 2


def test_a_pause_that_is_too_long_leaves_the_site_for_the_next_run(story: Story) -> None:
    assert len(story.asked["later"]) == 1
    assert story.first.sources["later"].outcome == "failed"
    assert "下次运行" in (story.first.sources["later"].note or "")
    assert story.second.sources["later"].found == 3


def test_a_site_that_is_down_is_given_up(story: Story) -> None:
    assert len({r.path for r in story.asked["down"]}) == 1 + 5
    assert "连续 5 次" in (story.first.sources["down"].note or "")


@pytest.mark.parametrize(("name", "requests"), [("requests", 4), ("megabytes", 3)])
def test_a_budget_ends_the_visit_and_is_told(story: Story, name: str, requests: int) -> None:
    assert len(story.asked[name]) == requests
    assert story.first.sources[name].outcome == "alarm"
    assert name in (story.first.sources[name].note or "")


def test_what_is_too_large_is_not_taken(story: Story) -> None:
    assert held(story.first, "large") == [story.sites["large"].url("/r.html")]
    assert "largest_megabytes" in (story.first.sources["large"].note or "")


@pytest.mark.parametrize(("name", "word"), [("cut", "不完整"), ("half", "附件")])
def test_part_of_a_document_is_not_taken_for_a_changed_one(story: Story, name: str, word: str) -> None:
    mine = [{r.sha256 for r in found.held if r.source == name} for found in (story.first, story.second)]
    assert mine[0] == mine[1]
    assert name in dict(story.second.collected.alarms)
    assert word in (story.second.sources[name].note or "")


def test_a_not_found_page_with_status_200_does_not_replace_a_report(story: Story) -> None:
    assert [r.page_url for r in story.second.held if r.gone_at] == [story.sites["soft"].url("/r/1.html")]
    assert story.second.sources["soft"].changed == 0


def test_a_site_that_needs_a_browser_says_so_and_none_of_its_scripts_is_asked(story: Story) -> None:
    assert [r.path for r in story.sites["shell"].asked()] == ["/", "/"]
    assert "浏览器" in dict(story.first.collected.alarms)["shell"]


@pytest.mark.parametrize(("name", "outcome"), [("nothing", "alarm"), ("fewer", "alarm"), ("half_left", "ok")])
def test_a_source_that_gives_nothing_or_less_than_half_is_an_alarm(story: Story, name: str, outcome: str) -> None:
    assert story.first.sources[name].outcome == "ok"
    assert story.second.sources[name].outcome == outcome
    assert (name in dict(story.second.collected.alarms)) == (outcome == "alarm")
    assert len(held(story.second, name)) == 10


def test_a_list_that_leads_to_lists_is_followed(story: Story) -> None:
    assert len(held(story.first, "nested")) == 6


def test_a_report_over_several_pages_is_one_document_and_the_next_report_is_not_in_it(story: Story) -> None:
    (record,) = [r for r in story.first.held if r.source == "flip"]
    assert [file.url for file in record.files] == [
        story.sites["flip"].url(f"/nb/t1{end}.html") for end in ("", "_1", "_2")
    ]
    assert story.second.sources["flip"].changed == 1
    assert story.sites["flip"].asked("/nb/t2") == []


def test_what_unpacks_without_end_is_not_taken(story: Story) -> None:
    assert held(story.first, "bomb") == [story.sites["bomb"].url("/r.html")]
    assert story.first.sources["bomb"].failed == 1


def test_attachments_that_may_not_be_asked_for_are_left_out_and_told(story: Story) -> None:
    run = story.first.sources["beside"]
    assert story.sites["beside"].asked("/closed") == []
    assert (run.new, run.forbidden, run.outcome) == (3, 1, "ok")
    assert "files.example.cn" in (run.note or "")


def test_a_counter_is_no_change_but_a_word_is(story: Story) -> None:
    run = story.second.sources["beside"]
    assert (run.unchanged, run.changed) == (2, 1)


def test_a_folder_that_is_not_there_costs_itself_only(tmp_path: Path) -> None:
    (tmp_path / "收件").mkdir()
    (tmp_path / "收件" / "甲.html").write_text(report("甲局"), encoding="utf-8")
    folders = 'folders = [{ path = "../收件" }, { path = "../没有挂载", name = "共享" }]\n'
    configure(tmp_path / "data", folders, settings="")
    found = week(tmp_path / "data")
    assert [item.name for item in found.collected.changed] == ["甲.html"]
    assert found.sources["../收件"].outcome == "ok"
    assert [name for name, _ in found.collected.alarms] == ["共享"]
