"""Table 3 in pieces, some of labels and some of bare figures: paired in their order, if the sums of the form bear it out."""

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from typing import Protocol

import msgspec
from msgspec import Struct

from etl.editions import Column, Edition, Sum, editions
from etl.interpret.form import Form, form
from etl.interpret.lines import Line, Slot, is_value_like, lines, row_label
from etl.model import Cell, Content, Grid, Paragraph, Status
from etl.quantity import printed, read
from etl.sections import split

_LABEL_LINES = 4
"""A label is broken over so many lines at most."""


class Figures(Protocol):
    """The figures of one row as printed."""

    @property
    def texts(self) -> tuple[str, ...]:
        """What its cells print."""
        ...

    @property
    def page(self) -> int | None:
        """Where it stands, as far as is known."""
        ...


class _Figures(Struct, frozen=True):
    texts: tuple[str, ...]
    page: int | None


def reassembled(content: Content) -> Grid | None:
    """A grid of all rows of table 3; None unless labels and rows of figures are as many, each can be read, and every column adds up."""
    known = form()
    columns = next(columns for columns in known.column_sets if columns.table == 3).by_code.values()
    labels: dict[str, str] = {}
    figures: list[_Figures] = []
    for item in _items(content, known, len(columns)):
        if isinstance(item, _Figures):
            figures.append(item)
        elif item[0] in labels:
            return None
        else:
            labels[item[0]] = item[1]
    if not labels or len(labels) != len(figures) or not _in_order(list(labels), known):
        return None
    found = dict(zip(labels, figures, strict=True))
    return as_grid(list(labels.values()), figures) if adds_up(found, columns) else None


def adds_up(figures: Mapping[str, Figures], columns: Collection[Column]) -> bool:
    """Whether every figure of the rows can be read, not all are noughts, and the sums of the form hold down every column."""
    cells = {row: list(map(read, found.texts, columns)) for row, found in figures.items()}
    if any(cell.status is Status.UNREADABLE for row in cells.values() for cell in row):
        return False
    # "/" adds nothing to a sum.
    rows = {row: [cell.value or 0 for cell in read_as] for row, read_as in cells.items()}
    sums = _sums(rows.keys())
    return bool(sums) and all(_holds(total, rows) for total in sums) and any(any(values) for values in rows.values())


def _items(content: Content, known: Form, width: int) -> Iterator[_Figures | tuple[str, str]]:
    """The labels of rows, each with its code, and the rows of figures, in reading order."""
    previous: tuple[int, str] | None = None
    pending: list[str] = []
    for line in _lines(content):
        texts = tuple(slot.text for slot in line.slots if slot.text)
        values = tuple(text for text in texts if is_value_like(text))
        words = [text for text in texts if not is_value_like(text)]
        if words:
            pending = [*pending[1 - _LABEL_LINES :], "".join(words)]
            for count in range(len(pending), 0, -1):
                label = "".join(pending[-count:])
                key, _ = row_label(_line([label]), known, previous)
                if key is not None and key[0] == 3:
                    yield key[1], label
                    previous, pending = key, []
                    break
        if len(values) == width:
            yield _Figures(values, line.slots[0].cell.page)


def _lines(content: Content) -> Iterator[Line]:
    """The lines of the section of table 3; of the whole document, where it has no such section."""
    section = split(content).get("applications")
    for block in content.blocks[section.first : section.last + 1] if section else content.blocks:
        if isinstance(block, Grid):
            yield from (line for line in lines(block) if line.slots)
        elif text := printed(block.text):
            words = text.split()
            yield _line(words if all(map(is_value_like, words)) else [text], block)


def _line(texts: Sequence[str], block: Paragraph | None = None) -> Line:
    page = block.page if block else None
    return Line(
        0,
        tuple(
            Slot(Cell(0, n, text, page=page), text, True, n, n + 1, is_value_like(text)) for n, text in enumerate(texts)
        ),
    )


def _in_order(rows: list[str], known: Form) -> bool:
    """Whether the rows stand in the order of the form; a row that stands for others stands where they would."""
    alternatives = {a.row: a.replaces[0] for e in editions().values() for a in e.alternatives if a.table == 3}
    places = [known.order[3, alternatives.get(row, row)] for row in rows]
    return places == sorted(places)


def _sums(rows: Set[str]) -> list[Sum]:
    """The sums down the columns, of the edition whose rows are the ones printed."""
    for edition in editions().values():
        sums = [
            _as_printed(total, edition, rows) for total in edition.sums if (total.table, total.across) == (3, "rows")
        ]
        if sums and all(row in rows for total in sums for row in total.left + total.right):
            return sums
    return []


def _as_printed(total: Sum, edition: Edition, rows: Set[str]) -> Sum:
    """The sum with the row that a report prints in place of several."""
    stands_for = {code: a.row for a in edition.alternatives if a.row in rows for code in a.replaces}
    right = tuple(dict.fromkeys(stands_for.get(row, row) for row in total.right))
    return msgspec.structs.replace(total, right=right)


def _holds(total: Sum, rows: Mapping[str, list[float]]) -> bool:
    left, right = (
        [sum(column) for column in zip(*(rows[row] for row in side), strict=True)] for side in (total.left, total.right)
    )
    return left == right


def as_grid(labels: Sequence[str], figures: Sequence[Figures]) -> Grid:
    """A grid with the label of each row before its figures."""
    cells = tuple(
        Cell(row, column, text, page=found.page)
        for row, (label, found) in enumerate(zip(labels, figures, strict=True))
        for column, text in enumerate((label, *found.texts))
    )
    return Grid(cells, len(labels), len(figures[0].texts) + 1, has_geometry=False)
