"""The document itself: its pages with the asked cells marked, the original to download, how to cite it."""

import logging
from collections.abc import Collection
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl
import streamlit as st

from dashboard import document_tables, page_picture, paper_docx, paper_forms, passages, source
from dashboard.citation import citation
from dashboard.clock import moment
from dashboard.document_tables import NotLaidOut
from dashboard.language import Words
from dashboard.markdown import escaped
from dashboard.page_picture import Box, NotDrawn, PagePictures
from dashboard.paper import paper
from dashboard.passages import NotRead
from dashboard.statutory import CellKey
from dashboard.view import View
from warehouse.store import DocumentMissing, document_path, read_document

_logger = logging.getLogger("dashboard")
_BOX = ("box_left", "box_top", "box_right", "box_bottom")
_MOST_PAGES = 3
"""Pages that are drawn where the asked cells stand on several."""


def about(view: View, report: dict[str, Any]) -> None:
    """Form, day and name of the document; its address and hash, a citation to copy, and the original to download."""
    words = view.words
    st.markdown(
        words(
            "page.agency.source",
            name=escaped(report["source_name"]),
            form=words(f"form.{report['edition']}") if report["edition"] else words("app.unknown"),
            published=report["published_on"] or words("app.unknown"),
        )
    )
    with st.container(horizontal=True, gap="small"):
        with st.popover(words("page.agency.source_more"), icon=":material/description:"):
            _facts(report, words)
        with st.popover(words("citation.button"), icon=":material/format_quote:"):
            st.code(citation(report, words), language=None, wrap_lines=True)
        _download(report, words)
        if report["agency_id"] is not None and report["year"] is not None:
            _papers(view, report)


def _papers(view: View, report: dict[str, Any]) -> None:
    """The report on one paper, made when it is asked for."""
    words = view.words
    name = words("paper.title", agency=report["agency"], year=report["year"])
    st.download_button(
        words("paper.docx"), lambda: paper_docx.as_docx(paper(view, report)), file_name=f"{name}.docx",
        mime="application/vnd.openxmlformats-officedocument.wordprocessingml.document", on_click="ignore", key="paper_docx",
        icon=":material/summarize:",
    )  # fmt: skip
    browser = paper_forms.chromium()
    if browser is not None:
        st.download_button(
            words("paper.pdf"), lambda: paper_forms.as_pdf(paper(view, report), browser), file_name=f"{name}.pdf",
            mime="application/pdf", on_click="ignore", key="paper_pdf", icon=":material/picture_as_pdf:",
        )  # fmt: skip


def _facts(report: dict[str, Any], words: Words) -> None:
    facts = {
        "address": report["source_url"] or words("app.unknown"),
        "hash": report["sha256"],
        "retrieved": moment(report["retrieved_at"]) or words("app.unknown"),
        "loaded": moment(report["loaded_at"]),
        "media_type": report["media_type"] or words("app.unknown"),
        "pages": report["page_count"] or words("app.missing"),
    }
    for name, value in facts.items():
        st.markdown(f"**{words(f'source.{name}')}**")
        st.code(str(value), language=None, wrap_lines=True)


def _download(report: dict[str, Any], words: Words) -> None:
    """The bytes as they were received, read only when asked for, and never as something that a browser would open."""
    try:
        read_document(source.data_dir(), report["sha256"])
    except DocumentMissing:
        st.warning(words("original.missing"), icon=":material/folder_off:")
        return
    st.download_button(
        words("original.download"), partial(read_document, source.data_dir(), report["sha256"]),
        file_name=PurePosixPath(report["source_name"].replace("\\", "/")).name, mime="application/octet-stream",
        on_click="ignore", key="original", icon=":material/download:",
    )  # fmt: skip


def pages(
    view: View, report: dict[str, Any], cells: pl.DataFrame, asked: Collection[CellKey], found: Collection[CellKey]
) -> None:
    """Where the asked cells stand, marked: the pages, or the tables of a document without pages, or a word on how to find them."""
    words = view.words
    marked = _of(cells, asked)
    if not marked:
        return
    media_type = report["media_type"]
    boxes: dict[int, list[Box]] = {}
    for cell in marked:
        if cell["page"] is not None:
            box = _box(cell)
            boxes.setdefault(cell["page"], []).extend([] if box is None else [box])
    if not page_picture.can_be_drawn(media_type) or not boxes:
        _tables(report, marked, _of(cells, found), words)
        return
    for page in sorted(boxes)[:_MOST_PAGES]:
        _page(report["sha256"], media_type, page, tuple(boxes[page]), words)
    if len(boxes) > _MOST_PAGES:
        st.caption(words("original.more_pages", shown=_MOST_PAGES, count=len(boxes)))


