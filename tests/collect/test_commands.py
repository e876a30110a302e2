"""The weekly job from a site to the views, and the commands that list, try out and add sources."""

import hashlib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from etl.__main__ import main
from tests.collect.sites import Page, Site, listing, page, report, sites, title
from tests.collect.weekly import SETTINGS, configure, entry
from warehouse.snapshot import current_snapshot

SAMPLES = Path(__file__).parents[2] / "etl" / "samples" / "reports"
WHOLE = "青岚省教育厅_2023.html"


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], catch_exceptions=False)


def serve(site: Site) -> None:
    links = {"/whole.html": title("青岚省教育厅", 2023), "/short.html": title("甲市民政局")}
    site.pages |= {
        "/": page(listing(links, '<script>createPageHTML(2, 0, "index", "html");</script>'), etag='"1"'),
        "/index_1.html": page(listing({"/old.html": title("甲市民政局", 2024)})),
        "/whole.html": Page((SAMPLES / WHOLE).read_bytes(), etag='"2"'),
        "/short.html": page(report("甲市民政局")),
        "/old.html": page(report("甲市民政局", 2024)),
    }


def test_a_report_walks_from_its_site_to_the_views_and_a_correction_beside_it(tmp_path):
    with sites(1) as (site,):
        serve(site)
        configure(tmp_path, entry("甲市", lists=[site.url("/")]))
        assert call("sources", "list", "--data", tmp_path).stdout == "甲市：尚未采集\n"
        first = call("run", "--data", tmp_path, "--jobs", 1)
        assert first.exit_code == 0, first.output
        assert "采集完毕：甲市：找到 3 份（新 3，有改动 0，未变 0，已撤下 0，未取得 0），请求 5 次" in first.stderr
        site.pages["/short.html"] = page(report("甲市民政局", applications=8))
        site.pages["/"] = page(listing({}))
        second = call("run", "--data", tmp_path, "--jobs", 1)
        assert second.exit_code == 1
        assert "来源异常：甲市：没有找到任何报告" in second.stdout
        assert "读取 1 份，未变化 2 份" in second.stdout
        listed = call("sources", "list", "--data", tmp_path).stdout
        assert "甲市：异常，最近列出 0 份" in listed
        assert "库存 4 份" in listed
    snapshot = current_snapshot(tmp_path)
    reports = snapshot.frame(
        "select agency, source_url, published_on is not null from reports where year = 2023"
    ).rows()
    assert reports == [("青岚省教育厅", site.url("/whole.html"), True)]
    versions = snapshot.frame(
        "select count(*), count(distinct sha256) from documents where source_url = $url",
        {"url": site.url("/short.html")},
    )
    assert versions.row(0) == (2, 2)
    kept = snapshot.frame(
        "select 文件网址, \"响应头ETag\", 列表日期::varchar from 采集记录 where 列表标题 like '青岚%'"
    ).rows()
    assert kept == [(site.url("/whole.html"), '"2"', "2026-01-01")]
    assert snapshot.frame("select outcome from source_runs order by started_at")["outcome"].to_list() == ["ok", "alarm"]
    assert snapshot.frame("select last_outcome, last_success_at is not null from sources").rows() == [("alarm", True)]


def test_a_page_that_goes_back_to_what_it_had_counts_as_that_again(tmp_path):
    with sites(1) as (site,):
        site.pages["/"] = page(listing({"/r.html": title("土默特右旗民政局")}))
        configure(tmp_path, entry("甲市", lists=[site.url("/")]))
        for applications in (3, 8, 3, 8):
            site.pages["/r.html"] = page(report("土默特右旗民政局", applications=applications))
            assert call("run", "--data", tmp_path, "--jobs", 1).exit_code == 0
            served = hashlib.sha256(site.pages["/r.html"].body).hexdigest()
            assert current_snapshot(tmp_path).frame("select sha256 from reports").rows() == [(served,)]
            assert current_snapshot(tmp_path).frame("select value from statements").rows() == [(applications,)]


