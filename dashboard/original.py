"""The document itself: its pages with the asked cells marked, the original to download, how to cite it."""

from collections.abc import Collection
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl
import streamlit as st

from dashboard import page_picture, source
from dashboard.citation import citation
from dashboard.evidence import escaped
from dashboard.language import Words
from dashboard.page_picture import Box, NotDrawn, PagePictures
from dashboard.statutory import CellKey
from dashboard.view import View
from warehouse.store import DocumentMissing, read_document

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
            published=report["published_on"] or words("app.missing"),
        )
    )
    with st.container(horizontal=True, gap="small"):
        with st.popover(words("page.agency.source_more"), icon=":material/description:"):
            _facts(report, words)
        with st.popover(words("citation.button"), icon=":material/format_quote:"):
            st.code(citation(report, words), language=None, wrap_lines=True)
        _download(report, words)


def _facts(report: dict[str, Any], words: Words) -> None:
    facts = {
        "address": report["source_url"] or words("app.missing"),
        "hash": report["sha256"],
        "retrieved": report["retrieved_at"] or words("app.missing"),
        "loaded": report["loaded_at"],
        "media_type": report["media_type"] or words("app.missing"),
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


def pages(view: View, report: dict[str, Any], cells: pl.DataFrame, asked: Collection[CellKey]) -> None:
    """The pages on which the asked cells stand, those cells marked; without pages, a word on how to find them."""
    words = view.words
    marked = [
        cell for cell in cells.iter_rows(named=True)
        if (cell["table_no"], cell["row_code"], cell["column_code"]) in asked
    ]  # fmt: skip
    if not marked:
        return
    media_type = report["media_type"]
    boxes: dict[int, list[Box]] = {}
    for cell in marked:
        if cell["page"] is not None:
            box = _box(cell)
            boxes.setdefault(cell["page"], []).extend([] if box is None else [box])
    if not page_picture.can_be_drawn(media_type) or not boxes:
        st.caption(words("original.no_picture"))
        return
    for page in sorted(boxes)[:_MOST_PAGES]:
        _page(report["sha256"], media_type, page, tuple(boxes[page]), words)
    if len(boxes) > _MOST_PAGES:
        st.caption(words("original.more_pages", shown=_MOST_PAGES, count=len(boxes)))


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
    whole = words("original.whole", page=page)
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
