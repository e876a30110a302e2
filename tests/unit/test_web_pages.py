"""Pages as the crawler sees them: links with their titles and days, pagers, attachments, and what is a report."""

import pytest

from etl.collect.sources import Site
from etl.collect.web.addresses import is_private
from etl.collect.web.feed import announced
from etl.collect.web.page import read_page
from etl.collect.web.paging import continued, following
from etl.collect.web.recognise import attachments, is_wanted, pictures, verdict

URL = "http://www.a.gov.cn/xxgk/nb/index.html"
SITE = Site("甲市", lists=(URL,))


def page(body, url=URL, encoding="utf-8"):
    return read_page(body.encode(encoding), url)


def test_a_link_has_its_whole_title_and_the_day_beside_it():
    shown = '<a href="./202501/t1.html" title="甲市民政局2025年政府信息公开工作年度报告">甲市民政局2025年政府信息…</a>'
    (link,) = page(f"<ul><li>{shown}<em>[2026-01-20]</em></li></ul>").links
    assert link.url == "http://www.a.gov.cn/xxgk/nb/202501/t1.html"
    assert link.text == "甲市民政局2025年政府信息公开工作年度报告"
    assert link.day == "2026-01-20"


def test_a_day_of_another_link_is_not_taken():
    links = page('<div><a href="a">甲</a> 2026-01-20 ' + "正文" * 60 + '<a href="b">乙</a></div>').links
    assert links[1].day is None


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/年报.html", "http://www.a.gov.cn/%E5%B9%B4%E6%8A%A5.html"),
        ("?单位=甲", "http://www.a.gov.cn/xxgk/nb/index.html?%B5%A5%CE%BB=%BC%D7"),
        ("//b.gov.cn/x#top", "http://b.gov.cn/x"),
    ],
)
def test_chinese_addresses_are_asked_as_a_browser_asks_them(href, url):
    assert page(f'<p>甲市年度报告</p><a href="{href}">x</a>', encoding="gbk").links[0].url == url


@pytest.mark.parametrize(
    "href", ["javascript:void(0)", "mailto:a@b.cn", "#top", "", "http://[bad", "tel:12345", "data:x,y"]
)
def test_what_is_no_page_is_no_link(href):
    assert page(f'<a href="{href}">x</a>').links == ()


@pytest.mark.parametrize(
    ("pager", "expected"),
    [
        ('<a href="index_1.html">下一页</a>', "http://www.a.gov.cn/xxgk/nb/index_1.html"),
        ('<a href="?p=2"> 下页 </a>', "http://www.a.gov.cn/xxgk/nb/index.html?p=2"),
        ('<script>createPageHTML(3, 0, "index", "html");</script>', "http://www.a.gov.cn/xxgk/nb/index_1.html"),
        ('<script>createPageHTML(1, 0, "index", "html");</script>', None),
        ('<a href="javascript:next()">下一页</a>', None),
        ('<a href="b.html">下一篇</a>', None),
    ],
)
def test_the_next_page_of_a_list(pager, expected):
    assert following(SITE, URL, page(pager), 1) == expected


def test_the_pattern_of_a_source_comes_first():
    patterned = Site("甲市", lists=(URL,), next_page="list_{page}.html", first_page=2)
    assert following(patterned, URL, page('<a href="x">下一页</a>'), 1) == "http://www.a.gov.cn/xxgk/nb/list_2.html"


@pytest.mark.parametrize(
    ("text", "pattern", "of_list", "expected"),
    [
        ("甲市民政局2025年政府信息公开工作年度报告", None, "", True),
        ("关于做好2025年政府信息公开工作年度报告编制的通知", None, "政府信息公开年报", False),
        ("2025年度报告", None, "政府信息公开年报", True),
        ("民政局2025年年报", None, "甲市政府信息公开年报", True),
        ("2025年度报告", None, "统计信息", False),
        ("甲市民政局", None, "政府信息公开年报", False),
        ("甲市民政局", "局$", "", True),
        ("甲市2025年政府信息公开工作年度报告", "局$", "", False),
    ],
)
def test_titles_that_are_taken(text, pattern, of_list, expected):
    assert is_wanted(text, pattern, of_list) is expected


