"""Grids -> readings of tables 2 to 4, by label."""

from collections.abc import Iterable

from msgspec import Struct

from etl.interpret import telling
from etl.interpret.assign import Assignment, assign
from etl.interpret.by_place import labels_before, rows_by_place
from etl.interpret.form import Form, RowKey, form
from etl.interpret.heading import Heading, is_heading, read_heading
from etl.interpret.lines import Line, Slot, lines, row_label
from etl.interpret.state import NumberedGrid, State
from etl.interpret.taking import take
from etl.interpret.telling import TABLE_NAMES, row_name
from etl.interpret.turning import is_on_its_side, turned
from etl.interpret.twice import BLANK_ELSEWHERE, RIVAL, SHORT_RIVAL
from etl.interpret.unheaded import doubt_of, doubted, is_unheaded, unheaded
from etl.model import Finding, Reading, Severity

_FEWEST_NUMBERED = 5
"""Columns of which a line of numbers, from 1 on, counts them."""


class Tables(Struct, frozen=True):
    """What the grids say."""

    readings: tuple[Reading, ...]
    findings: tuple[Finding, ...]
    editions: tuple[str, ...]
    """For every line read, the editions that print its columns, joined by a space; the report's edition is settled from it."""


def read_tables(grids: Iterable[NumberedGrid]) -> Tables:
    """Read every statutory table in the grids; what is no part of one is passed over."""
    state = State(form())
    for numbered in grids:
        rows = lines(numbered.grid)
        if is_on_its_side(rows, state.form):
            grid = turned(numbered.grid)
            _read_grid(NumberedGrid(numbered.number, grid, numbered.before, is_turned=True), lines(grid), state)
        else:
            _read_grid(numbered, rows, state)
    _doubt_twice(state)
    _doubt_unheaded(state)
    state.findings += telling.of_left_over(state.left_over)
    return Tables(tuple(state.readings.values()), tuple(state.findings), tuple(state.editions))


def _doubt_unheaded(state: State) -> None:
    note = doubt_of(state.unheaded, state.misfits, state.readings) if state.unheaded else None
    if note and (found := doubted(state.unheaded, note, state.readings)):
        state.readings.update(found)
        state.findings.append(Finding("ambiguous_cell", Severity.WARNING, f"表三{note}，未取值。", tuple(found)))


def _doubt_twice(state: State) -> None:
    for cell, reading in state.twice.emptied(state.readings).items():
        state.readings[cell] = reading
        message = f"{TABLE_NAMES[cell[0]]}“{row_name(cell[:2])}”：{reading.note}。"
        state.findings.append(Finding("ambiguous_cell", Severity.WARNING, message, (cell,)))
    for cells in state.twice.blank_elsewhere(state.readings):
        message = f"{TABLE_NAMES[cells[0][0]]}{BLANK_ELSEWHERE}。"
        state.findings.append(Finding("ambiguous_cell", Severity.NOTICE, message, cells))
    short = state.twice.short_rivalled(state.readings)
    state.readings.update(short)
    for key in dict.fromkeys(cell[:2] for cell in short):
        cells = tuple(cell for cell in short if cell[:2] == key)
        message = f"{TABLE_NAMES[key[0]]}“{row_name(key)}”：{SHORT_RIVAL}，未取值。"
        state.findings.append(Finding("ambiguous_cell", Severity.WARNING, message, cells))
    if rivalled := state.twice.rivalled(state.readings):
        state.readings.update(rivalled)
        state.findings.append(Finding("ambiguous_cell", Severity.WARNING, f"表四{RIVAL}，未取值。", tuple(rivalled)))


def _read_grid(numbered: NumberedGrid, rows: list[Line], state: State) -> None:
    stack: list[Line] = []
    kind = _kind_named(numbered.before, state.form)
    if state.heading is not None and (state.heading.columns.table != 3 or not state.heading.is_complete):
        state.heading = None
    own_heading = False
    state.by_place = rows_by_place(rows, state.form, state.previous if state.heading is not None else None)
    for line in rows:
        heading = state.heading if own_heading else None
        if stack and _is_kind_alone(line, state.form):
            heading = read_heading(stack, state.form, kind, numbered.grid.has_geometry)
        if not _is_blank_row(line, heading, state.form) and (
            is_heading(line, state.form) or (stack and _continues_heading(line, state))
        ):
            stack.append(line)
            continue
        if stack:
            heading = read_heading(stack, state.form, kind, numbered.grid.has_geometry)
            own_heading = own_heading or heading is not None
            state.heading = heading or _carried(state.heading)
            stack = []
        if any(slot.text for slot in line.slots) or (state.heading is not None and state.heading.kinds):
            _read_line(line, numbered, state, own_heading)


def _is_kind_alone(line: Line, known: Form) -> bool:
    """Whether a kind of table 4, which also heads columns, stands before cells that are all empty."""
    label, *cells = line.slots or (None,)
    if label is None or any(cell.text for cell in cells):
        return False
    return [table for table, _ in known.rows_named(label.text)] == [4]


def _is_blank_row(line: Line, heading: Heading | None, known: Form) -> bool:
    """Whether a kind of table 4 stands before as many empty cells as its row has under the heading."""
    if heading is None or heading.columns.table != 4 or heading.kinds or len(line.slots) <= len(heading.leaves):
        return False
    return _is_kind_alone(line, known)


def _continues_heading(line: Line, state: State) -> bool:
    """The rest of a heading whose labels are broken over lines: words that are no row."""
    own = [slot for slot in line.slots if slot.text and slot.starts_here]
    if not own or any(slot.is_figure for slot in own):
        return False
    return row_label(line, state.form, None)[0] is None


