"""A line whose cells have found their columns -> its readings."""

import msgspec

from etl.interpret import telling
from etl.interpret.assign import Assignment
from etl.interpret.figures import in_another_unit, reading_of, units_of
from etl.interpret.form import Form, RowKey
from etl.interpret.heading import Heading
from etl.interpret.lines import Line, Slot
from etl.interpret.state import NumberedGrid, State
from etl.interpret.telling import TABLE_NAMES, row_name
from etl.interpret.unheaded import is_unheaded
from etl.model import CellKey, Finding, Place, Reading, Severity, Status


def take(
    key: RowKey, heading: Heading, assignment: Assignment, line: Line, numbered: NumberedGrid, state: State
) -> None:
    """Turn the slots of a line into readings, and what is wrong with them into findings."""
    assignment = _without_labels(assignment, state.form)
    codes = [leaf.code for leaf in heading.leaves] if heading.is_complete else heading.columns.codes
    by_code = heading.columns.by_code
    units = units_of(heading, line, by_code)
    new: dict[CellKey, Reading] = {}
    for place, (code, slot) in enumerate(zip(codes, assignment.slots, strict=True)):
        is_doubtful = place in assignment.doubtful
        if slot is not None or is_doubtful:
            where = _place(slot, line, numbered) if slot is not None else None
            reading = reading_of(key, by_code[code], slot, where, assignment.reason if is_doubtful else None)
            if code in units:
                reading = in_another_unit(reading, units[code])
            if slot is not None and slot.cell.row_span > 1:
                reading = _alone(reading, slot, numbered, state)
            new[*key, code] = reading
    state.editions.append(" ".join(heading.columns.editions))
    settled: dict[CellKey, Reading] = {}
    if not state.readings.keys().isdisjoint(new):
        clashing = {cell: (state.readings[cell], reading) for cell, reading in new.items() if cell in state.readings}
        settled = state.twice.settled(clashing)
    state.readings |= new
    state.readings |= settled
    is_in_form_order = is_unheaded(heading) or assignment.is_assumed
    state.findings += telling.of_row(key, new, settled.values(), assignment, is_in_form_order)


def _without_labels(assignment: Assignment, known: Form) -> Assignment:
    """No figure of a line is certain where a label of the form stands among its figures: the cells are out of place."""
    words = [slot.text for slot in assignment.slots if slot is not None and not slot.is_figure]
    label = next((text for text in words if known.rows.exact(text) or known.furniture.exact(text)), None)
    if label is None:
        return assignment
    reason = f"格中是“{label}”，本行各格错位"
    return Assignment(assignment.slots, frozenset(range(len(assignment.slots))), reason)


def _place(slot: Slot, line: Line, numbered: NumberedGrid) -> Place:
    at = (slot.left, line.number) if numbered.is_turned else (line.number, slot.left)
    return Place(numbered.number, *at, slot.cell.page, slot.cell.box)


def _alone(reading: Reading, slot: Slot, numbered: NumberedGrid, state: State) -> Reading:
    """A figure whose cell reaches down over several rows of the form speaks for none of them."""
    if reading.status is not Status.REPORTED:
        return reading
    first = state.rows_of_cell.setdefault((numbered.number, slot.cell.row, slot.cell.column), reading.key)
    if first[:2] == reading.key[:2]:
        return reading
    note = "一格跨了几行，无法分辨是哪一行的数"
    doubtful = msgspec.structs.replace(reading, value=None, status=Status.UNREADABLE, note=note)
    if (old := state.readings.get(first)) is not None and old.status is Status.REPORTED:
        state.readings[first] = msgspec.structs.replace(old, value=None, status=Status.UNREADABLE, note=note)
        message = f"{TABLE_NAMES[first[0]]}“{row_name(first[:2])}”一格无法读取：{note}。"
        state.findings.append(Finding("unreadable_cell", Severity.WARNING, message, (first,)))
    return doubtful
