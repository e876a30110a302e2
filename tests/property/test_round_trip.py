"""Set any valid report in any layout and read it back: the same cells, organ, year, edition and items."""

from dataclasses import replace

from hypothesis import given
from opencc import OpenCC

from tests.maker.report import Report
from tests.maker.typeset.docx import DocxLayout, docx
from tests.maker.typeset.html import HtmlLayout, html
from tests.maker.typeset.pdf import PdfLayout, pdf
from tests.maker.typeset.text import TextLayout, text
from tests.property.reading import assert_same_cells, assert_same_report, read, silently_wrong
from tests.property.strategies import ALWAYS_FILLED, FEW, USUAL, pages, pdfs, reports, texts, word_files

TRADITIONAL = OpenCC("s2t")


@USUAL
@given(reports(), pages())
def test_web_pages(report: Report, layout: HtmlLayout) -> None:
    has_day = layout.chrome or layout.markup == "cms"
    assert_same_report(report, read("report.html", html(report, layout)), has_day)


@USUAL
@given(reports(), pages())
def test_an_organ_named_only_around_the_text(report: Report, layout: HtmlLayout) -> None:
    around = replace(layout, chrome=True, names_agency_in_title=False)
    assert_same_report(report, read("report.html", html(report, around)), has_day=True)


@FEW
@given(reports(("plain",)), pages())
def test_pages_in_traditional_characters(report: Report, layout: HtmlLayout) -> None:
    page = html(report, replace(layout, encoding="utf-8"))
    assert_same_cells(report, read("report.html", TRADITIONAL.convert(page.decode()).encode()))


@USUAL
@given(reports(ALWAYS_FILLED), texts("tabs", "full_tabs", "pipes", "markdown"))
def test_texts(report: Report, layout: TextLayout) -> None:
    assert_same_report(report, read("report.txt", text(report, layout)), layout.index_block)


@USUAL
@given(reports(ALWAYS_FILLED), texts("lines"))
def test_one_cell_a_line(report: Report, layout: TextLayout) -> None:
    assert_same_report(report, read("report.txt", text(report, layout)), layout.index_block)


@USUAL
@given(reports(("blank",)), texts("tabs", "full_tabs", "pipes", "markdown", "lines", "aligned"))
def test_blanks_in_text_are_never_silently_another_cell(report: Report, layout: TextLayout) -> None:
    assert silently_wrong(report, read("report.txt", text(report, layout))) == []


@FEW
@given(reports(), word_files())
def test_word_files(report: Report, layout: DocxLayout) -> None:
    assert_same_report(report, read("report.docx", docx(report, layout)), has_day=False)


@FEW
@given(reports(), pdfs())
def test_pdfs(report: Report, layout: PdfLayout) -> None:
    assert_same_report(report, read("report.pdf", pdf(report, layout)), has_day=False)