def test_a_proxy_is_asked_for_every_page_and_told_who_asks(tmp_path, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with sites(1) as (proxy,):
        at = "http://nb.example.cn"
        proxy.pages = {
            f"{at}/": page(listing({"/r.html": title("甲市民政局")})),
            f"{at}/r.html": page(report("甲市民政局")),
        }
        through = proxy.url("").replace("//", "//user:word@")
        settings = SETTINGS + f'proxy = "{through}"\n'
        configure(tmp_path, entry("甲市", lists=[f"{at}/"], allow_private=False), settings)
        checked = call("sources", "check", "甲市", "--data", tmp_path)
        assert "正常，试取到 1 份" in checked.stdout, checked.output
        assert [request.path for request in proxy.log] == [f"{at}/robots.txt", f"{at}/", f"{at}/r.html"]
        assert all(request.headers["Proxy-Authorization"].startswith("Basic ") for request in proxy.log)


def test_check_shows_what_a_source_would_give_and_stores_nothing(tmp_path):
    with sites(1) as (site,):
        serve(site)
        configure(tmp_path, entry("甲市", lists=[site.url("/")]) + entry("乙市", lists=[site.url("/no")]))
        result = call("sources", "check", "甲市", "--data", tmp_path, "--limit", 2)
    assert result.exit_code == 0, result.output
    assert "2026-01-01  青岚省教育厅2023年政府信息公开工作年度报告.html" in result.stdout
    assert result.stdout.startswith("甲市：正常，试取到 2 份")
    assert [path.name for path in tmp_path.iterdir()] == ["sources.toml"]


def test_check_names_what_is_amiss(tmp_path):
    with sites(1) as (site,):
        configure(tmp_path, entry("乙市", lists=[site.url("/no")]))
        result = call("sources", "check", "--data", tmp_path)
    assert result.exit_code == 1
    assert "乙市：失败" in result.stdout
    assert "404" in result.stdout
    assert call("sources", "check", "丙市", "--data", tmp_path).exit_code == 2


def test_add_proposes_a_list_with_its_pager_and_writes_it_only_when_told(tmp_path):
    with sites(1) as (site,):
        serve(site)
        arguments = ["sources", "add", site.url("/"), "--data", tmp_path, "--allow-private"]
        assert "--contact" in call(*arguments).stderr
        arguments += ["--contact", "a@example.cn"]
        proposed = call(*arguments)
        assert proposed.exit_code == 0, proposed.output
        assert 'next_page = "index_{page}.html"' in proposed.stdout
        assert f'name = "{site.host}"' in proposed.stdout
        assert "2 个像年度报告" in proposed.stderr
        assert not (tmp_path / "sources.toml").exists()
        assert call(*arguments, "--write").exit_code == 0
        with (tmp_path / "sources.toml").open("a") as file:
            file.write("delay = 0\n")
        checked = call("sources", "check", "--data", tmp_path)
        assert "试取到 3 份" in checked.stdout, checked.output


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/nb.jsp?fbtime=2024", ['/nb.jsp?fbtime={year}"]', "years = [2019]"]),
        ("/rss.xml", ['feeds = ["']),
        ("/columns.html", ['title = "20\\\\d\\\\d年"']),
    ],
)
def test_add_knows_reports_feeds_and_lists(tmp_path, path, expected):
    with sites(1) as (site,):
        serve(site)
        item = f"<item><title>{title('甲局')}</title><link>{site.url('/short.html')}</link></item>"
        site.pages |= {
            "/nb.jsp?fbtime=2024": page(report("甲市民政局", 2024)),
            "/rss.xml": page(f'<rss version="2.0"><channel>{item}</channel></rss>', content_type="text/xml"),
            "/columns.html": page(listing({f"/{y}/": f"{y}年专栏" for y in range(2020, 2024)}, heading="专栏")),
        }
        result = call("sources", "add", site.url(path), "--data", tmp_path, "--allow-private", "--contact", "a@b.cn")
    assert result.exit_code == 0, result.output
    assert [part for part in expected if part not in result.stdout] == []


def test_add_says_that_a_site_needs_a_browser(tmp_path):
    with sites(1) as (site,):
        site.pages["/"] = page("<div id=app></div><script src=app.js></script>")
        for path, word in (("/", "浏览器"), ("/no", "404")):
            result = call(
                "sources", "add", site.url(path), "--data", tmp_path, "--allow-private", "--contact", "a@b.cn"
            )
            assert result.exit_code == 2
            assert word in result.stderr


def test_a_wrong_configuration_ends_the_run_before_anything_is_done(tmp_path):
    configure(tmp_path, '[[sites]]\nname = "甲市"\nlsts = []\n')
    result = call("run", "--data", tmp_path)
    assert result.exit_code == 2
    assert "lsts" in result.stderr
    assert {path.name for path in tmp_path.iterdir()} - {"last_run.json", "metrics.prom"} == {"sources.toml"}
