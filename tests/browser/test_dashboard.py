"""The dashboard in a real browser, from the questions of an oversight official."""

import csv
import hashlib
import re
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import openpyxl
import pypdfium2
import pytest
from lxml import etree
from PIL import Image
from playwright.sync_api import Page

from dashboard.charts import theme
from dashboard.language import LANGUAGES, Words
from tests.browser.conftest import LOCALES, Visitor, barriers, taken
from warehouse.snapshot import current_snapshot

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
CHARTS = {
    "overview": 3,
    "coverage": 0,
    "publications": 5,
    "applications": 9,
    "disputes": 4,
    "peers": 3,
    "agency": 0,
    "findings": 2,
    "decisions": 0,
    "changes": 0,
    "sql": 0,
    "runs": 0,
}
ZH, EN = Words("zh"), Words("en")
TOO_WIDE = """
    [...document.querySelectorAll('.js-plotly-plot, [data-testid=stMarkdownContainer], [data-testid=stMetric]')]
    .filter(e => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1)
    .filter(e => !e.closest('[class*="st-key-chart_heat"]')).length
"""
"""How many charts, texts and headlines stick out of the window; cells by year move sideways in a frame of their own."""

DRAWN_AGAIN = """
    [...document.querySelectorAll('.js-plotly-plot')].map(chart => chart._fullLayout)
    .filter(drawn => [...'lrtb'].some(side => drawn._size[side] > drawn.margin[side]))
    .map(drawn => [...'lrtb'].map(side => `${side} ${drawn._size[side]} > ${drawn.margin[side]}`))
"""
"""Charts whose margins turned out too small, so that plotly drew them once more."""


STREAMLITS_OWN = r"""() => {
    const names = ['aria-label', 'placeholder', 'title', 'aria-valuetext'];
    const marked = [...document.querySelectorAll('body *')].filter(e => !e.closest('.js-plotly-plot, textarea'));
    const said = marked.flatMap(e => names.map(name => e.getAttribute(name)).filter(Boolean));
    return [...new Set(said)].filter(text => /[a-z]{3}/i.test(text) && !/\p{Script=Han}/u.test(text));
}"""
"""What a reader of a Chinese page has read to him in English."""

NEWEST_IN_SIGHT = """() => {
    const frame = document.querySelector('[class*=st-key-chart_heat]');
    const [years, names] = ['.xtick text', '.ytick text'].map(part => [...frame.querySelectorAll(part)]);
    const [edge, year, name] = [frame, years.at(-1), names[0]].map(e => e.getBoundingClientRect());
    return frame.scrollWidth > frame.clientWidth && year.right <= edge.right && name.left >= edge.left && name.right < year.left;
}"""
"""On a narrow screen: the last year of the heat map and the names of its rows."""


def the_cell_in_sight_is_meant(page: Page) -> None:
    """A name of a row that covers an older year says nothing of that; the year before the newest, beside it, opens its reports."""
    frame = page.locator("[class*=st-key-chart_heat]").first
    frame.evaluate("frame => frame.scrollIntoView({block: 'center'})")
    year, names = frame.locator(".xtick text").nth(-2), frame.locator(".ytick text")
    name = names.nth(names.count() // 2)
    across, beside = year.bounding_box(), name.bounding_box()
    assert across and beside
    row = beside["y"] + beside["height"] / 2
    page.mouse.move(beside["x"] + beside["width"] / 2, row)
    page.wait_for_timeout(300)
    assert not frame.locator(".hovertext").count()
    page.mouse.move(across["x"] + across["width"] / 2, row)
    frame.locator(".hovertext").wait_for()
    page.mouse.click(across["x"] + across["width"] / 2, row)
    assert (year.text_content() or "-") in page.get_by_test_id("stDialog").inner_text()
    page.keyboard.press("Escape")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_whole_in_either_width_and_shuts_nobody_out(visit: Visit, language: str) -> None:
    """By the menu from page to page; axe-core looks at each wide and light in one language, narrow and dark in the other."""
    words = Words(language)
    visitor = visit(locale=LOCALES[language])
    for number, (code, count) in enumerate(CHARTS.items()):
        # On the page that is open already, a click on its name leaves nothing to wait for.
        page = visitor.by_menu(words(f"nav.{code}")) if number else visitor.go("")
        assert page.locator(".js-plotly-plot").count() == count, code
        assert all(traces for traces in visitor.figures()), code
        assert page.locator("[data-testid=stException], [data-testid=stAlertContentError]").count() == 0, code
        assert page.evaluate(TOO_WIDE) == 0, code
        assert page.evaluate(DRAWN_AGAIN) == [], code
        assert page.evaluate("document.documentElement.lang") == language, code
        assert language != "zh" or page.evaluate(STREAMLITS_OWN) == [], code
        is_narrow = (number + LANGUAGES.index(language)) % 2 == 1
        if not is_narrow:
            assert barriers(page) == [], code
        page.set_viewport_size({"width": 390, "height": 900})
        page.wait_for_function(f"() => {TOO_WIDE} === 0")
        if code == "peers":
            page.wait_for_function(NEWEST_IN_SIGHT)
        if code == "peers" and is_narrow:
            the_cell_in_sight_is_meant(page)
        if is_narrow:
            page.emulate_media(color_scheme="dark")
            page.wait_for_function("getComputedStyle(document.querySelector('.stApp')).colorScheme === 'dark'")
            assert barriers(page) == [], code
            page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1280, "height": 900})
    assert page.evaluate("document.fonts.check(\"16px 'Noto Sans CJK SC'\", '政府信息公开')")