def beside_another(view: View, report: dict[str, Any], other_id: str | None) -> None:
    """The prose of a report beside that of the other which is nearly the same; a way to the other."""
    words = view.words
    found = source.frame(view.snapshot, "report_alone", report_id=other_id or "")
    if found.is_empty():
        st.caption(words("passages.none"))
        return
    other = found.row(0, named=True)
    try:
        texts = [(_titled(one, words), _prose(one["sha256"], one["source_name"], one["year"], source.data_dir()))
                 for one in (report, other)]  # fmt: skip
    except (DocumentMissing, NotRead) as reason:
        _logger.warning("texts are not shown side by side: %s", reason)
        st.caption(words("passages.none"))
        return
    st.page_link(
        view.pages["agency"], label=words("passages.other", report=escaped(_titled(other, words))), icon=":material/table_view:",
        query_params=view.link(report=other["report_id"]),
    )  # fmt: skip
    st.caption(words("passages.help"))
    st.html(passages.as_html(texts, words))


def _titled(report: dict[str, Any], words: Words) -> str:
    year = words("app.unknown") if report["year"] is None else words("evidence.year", year=report["year"])
    return f"{report['agency'] or words('app.unknown')} {year}"


@st.cache_data(max_entries=64, show_spinner=False)
def _prose(sha256: str, source_name: str, year: int | None, _data_dir: Path) -> str:
    read_document(_data_dir, sha256)
    return passages.read(document_path(_data_dir, sha256), source_name, year)


def page_of_statement(report: dict[str, Any], page: int | None, words: Words) -> None:
    """The page that a count of the prose stands on, where the document has pages."""
    if page is not None and page_picture.can_be_drawn(report["media_type"]):
        _page(report["sha256"], report["media_type"], page, (), words)


def _of(cells: pl.DataFrame, keys: Collection[CellKey]) -> list[dict[str, Any]]:
    rows = cells.iter_rows(named=True)
    return [cell for cell in rows if (cell["table_no"], cell["row_code"], cell["column_code"]) in keys]


def _tables(report: dict[str, Any], marked: list[dict[str, Any]], found: list[dict[str, Any]], words: Words) -> None:
    """The tables of the document in which the asked cells stand, laid out anew; those that do not agree are not shown."""
    numbers = sorted({cell["grid_no"] for cell in marked if cell["grid_no"] is not None})[:_MOST_PAGES]
    shown = [number for number in numbers if _table(report, number, marked, found, words)]
    if len(shown) < len(numbers) or not numbers:
        st.caption(words("original.no_picture"))


def _table(
    report: dict[str, Any], number: int, marked: list[dict[str, Any]], found: list[dict[str, Any]], words: Words
) -> bool:
    try:
        read_document(source.data_dir(), report["sha256"])
        table = _laid_out(report["sha256"], report["source_name"], number, source.data_dir())
    except DocumentMissing:
        return False
    except NotLaidOut as reason:
        _logger.warning("table %d of %s is not shown: %s", number, report["sha256"], reason)
        return False
    places = {(cell["grid_row"], cell["grid_column"]): cell["printed"] for cell in marked if cell["grid_no"] == number}
    if not document_tables.agrees(table, places):
        _logger.warning("table %d of %s is not shown: its cells have moved", number, report["sha256"])
        return False
    of_findings = {(cell["grid_row"], cell["grid_column"]) for cell in found if cell["grid_no"] == number}
    st.caption(words("original.table", number=number + 1))
    st.html(document_tables.as_html(table, places, of_findings, words))
    return True


@st.cache_data(max_entries=64, show_spinner=False)
def _laid_out(sha256: str, source_name: str, number: int, _data_dir: Path) -> document_tables.Table:
    return document_tables.lay_out(document_path(_data_dir, sha256), source_name, number)


def _box(cell: dict[str, Any]) -> Box | None:
    left, top, right, bottom = (cell[name] for name in _BOX)
    return None if left is None else (left, top, right, bottom)


def _page(sha256: str, media_type: str, page: int, boxes: tuple[Box, ...], words: Words) -> None:
    try:
        # Also where the pictures are remembered: a page is not shown of a document that is no longer kept.
        read_document(source.data_dir(), sha256)
        pictures = _drawn(sha256, page, boxes, media_type, source.data_dir())
    except DocumentMissing:
        # The row of buttons above says so already, with the remedy.
        return
    except NotDrawn:
        st.info(words("original.not_drawn", page=page), icon=":material/image_not_supported:")
        return
    whole = words("original.whole" if boxes else "original.page", page=page)
    if pictures.part is None:
        st.image(pictures.whole, caption=whole, alt=whole, width="stretch", output_format="PNG")
        return
    enlarged = words("original.part", page=page)
    wide, narrow = st.columns([2, 1])
    wide.image(pictures.part, caption=enlarged, alt=enlarged, width="stretch", output_format="PNG")
    narrow.image(pictures.whole, caption=whole, alt=whole, width="stretch", output_format="PNG")


@st.cache_data(max_entries=64, show_spinner=False)
def _drawn(sha256: str, page: int, boxes: tuple[Box, ...], _media_type: str, _data_dir: Path) -> PagePictures:
    return page_picture.draw(read_document(_data_dir, sha256), _media_type, page, boxes)


def place(cell: dict[str, Any], words: Words) -> str:
    """Where a cell stands among the tables of its document; empty where that is not known."""
    if cell["grid_no"] is None:
        return ""
    return words("cell.place", grid=cell["grid_no"] + 1, row=cell["grid_row"] + 1, column=cell["grid_column"] + 1)