def _carried(heading: Heading | None) -> Heading | None:
    """The heading of table 3 stays in force over a page break; the others' ends where something else is said."""
    return heading if heading is not None and heading.columns.table == 3 and heading.is_complete else None


def _kind_named(before: str, known: Form) -> str | None:
    keys = [key[1] for key in known.rows_named(before) if key[0] == 4] if before else []
    return keys[0] if len(keys) == 1 else None


def _read_line(line: Line, numbered: NumberedGrid, state: State, own_heading: bool) -> None:
    heading = state.heading
    if heading is not None and heading.columns.rows_stand_in_heading and heading.kinds:
        _read_kinds(line, heading, numbered, state)
        return
    key, labels = row_label(line, state.form, state.previous)
    if is_by_place := key is None and heading is not None and line.number in state.by_place:
        labels = labels_before(line, heading, own_heading)
        key = state.by_place[line.number] if labels else None
    slots = line.slots[labels:]
    if key is None:
        if own_heading and heading is not None:
            state.findings += telling.of_unknown_row(line, heading.columns.table)
        return
    columns = heading.columns if heading is not None else None
    if columns is None or key[1] not in columns.rows or key[0] != columns.table:
        heading = _heading_of_row(key, slots, state)
    if own_heading and heading is state.heading:
        slots = _without_strays(slots, heading)
    if heading is None:
        return
    if not own_heading and len(slots) < len(heading.leaves):
        if state.previous is not None and state.form.order[key] > state.form.order[state.previous]:
            # The table goes on; anything else is a table of the page around it.
            state.twice.short(key, tuple(slot.text for slot in slots if slot.text and slot.is_figure))
        return
    state.previous = key
    assignment = assign(slots, heading, numbered.grid.has_geometry, key in state.form.wide_rows)
    take(key, heading, assignment, line, numbered, state)
    if is_by_place:
        state.findings.append(telling.of_row_by_place(key, heading.columns.codes, line))
    if is_unheaded(heading):
        state.unheaded.append(key)
    if not assignment.doubtful:
        used = {id(slot.cell) for slot in assignment.slots if slot}
        left_over = [slot.text for slot in slots if id(slot.cell) not in used and slot.text and slot.is_figure]
        state.left_over.setdefault(key[0], []).extend(left_over)


def _without_strays(slots: tuple[Slot, ...], heading: Heading | None) -> tuple[Slot, ...]:
    """The slots of a scan without what stands before the first column of figures: a seal's ink between the labels."""
    if heading is None or not heading.is_placed or heading.is_skewed or not heading.leaves:
        return slots
    first = heading.leaves[0].left
    if not slots or slots[0].right > first:
        return slots
    return tuple(slot for slot in slots if slot.right > first or slot.cell.confidence is None)


def _heading_of_row(key: RowKey, slots: tuple[Slot, ...], state: State) -> Heading | None:
    """The heading for a row that stands under none of its own.

    Table 3 alone has one set of columns in every edition, so its rows can be told apart without a heading; the order
    of the columns is then the form's, and a finding says so. Rows of the other tables differ between the editions.
    """
    sets = state.form.sets_of(key)
    if key[0] != 3 or len(sets) != 1 or not _looks_like_figures(slots, len(sets[0].codes)):
        state.misfits += key[0] == 3 and any(slot.text and slot.is_figure for slot in slots)
        if key[0] == 2 and any(slot.text for slot in slots):
            state.findings.append(
                Finding(
                    "unreadable_cell",
                    Severity.WARNING,
                    f"表二“{row_name(key)}”一行上方没有可识别的列名，未读取其数字。",
                )
            )
        return None
    return unheaded(sets[0])


def _looks_like_figures(slots: tuple[Slot, ...], count: int) -> bool:
    return len(slots) == count and all(slot.is_figure for slot in slots)


def _numbers_columns(slots: tuple[Slot, ...]) -> bool:
    """Whether a line counts the columns (栏次): 1, 2, 3 and so on to the last. As results, no total of theirs would be right."""
    numbers = [slot.text for slot in slots if slot.text]
    return len(numbers) >= _FEWEST_NUMBERED and numbers == [str(n) for n in range(1, len(numbers) + 1)]


def _read_kinds(line: Line, heading: Heading, numbered: NumberedGrid, state: State) -> None:
    """The one line of figures of table 4, whose rows stand in the heading."""
    slots = line.slots
    while slots and slots[0].text and not slots[0].is_figure:
        slots = slots[1:]
    if not slots or (
        len(slots) == 1
        and len(heading.leaves) > 1
        and slots[0].cell.column_span >= len(heading.leaves)
        and not slots[0].is_figure
    ):
        return
    if _numbers_columns(slots):
        return
    if not heading.is_complete:
        state.findings.append(
            Finding("unreadable_cell", Severity.WARNING, "表四的表头不全，无法分辨各列，其数字未读取。")
        )
        state.twice.unread(4, tuple(slot.text for slot in slots))
        return
    assignment = assign(slots, heading, numbered.grid.has_geometry)
    by_kind: dict[str, list[int]] = {}
    for place, leaf in enumerate(heading.leaves):
        by_kind.setdefault(leaf.kind or "", []).append(place)
    for kind, places in by_kind.items():
        part = Heading(heading.columns, tuple(heading.leaves[p] for p in places), heading.is_placed, True)
        own = Assignment(
            tuple(assignment.slots[p] for p in places),
            frozenset(i for i, p in enumerate(places) if p in assignment.doubtful),
            assignment.reason,
        )
        take((4, kind), part, own, line, numbered, state)