def test_what_streamlit_says_is_said_in_the_language_of_the_page(visit: Visit) -> None:
    visitor = visit()
    page = visitor.go("agency")
    hints = {"zh": "按回车键生效", "en": "Press Enter to apply"}
    for language in ("zh", "en", "zh"):
        page.get_by_test_id("stSidebar").get_by_text({"zh": "中文", "en": "English"}[language], exact=True).click()
        field = page.get_by_role("textbox", name=Words(language)("page.agency.search"))
        field.fill("教")
        page.get_by_text(hints[language], exact=True).wait_for()
        field.fill("")
    page.get_by_test_id("stSidebar").get_by_role("combobox", name=ZH("filter.levels")).fill("无此级别")
    page.get_by_text("没有相符的项", exact=True).wait_for()
    page.goto(f"{visitor.address}/sql?" + urlencode({"sql": "select 'Open' as \"Stop\", 'Search' as word"}))
    cells = page.locator("[data-testid=stDataFrame] canvas td, [data-testid=stDataFrame] canvas th")
    cells.first.wait_for(state="attached")
    assert {"Open", "Stop", "Search"} <= set(cells.all_text_contents()), "the words of an answer are its own"


def test_a_link_brings_the_same_view_back_in_another_browser(visit: Visit) -> None:
    first = visit()
    page = first.go("applications")
    whole = first.figures()
    field = page.get_by_test_id("stSidebar").get_by_role("combobox", name=ZH("filter.regions"))
    field.fill("青岚省")
    page.get_by_role("option", name="青岚省", exact=True).click()
    page.keyboard.press("Escape")
    page.wait_for_url("**region=**")
    first.drawn()
    page.wait_for_timeout(1500)
    narrowed = first.figures()
    assert narrowed != whole
    second = visit()
    second.page.goto(page.url)
    second.drawn()
    assert second.figures() == narrowed
    assert second.page.get_by_test_id("stSidebar").get_by_text("青岚省", exact=True).count() == 1


def test_filters_and_language_survive_a_change_of_page_and_the_way_back(visit: Visit) -> None:
    visitor = visit()
    page = visitor.go("applications?region=青岚省&from=2020")
    page.get_by_test_id("stSidebar").get_by_text("English").click()
    page.get_by_role("heading", level=1, name=EN("nav.applications")).wait_for()
    page.wait_for_url("**lang=en**")
    visitor.by_menu(EN("nav.disputes"))
    assert parse_qs(urlsplit(page.url).query) == {"region": ["青岚省"], "from": ["2020"], "lang": ["en"]}
    page.go_back()
    page.wait_for_url("**/applications?**")
    page.get_by_role("heading", level=1, name=EN("nav.applications")).wait_for()


