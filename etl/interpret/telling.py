"""What is told of the reading of the tables: the findings, in words."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from etl.editions import editions
from etl.interpret.assign import Assignment
from etl.interpret.form import RowKey
from etl.interpret.lines import Line
from etl.model import CellKey, Finding, Reading, Severity, Status

TABLE_NAMES = {2: "表二", 3: "表三", 4: "表四"}
_SHOWN = 3
"""Figures that a message shows of many."""
_LONGEST_LABEL = 80


@cache
def row_name(key: RowKey) -> str:
    """The label of a row as the form prints it."""
    for edition in editions().values():
        for row in edition.rows(key[0]):
            if row.code == key[1]:
                return row.label
    raise KeyError(key)


def of_row(
    key: RowKey,
    new: Mapping[CellKey, Reading],
    again: Iterable[Reading],
    assignment: Assignment,
    is_in_form_order: bool,
) -> Iterator[Finding]:
    """What there is to say of a row just read; ``again`` are its cells that were printed before, as they now stand."""
    name = f"{TABLE_NAMES[key[0]]}“{row_name(key)}”"
    doubtful: set[CellKey] = set()
    if assignment.doubtful:
        doubtful = {cell for cell, reading in new.items() if reading.note == assignment.reason}
    if doubtful:
        message = f"{name}：{assignment.reason}，未取值。"
        yield Finding("ambiguous_cell", Severity.WARNING, message, tuple(sorted(doubtful)))
    for cell, reading in new.items():
        if reading.status is Status.UNREADABLE and cell not in doubtful:
            yield Finding("unreadable_cell", Severity.WARNING, f"{name}一格无法读取：{reading.note}。", (cell,))
    for now in again:
        if now.status is Status.UNREADABLE:
            yield Finding("ambiguous_cell", Severity.WARNING, f"{name}：{now.note}。", (now.key,))
    if is_in_form_order:
        message = f"{name}上方没有申请人类别的列名，按格式规定的列序读取，请核对原文。"
        yield Finding("ambiguous_cell", Severity.NOTICE, message, tuple(new))


def of_row_by_place(key: RowKey, columns: Iterable[str], line: Line) -> Finding:
    """A row of a scan whose label is not legible, told by the rows around it."""
    label = " ".join(slot.text for slot in line.slots if slot.text and slot.starts_here and not slot.is_figure)
    seen = f"（识别为“{' '.join(label.split())[:_LONGEST_LABEL]}”）" if label else ""
    message = (
        f"{TABLE_NAMES[key[0]]}“{row_name(key)}”一行的行名在图中未能认清{seen}，"
        "按其上下各行在格式中的次序认定，引用前请对照原图。"
    )
    return Finding("ambiguous_cell", Severity.NOTICE, message, tuple((*key, column) for column in columns))


def of_left_over(left_over: Mapping[int, list[str]]) -> Iterator[Finding]:
    """Figures in columns that are none of the form's, by table."""
    for table, texts in left_over.items():
        if texts:
            shown = "、".join(texts[:_SHOWN])
            message = f"{TABLE_NAMES[table]}有列名不在格式之内的列，其数字（{shown}等 {len(texts)} 格）未读取。"
            yield Finding("unreadable_cell", Severity.NOTICE, message)


def of_unknown_row(line: Line, table: int) -> Iterator[Finding]:
    """A line of figures inside a statutory table whose label is no label of the form."""
    figures = [slot.text for slot in line.slots if slot.text and slot.is_figure]
    label = " ".join(slot.text for slot in line.slots if slot.text and not slot.is_figure and slot.starts_here)
    if figures and label and len(label) <= _LONGEST_LABEL:
        message = f"{TABLE_NAMES[table]}有一行“{label}”不在格式之内，其数字（{'、'.join(figures)}）未读取。"
        yield Finding("unreadable_cell", Severity.NOTICE, message)