@pytest.mark.parametrize(
    ("first", "pager", "expected"),
    [
        ("/nb/t1.html", '<script>createPageHTML(3, 0, "t1", "html")</script>', "/nb/t1_1.html"),
        ("/nb/show?id=7", '<a href="?id=7&amp;page=2">下一页</a>', "/nb/show?id=7&page=2"),
        ("/nb/t1.html", '<a href="t2.html">下一页</a>', None),
        ("/nb/show?id=7", '<a href="?id=8">下一页</a>', None),
    ],
)
def test_the_next_page_of_a_report_is_of_the_same_report(first, pager, expected):
    host = "http://www.a.gov.cn"
    assert continued(host + first, page(pager, host + first), 1) == (host + expected if expected else None)


def test_attachments_say_so_or_stand_beside_the_page():
    found = page(
        '<a href="P02.pdf">点此</a><a href="/files/fj.docx">附件：统计表</a><a href="/help/manual.pdf">使用手册</a>'
        '<iframe src="/pdfjs/viewer.html?file=/d/nb.pdf"></iframe><a href="a.html">附件</a>'
    )
    assert attachments(found) == [
        "http://www.a.gov.cn/d/nb.pdf",
        "http://www.a.gov.cn/xxgk/nb/P02.pdf",
        "http://www.a.gov.cn/files/fj.docx",
    ]


def test_pictures_beside_the_page_are_those_of_the_report():
    assert pictures(page('<img src="W02.jpg"><img src="/images/logo.png">')) == ["http://www.a.gov.cn/xxgk/nb/W02.jpg"]


@pytest.mark.parametrize(
    ("body", "is_titled", "expected"),
    [
        (
            "<p>甲市2025年政府信息公开工作年度报告</p><p>一、总体情况</p><p>二、主动公开政府信息情况</p>",
            False,
            "report",
        ),
        ("".join(f"<a href={n}>第{n}局2025年政府信息公开工作年度报告</a>" for n in range(4)), True, "list"),
        ("<div id=app></div><script src=a.js></script>", True, "shell"),
        ("<title>新闻</title><p>今天天气好。</p>", False, "other"),
        ("<title>甲局</title><p>报告见下图。</p>", True, "report"),
    ],
)
def test_what_a_page_is(body, is_titled, expected):
    found = page(body)
    assert verdict(body.encode(), found, is_titled=is_titled, has_files=False) == expected


def test_feeds_of_both_kinds():
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>甲</title><link href="/a.html"/>'
        "<updated>2026-01-20T08:00:00Z</updated></entry></feed>"
    )
    rss = '<?xml version="1.0" encoding="gbk"?><rss version="2.0"><channel><item><title>乙局</title><link>http://b.cn/b</link></item></channel></rss>'
    (first,) = announced(atom.encode(), URL)
    (second,) = announced(rss.encode("gbk"), URL)
    assert (first.url, first.text, first.day) == ("http://www.a.gov.cn/a.html", "甲", "2026-01-20")
    assert (second.url, second.text, second.day) == ("http://b.cn/b", "乙局", None)
    assert list(announced(b"<html><p>no feed</p></html>", URL)) == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "100.64.0.1", "169.254.169.254", "0.0.0.0", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
        "fec0::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "::ffff:0:127.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::808:808", "2002:7f00:1::", "2002:c0a8:101::1",
    ],
)  # fmt: skip
def test_addresses_of_the_own_network_in_every_guise_are_refused(address):
    assert is_private(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "2400:3200::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]
)
def test_public_addresses_and_names_are_not(address):
    assert not is_private(address)