def test_an_address_without_a_page_says_so_and_leads_on_and_back(visit: Visit) -> None:
    """In the reader's language, with the filters kept, in the place of Streamlit's own dialog; also one of several parts."""
    visitor = visit(locale="en-GB")
    page = visitor.go("nothing/here?from=2020")
    told = EN("page.nowhere.unknown", path="nothing／here")
    page.get_by_text(told).wait_for()
    assert page.get_by_role("dialog").count() == 0
    page.get_by_role("link", name=EN("page.nowhere.back")).click()
    page.get_by_role("heading", level=1, name=EN("nav.overview")).wait_for()
    assert parse_qs(urlsplit(page.url).query) == {"from": ["2020"]}
    page.go_back()
    page.get_by_text(told).wait_for()


def test_two_clicks_lead_from_a_chart_to_the_cell(visit: Visit) -> None:
    visitor = visit()
    page = visitor.go("applications?from=2021")
    chart = page.locator(".js-plotly-plot").first
    chart.scroll_into_view_if_needed()
    page.wait_for_timeout(800)
    point = chart.locator(".scatterlayer .trace").nth(2).locator(".point").nth(1).bounding_box()
    assert point is not None
    page.mouse.move(point["x"] + point["width"] / 2, point["y"] + point["height"] / 2)
    page.wait_for_timeout(400)
    page.mouse.click(point["x"] + point["width"] / 2, point["y"] + point["height"] / 2)
    dialog = page.get_by_role("dialog")
    link = dialog.get_by_role("link").first
    link.wait_for()
    assert "2022" in dialog.inner_text()
    assert barriers(page) == []
    link.click()
    page.wait_for_url("**/agency?**")
    asked = page.locator("td.asked")
    asked.wait_for()
    query = parse_qs(urlsplit(page.url).query)
    assert (query["table"], query["row"], query["column"], query["year"]) == (["3"], ["concluded"], ["total"], ["2022"])
    assert ZH("form.asked") in asked.inner_text()
    assert query["from"] == ["2021"]
    assert dialog.count() == 0
    page.go_back()
    dialog.get_by_role("link").nth(1).wait_for()
    assert "2022" in dialog.inner_text()


def test_two_clicks_lead_from_a_headline_to_the_cell(visit: Visit) -> None:
    """On a narrow screen, where the menu makes way for the page that is chosen in it."""
    visitor = visit(390)
    page = visitor.go("decisions")
    page.get_by_test_id("stExpandSidebarButton").click()
    visitor.by_menu(ZH("nav.disputes"))
    page.locator("[data-testid=stSidebar][data-collapsed=true]").wait_for(state="attached")
    page.get_by_role("button", name=ZH("headline.evidence")).first.click()
    page.get_by_role("dialog").get_by_role("link").first.click()
    page.wait_for_url("**/agency?**")
    page.locator("td.asked").wait_for()


def test_a_finding_leads_to_its_cells(visit: Visit) -> None:
    visitor = visit()
    page = visitor.go("findings?rule=dispute_sum")
    page.locator("a[href*='finding=']").first.click()
    page.locator("td.asked.found").first.wait_for()


def test_what_stands_beside_a_chart_can_be_read_and_taken_along(visit: Visit) -> None:
    """Definitions, table and SQL; CSV that Excel reads, a workbook, the picture as PNG and SVG with title and Chinese font."""
    visitor = visit()
    page = visitor.go("applications?from=2021")
    page.get_by_role("button", name=ZH("panel.table")).first.click()
    page.get_by_test_id("stPopoverBody").get_by_text("2022").first.wait_for()
    page.keyboard.press("Escape")
    content = taken(page, "CSV")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))
    points = zip(*visitor.figures()[0][0][1:], strict=True)
    drawn = {year: value for year, value in points if value is not None}
    received = {
        int(row[ZH("column.year")]): row[ZH("column.value")] for row in rows if row[ZH("column.code")] == "received"
    }
    assert {year: float(value) for year, value in received.items()} == drawn
    book = openpyxl.load_workbook(BytesIO(taken(page, "Excel")))
    assert book.sheetnames == [ZH("download.figures"), ZH("download.definitions"), ZH("download.about")]
    title = ZH("panel.applications.title")
    png, svg = (taken(page, ZH("chart.as", title=title, kind=kind)) for kind in ("PNG", "SVG"))
    width, height = Image.open(BytesIO(png)).size
    assert (width, height) == (2 * 820, 2 * (theme.HEIGHT + 64))
    drawing = etree.fromstring(svg)
    texts = ["".join(text.itertext()) for text in drawing.iter("{*}text")]
    assert {title, ZH.label("carried_in"), "2024"} <= set(texts)
    assert any("2021–" in text for text in texts)
    assert all("Noto Sans CJK SC" in text.get("style") for text in drawing.iter("{*}text") if text.get("style"))


