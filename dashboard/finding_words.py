"""What a finding says, in the language of the page.

The snapshot stores what was found in Chinese. On a page in another language the rule is said with what its cells print and
what the figure should be, and the stored sentence stands below, marked as Chinese.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from dashboard import source, stored
from dashboard.language import LANGUAGES, Words
from dashboard.view import View

_SHOWN = 8
"""Cells that are told one by one; the rest is counted, and marked in the tables."""


def said(view: View, row: Mapping[str, Any], report_id: str | None) -> str:
    """What the finding says: ``row`` has its rule, message and cells, ``report_id`` is None where it is of no report."""
    words = view.words
    if words.language == LANGUAGES[0]:
        return str(row["message"])
    meaning = words.definition(f"rule.{row['rule']}")
    if not row["cells"]:
        return meaning
    printed = cells_told(words, row["cells"], source.frame(view.snapshot, "report_cells", report_id=report_id))
    should_be = stored.said(row["message"], words)
    return " ".join(part for part in (meaning, printed, should_be) if part)


def show_stored(words: Words, message: str) -> None:
    """The sentence as it is stored, where the page is in another language."""
    if words.language != LANGUAGES[0]:
        st.html(f'<p class="stored">{escape(words("told.stored"))} <span lang="zh">{escape(message)}</span></p>')


def cells_told(words: Words, cells: Sequence[Mapping[str, Any]], readings: pl.DataFrame) -> str:
    """What the cells of a finding print (at least one), those with a figure other than 0 first; ``readings`` are the report's cells."""
    known = {(row["table_no"], row["row_code"], row["column_code"]): row for row in readings.iter_rows(named=True)}
    found = [(cell, known.get((cell["table_no"], cell["row_code"], cell["column_code"]))) for cell in cells]
    telling = [pair for pair in found[1:] if pair[1] is not None and pair[1]["value"] != 0]
    shown = [found[0], *telling][:_SHOWN]
    columns, rows = ({cell[f"{part}_code"] for cell in cells} for part in ("column", "row"))
    place = words(f"page.agency.table_{cells[0]['table_no']}")
    if len(columns) == 1:
        place += words("told.in", name=_name(words, *found[0], "column"))
    elif len(rows) == 1:
        place += words("told.in", name=_name(words, *found[0], "row"))
    parts = [part for part, codes in (("row", rows), ("column", columns)) if len(codes) > 1] or ["row"]
    figures = [
        words(
            "told.figure",
            name=words("told.of").join(_name(words, cell, reading, part) for part in parts),
            printed=_printed(words, reading),
        )
        for cell, reading in shown
    ]
    if len(cells) > len(shown):
        figures.append(words("told.more", count=len(cells) - len(shown)))
    return words("told.cells", place=place, figures=words("app.stop_between").join(figures))


def _name(words: Words, cell: Mapping[str, Any], reading: Mapping[str, Any] | None, part: str) -> str:
    return words.form_label(cell[f"{part}_code"], None if reading is None else reading[f"{part}_label"])


def _printed(words: Words, reading: Mapping[str, Any] | None) -> str:
    """The text of the cell; where that is no number, why."""
    if reading is None:
        return words.coded("status", "absent")
    if reading["status"] == "reported":
        return str(reading["printed"])
    status = words.coded("status", reading["status"])
    return words("cell.card_printed", status=status, printed=reading["printed"]) if reading["printed"] else status
