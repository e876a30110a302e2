"""The report on one paper says what the report says, and what it does not say, in a word file and a PDF."""

from html import escape
from io import BytesIO
from pathlib import Path

import docx
import polars as pl
import pypdfium2
import pytest

from dashboard import DATA_VARIABLE, source
from dashboard.filters import Choices, Filters
from dashboard.language import LANGUAGES, Words
from dashboard.paper import Paper, Part, Table, paper
from dashboard.paper_docx import as_docx
from dashboard.paper_forms import as_html, as_pdf, chromium
from dashboard.view import View
from warehouse.snapshot import Snapshot, current_snapshot

ZH = Words("zh")
NOBODY = frozenset[str]()
HOSTILE = Paper(
    "<script>x</script>", ("a\x00b & <b>",), (Part("<h1>", ("&amp;",), Table(("<i>",), (("</td>\x08",),))),)
)


@pytest.fixture
def snapshot(samples_data: Path, monkeypatch: pytest.MonkeyPatch) -> Snapshot:
    monkeypatch.setenv(DATA_VARIABLE, str(samples_data))
    return current_snapshot(samples_data)


def paper_of(snapshot: Snapshot, agency: str, year: int, language: str = "zh") -> Paper:
    words = Words(language, source.terms(snapshot, language))
    choices = Choices(2014, 2025, NOBODY, NOBODY, NOBODY, NOBODY)
    view = View(snapshot, words, Filters(2014, 2025), choices, False, {}, {})
    agency_id = snapshot.frame("select agency_id from agencies where agency = $a", {"a": agency})["agency_id"][0]
    reports = source.frame(snapshot, "agency_reports", agency_id=agency_id)
    return paper(view, reports.row(by_predicate=pl.col("year") == year, named=True))


def table_under(made: Paper, heading: str) -> dict[str, tuple[str, ...]]:
    (part,) = [part for part in made.parts if part.heading == heading]
    return {row[0]: row[1:] for row in part.table.rows} if part.table else {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_figures_are_those_of_the_views(snapshot: Snapshot, language: str) -> None:
    made = paper_of(snapshot, "青岚省司法厅", 2023, language)
    words = Words(language, source.terms(snapshot, language))
    figures = table_under(made, words("paper.figures"))
    now, before = (
        snapshot.frame("select * from applications where agency = '青岚省司法厅' and year = $y", {"y": year}).row(
            0, named=True
        )
        for year in (2023, 2022)
    )
    for code in ("received", "carried_in", "concluded", "refused", "carried_out"):
        row = figures[words.full_name(code)]
        assert row[0].split(" ")[0] == words.number(now[code])
        assert row[1] == words.number(before[code])
        assert row[2].lstrip("+") == words.number(now[code] - before[code])


def test_a_report_that_came_in_time_is_said_to_be_so(snapshot: Snapshot) -> None:
    for state in ("on_time", "late", "undated"):
        filing = snapshot.frame(
            "select agency, year, due_on, published_on, days_late from filings where state = $s and report_id is not null "
            "order by all limit 1",
            {"s": state},
        ).row(0, named=True)
        told = table_under(paper_of(snapshot, filing["agency"], filing["year"]), ZH("paper.verdict"))
        assert told[ZH("paper.filed")] == (
            ZH(f"paper.{state}", due=filing["due_on"], published=filing["published_on"], days=filing["days_late"]),
        )


def test_a_figure_is_disputed_only_where_a_finding_stands_against_its_own_cells(snapshot: Snapshot) -> None:
    figures = table_under(paper_of(snapshot, "青岚省沧屿市住房和城乡建设局", 2022), ZH("paper.figures"))
    words = Words("zh", source.terms(snapshot, "zh"))
    disputed = {name for name, (*_, marks) in figures.items() if "[d]" in marks}
    assert words.full_name("concluded") in disputed
    assert words.full_name("received") not in disputed


def test_a_report_from_before_the_common_forms_shows_its_own_indicators(snapshot: Snapshot) -> None:
    report = snapshot.frame(
        "select agency, year, count(*) as lines from reports join indicators using (report_id) "
        "where edition = 'pre2019' group by all order by all limit 1"
    ).row(0, named=True)
    made = paper_of(snapshot, report["agency"], report["year"])
    (part,) = [part for part in made.parts if part.heading == ZH("page.agency.indicators")]
    assert part.table is not None
    assert len(part.table.rows) == report["lines"]
    assert all(value != ZH("app.missing") for _, value, *_ in figures_of(made))


def figures_of(made: Paper) -> list[tuple[str, ...]]:
    return [(name, *row) for name, row in table_under(made, ZH("paper.figures")).items()]


def test_it_says_which_cells_give_no_number(snapshot: Snapshot) -> None:
    report = snapshot.frame(
        "select r.agency, r.year, count(*) as cells from reports as r join cells as c using (report_id) "
        "where c.status = 'unreadable' and r.edition = '2021' group by all order by all limit 1"
    ).row(0, named=True)
    made = paper_of(snapshot, report["agency"], report["year"])
    words = Words("zh")
    (part,) = [part for part in made.parts if part.heading == words("paper.missing")]
    wanted = words("paper.count", status=words.coded("status", "unreadable"), count=report["cells"])
    assert wanted in part.lines[0]
    assert part.table is not None
    assert [row for row in part.table.rows if row[-1] == words.coded("status", "unreadable")]


def test_every_finding_of_the_report_stands_on_it(snapshot: Snapshot) -> None:
    report = snapshot.frame(
        "select agency, year, list(message) as messages from findings where agency is not null and year is not null "
        "group by all order by len(messages) desc, agency, year limit 1"
    ).row(0, named=True)
    text = as_html(paper_of(snapshot, report["agency"], report["year"]))
    assert [message for message in report["messages"] if escape(message) not in text] == []
    in_english = as_html(paper_of(snapshot, report["agency"], report["year"], "en"))
    marked = escape(Words("en")("told.stored"))
    assert [message for message in report["messages"] if f"{marked} {escape(message)}" not in in_english] == []


def test_hostile_text_stays_text() -> None:
    html = as_html(HOSTILE)
    assert "<script>x" not in html
    assert "</td>\x08" not in html
    document = docx.Document(BytesIO(as_docx(HOSTILE)))
    assert document.tables[0].rows[1].cells[0].text == "</td>"


def test_the_word_file_and_the_pdf_have_the_same_words(snapshot: Snapshot) -> None:
    made = paper_of(snapshot, "青岚省司法厅", 2023)
    document = docx.Document(BytesIO(as_docx(made)))
    written = [paragraph.text for paragraph in document.paragraphs]
    assert written[0] == made.title
    assert [part.heading for part in made.parts] == [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    browser = chromium()
    assert browser is not None, "as root: apt-get install -y chromium"
    with pypdfium2.PdfDocument(as_pdf(made, browser)) as printed:
        text = "".join(page.get_textpage().get_text_range() for page in printed)
    for part in made.parts:
        assert part.heading in text
        for row in part.table.rows if part.table else ():
            assert "".join(row[0].split()) in "".join(text.split())