@pytest.mark.parametrize("width", [1280, 390])
def test_definitions_sql_and_link_lie_over_the_page_one_at_a_time(visit: Visit, width: int) -> None:
    """By the keyboard as well; within the window, copied with a word that says so, and gone with Escape or a click beside."""
    page = visit(width).go("applications?from=2021")
    page.context.grant_permissions(["clipboard-read"])
    row = page.get_by_test_id("stMain").locator(".asides").first
    told = row.locator("details[open] > div")
    for key, text in (("panel.definitions", "新收"), ("panel.sql", "select"), ("panel.link", "snapshot=")):
        row.locator("summary", has_text=ZH(key)).click()
        assert text in told.inner_text()
        place = told.bounding_box()
        assert place is not None
        assert 0 <= place["x"] < place["x"] + place["width"] <= width
        assert barriers(page) == []
    row.get_by_role("button", name=ZH("panel.copy")).click()
    assert row.get_by_role("status").filter(visible=True).inner_text() == ZH("panel.copied")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == told.locator("code").inner_text()
    page.keyboard.press("Escape")
    assert told.count() == 0
    assert page.evaluate("document.activeElement.textContent").endswith(ZH("panel.link"))
    page.keyboard.press("Enter")
    told.wait_for()
    page.get_by_role("heading", level=1).click()
    assert told.count() == 0
    anew = visit().page
    anew.goto(link)
    anew.locator("#applications").wait_for()


def test_the_sql_of_a_chart_opens_on_the_page_that_runs_it(visit: Visit) -> None:
    """Within the page: as an address that is asked for, a long statement is more than some proxies pass on."""
    page = visit().go("publications?from=2021&lang=en")
    page.evaluate("window.isStill = true")
    row = page.get_by_test_id("stMain").locator(".asides").first
    row.locator("summary", has_text=EN("panel.sql")).click()
    statement = row.locator("details[open] code").last.inner_text()
    row.get_by_role("link", name=EN("panel.sql_open")).click()
    page.wait_for_url("**/sql?*from=2021*")
    editor = page.get_by_test_id("stTextArea").locator("textarea")
    editor.wait_for()
    assert editor.input_value() == statement
    assert len(page.url) > 8000
    assert page.evaluate("window.isStill")
    page.go_back()
    page.get_by_role("heading", level=1, name=EN("nav.publications"), exact=True).wait_for()
    assert "from=2021" in page.url


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_of_the_document_is_shown_with_the_cell_marked(visit: Visit, samples_data: Path, width: int) -> None:
    """Both pictures are there and fit the window; the original comes down as it was received."""
    report = (
        current_snapshot(samples_data)
        .frame(
            "select report_id, sha256, source_name, page from cells join reports using (report_id) where table_no = 3 "
            "and row_code = 'received' and column_code = 'total' and media_type = 'application/pdf' order by all limit 1"
        )
        .row(0, named=True)
    )
    page = visit(width).go(f"agency?report={report['report_id']}&table=3&row=received&column=total")
    for kind in ("part", "whole"):
        picture = page.get_by_alt_text(ZH(f"original.{kind}", page=report["page"]))
        picture.wait_for()
        page.wait_for_function("e => e.complete && e.naturalWidth > 500", arg=picture.element_handle())
        place = picture.bounding_box()
        assert place is not None
        assert 0 <= place["x"] < place["x"] + place["width"] <= width
    assert barriers(page) == []
    with page.expect_download() as begun:
        page.get_by_role("button", name=ZH("original.download")).click()
    assert begun.value.suggested_filename == report["source_name"]
    assert hashlib.sha256(Path(begun.value.path()).read_bytes()).hexdigest() == report["sha256"]


def test_a_picture_in_an_address_is_not_fetched(visit: Visit) -> None:
    """The text of an address shows as text; the visitor's end asserts that no request left the host."""
    page = visit().go("agency?organ=![x](http://stranger.invalid/a.png)")
    assert "![x](http://stranger.invalid/a.png)" in page.get_by_test_id("stAlert").inner_text()


