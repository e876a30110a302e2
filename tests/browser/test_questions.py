"""The questions of an official who has never seen the dashboard, each from the first page to the evidence taken along."""

import csv
import hashlib
import re
from collections.abc import Callable
from io import BytesIO, StringIO

import docx
import pytest
from playwright.sync_api import Page

from dashboard.language import LANGUAGES, Words
from tests.browser.conftest import LOCALES, Visitor, taken

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
CITY = "青岚省溪云市"


def start(visit: Visit, language: str, page: str) -> tuple[Visitor, Page, Words]:
    """From the first page, in the browser's language, by the menu to a page."""
    words = Words(language)
    visitor = visit(locale=LOCALES[language])
    visitor.go("")
    return visitor, visitor.by_menu(words(f"nav.{page}")), words


def narrow(visitor: Visitor, words: Words, place: str) -> None:
    page = visitor.page
    field = page.get_by_test_id("stSidebar").get_by_role("combobox", name=words("filter.regions"))
    field.fill(place)
    page.get_by_role("option", name=place, exact=True).click()
    page.keyboard.press("Escape")
    page.wait_for_url("**region=**")
    visitor.drawn()


def evidence_of(page: Page, words: Words, chart: int) -> None:
    """From the words beside the n-th chart to the reports behind its first figure."""
    page.get_by_role("button", name=words("panel.evidence"), exact=True).nth(chart).click()
    page.get_by_role("button", name=words("panel.show_evidence")).click()
    page.get_by_test_id("stDialog").get_by_role("link").first.wait_for()
    page.get_by_test_id("stPopoverBody").wait_for(state="detached")


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_which_organs_of_my_city_were_corrected_and_is_that_many(visit: Visit, language: str) -> None:
    visitor, page, words = start(visit, language, "peers")
    narrow(visitor, words, CITY)
    rows = rows_of(taken(page, "CSV"))
    mine = [row for row in rows if row[words("column.agency")].startswith(CITY)]
    assert {row[words("column.position")] for row in mine} & {
        words(f"position.{name}") for name in ("above", "far_above", "within")
    }
    assert len(rows) > len(mine) > 2
    evidence_of(page, words, 0)
    page.get_by_test_id("stDialog").get_by_role("link").first.click()
    asked = page.locator(".form:not(.original) td.asked")
    asked.first.wait_for()
    # corrected, total and pending: what the rate is made of
    assert [words("form.asked") in text for text in asked.all_inner_texts()] == [True] * 3
    document = docx.Document(BytesIO(taken(page, words("paper.docx"))))
    assert [paragraph for paragraph in document.paragraphs if paragraph.text == words("paper.figures")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_did_applications_change(visit: Visit, language: str) -> None:
    visitor, page, words = start(visit, language, "applications")
    narrow(visitor, words, CITY)
    page.get_by_role("heading", name=words("panel.change_by_agency.title")).wait_for()
    rows = rows_of(taken(page, "CSV", 1))
    numbers = [[float(row[words(f"column.{name}")]) for name in ("value_before", "value_now", "value")] for row in rows]
    assert numbers
    assert all(now - before == change for before, now, change in numbers)
    evidence_of(page, words, 1)
    dialog = page.get_by_test_id("stDialog").inner_text()
    assert "2024" in dialog
    assert "2023" in dialog
    year, value = words("column.year"), words("column.value")
    behind = {row[year]: float(row[value]) for row in rows_of(taken(page, words("evidence.download")))}
    assert [behind["2023"], behind["2024"], behind["2024"] - behind["2023"]] in numbers


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_has_not_published(visit: Visit, language: str) -> None:
    _, page, words = start(visit, language, "coverage")
    page.get_by_role("combobox", name=words("page.coverage.year")).click()
    page.get_by_role("option", name=words("page.agency.of_year", year=2022), exact=True).click()
    page.get_by_role("heading", name=words("page.coverage.list", year=2022)).wait_for()
    rows = rows_of(taken(page, "CSV"))
    missing = [row for row in rows if row[words("column.state")] == words("state.missing")]
    assert "朔野省人民政府" in [row[words("column.agency")] for row in missing]
    told = page.locator(".figures a").filter(has_text=words("filing.missing"))
    assert told.inner_text().split()[-1] == str(len(missing))
    page.get_by_test_id("stMain").get_by_role("link").filter(has_text="朔野省人民政府").click()
    page.get_by_role("heading", level=1, name="朔野省人民政府").wait_for()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_that_a_bar_comes_from(visit: Visit, language: str) -> None:
    visitor, page, words = start(visit, language, "disputes")
    evidence_of(page, words, 1)
    page.get_by_test_id("stDialog").get_by_role("link").first.click()
    asked = page.locator(".form:not(.original) td.asked")
    asked.wait_for()
    visitor.drawn()
    page.get_by_role("button", name=words("page.agency.source_more")).click()
    hash_of_file = page.get_by_text(re.compile("^[0-9a-f]{64}$")).first.inner_text()
    assert hashlib.sha256(taken(page, words("original.download"))).hexdigest() == hash_of_file


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_changed_since_last_month(visit: Visit, language: str) -> None:
    _, page, words = start(visit, language, "changes")
    received = page.get_by_test_id("stMetric").filter(has_text=words("page.changes.reports")).inner_text()
    rows = rows_of(taken(page, "CSV"))
    assert f"{len(rows):,}" in received
    page.get_by_role("link").filter(has_text=rows[0][words("column.agency")]).first.click()
    page.wait_for_url("**report=**")
    page.get_by_role("button", name=words("original.download")).wait_for()