def test_a_page_prints_whole_without_the_sidebar(visit: Visit) -> None:
    """On A4: every chart on the paper from edge to edge of its text, nothing that only a screen can use."""
    visitor = visit()
    page = visitor.go("peers")
    page.evaluate("window.print = () => { window.wasPrinted = true; }")
    page.get_by_role("button", name=ZH("print.button")).click()
    assert page.evaluate("window.wasPrinted")
    printed = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    text = "".join(sheet.get_textpage().get_text_range() for sheet in printed)
    assert len(printed) > 1
    assert ZH("nav.peers") in text
    assert "数据快照" in text
    assert ZH("filter.clear") not in text
    assert ZH("panel.evidence_help") not in text
    assert ZH("print.button") not in text
    page.emulate_media(media="print")
    assert (
        page.locator("[data-testid=stSidebar]:visible, [data-testid=stPopover]:visible, .asides:visible").count() == 0
    )


DARK, LIGHT = 150, 600
"""Red, green and blue of a ground and of the ink on it, added up."""


def test_a_dark_page_shows_tables_of_reports_dark(visit: Visit, samples_data: Path) -> None:
    report = current_snapshot(samples_data).frame("select min(report_id) as r from reports where cell_count > 0")["r"][
        0
    ]
    visitor = visit()
    visitor.page.emulate_media(color_scheme="dark")
    table = visitor.go(f"agency?report={report}").locator(".form table").first
    colours = "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).color]"
    ground, ink = (sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in table.evaluate(colours))
    assert ground < DARK
    assert ink > LIGHT


def test_no_other_site_steers_the_page_and_plotly_comes_with_it(visit: Visit) -> None:
    """Plotly's script is announced with each page and with nothing else; packed and plain it is the same, and kept."""
    visitor = visit()
    ask = visitor.page.request
    assert ask.get(f"{visitor.address}/_stcore/host-config").json()["allowedOrigins"] == []
    page = ask.get(f"{visitor.address}/applications", headers={"Accept": "text/html"})
    address = page.headers["link"].partition("<")[2].partition(">")[0]
    packed, plain = (
        ask.get(urljoin(page.url, address), headers={"Accept-Encoding": way}) for way in ("gzip", "identity")
    )
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.body() == plain.body()
    assert "immutable" in packed.headers["cache-control"]
    assert "link" not in packed.headers


MARKS = """[...document.querySelectorAll('.js-plotly-plot')].map(chart => [
    [...chart.querySelectorAll('.plot path, .plot .point')].map(e => [e.getAttribute('d'), e.getAttribute('transform')]),
    [...chart.querySelectorAll('text')].map(e => e.textContent),
])"""
"""Where each line, bar and point of each chart stands, and every word of it."""


@pytest.mark.parametrize("code", ["applications", "peers", "findings"])
def test_charts_out_of_sight_are_drawn_when_the_browser_is_idle_and_changed_in_their_place(
    visit: Visit, code: str
) -> None:
    """As a browser draws them that has never shown other figures."""
    visitor = visit()
    page = visitor.go(f"{code}?from=2021&to=2024")
    page.evaluate("document.querySelectorAll('.js-plotly-plot').forEach(chart => { chart.isOld = true; })")
    before = visitor.figures()
    assert len(before) > 1
    page.locator("[data-testid=stSlider] input[type=range]").first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**from=2022**")
    visitor.drawn()
    after, marks = visitor.figures(), page.evaluate(MARKS)
    assert len(before) == len(after)
    assert before != after
    assert page.evaluate("[...document.querySelectorAll('.js-plotly-plot')].every(chart => chart.isOld)")
    anew = visit()
    assert anew.go(f"{code}?from=2022&to=2024").evaluate(MARKS) == marks
    assert anew.figures() == after


def test_a_chart_follows_the_width_of_its_place(visit: Visit) -> None:
    visitor = visit()
    page = visitor.go("applications")
    page.set_viewport_size({"width": 900, "height": 800})
    page.wait_for_function(
        "() => { const frame = document.querySelector('.plot'); const chart = frame.firstElementChild;"
        " return frame.clientWidth < 700 && Math.abs(chart._fullLayout.width - frame.clientWidth) < 2; }"
    )
