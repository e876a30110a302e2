"""Tables 3 and 4 as text taken out of a page: every row of figures in a line, its label broken over the lines around it.

``2.没有 0 0 0 0 0 0 0`` stands above ``现成信息需要另行制作``, and pieces of the groups at the side among them. Where there are
as many lines of figures as the form has rows, and around each of them stand the letters of its row's label, the lines are
the rows in the order of the form; where the figures do not add up, pieces of the labels must stand in their lines too.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from rapidfuzz.distance import LCSseq

from etl.editions import editions
from etl.interpret.apart import adds_up, as_grid
from etl.interpret.form import ColumnSet, form
from etl.interpret.lines import is_value_like
from etl.interpret.paragraphs import is_page_number
from etl.interpret.proof import is_recognised
from etl.labels import core, wordings
from etl.model import Cell, Content, Grid, Status
from etl.quantity import printed, read
from etl.sections import split

_WHOLE = 0.7
"""Share of a label's letters that must stand around its figures."""
_PIECE = 0.8
"""Share of the letters beside the figures that must be the label's, for a piece of it to stand there."""
_IN_PLACE = 2 / 3
"""Share of the rows with a piece of their label beside their figures from which no sums are needed."""
_LEAST_FIGURES = 2


class _Line(Struct, frozen=True):
    """The letters of a line, and the figures that end it."""

    words: str
    figures: tuple[str, ...]
    page: int | None


class Row(Struct, frozen=True):
    """A line of figures with the letters in it, and those before and behind it up to the next such lines."""

    texts: tuple[str, ...]
    page: int | None
    before: str
    beside: str
    behind: str


def unwrapped(content: Content) -> Grid | None:
    """A grid of all rows of table 3; None unless every line of figures is surely one row of the form."""
    columns = next(columns for columns in form().column_sets if columns.table == 3)
    rows = _rows(list(_lines(content, "applications")))
    fitting = [labels for labels in _forms() if _fits(rows, labels, columns)]
    return as_grid(list(fitting[0].values()), rows) if len(set(map(tuple, fitting))) == 1 else None


def disputes(content: Content) -> Grid | None:
    """A grid of table 4, whose labels are broken over lines above its one line of figures; None where that is not sure.

    All labels must stand there in the order of the form, and every total must be the sum of its row.
    """
    columns = next(columns for columns in form().column_sets if columns.table == 4)
    found = list(_lines(content, "disputes"))
    rows = [line for line in found if len(line.figures) >= _LEAST_FIGURES]
    kinds = [row.label for row in editions()[columns.editions[0]].rows(4)]
    width = len(columns.codes)
    if len(rows) != 1 or rows[0].words or len(rows[0].figures) != width * len(kinds):
        return None
    above = _letters(found[: found.index(rows[0])])
    places = [above.find(kind) for kind in kinds]
    parts = [rows[0].figures[start : start + width] for start in range(0, width * len(kinds), width)]
    if -1 in places or places != sorted(places) or not all(_is_sum(part, columns) for part in parts):
        return None
    heading = ("类别", *(column.label for column in columns.by_code.values()))
    cells = tuple(
        Cell(row, column, text, page=rows[0].page)
        for row, texts in enumerate((heading, *((kind, *part) for kind, part in zip(kinds, parts, strict=True))))
        for column, text in enumerate(texts)
    )
    return Grid(cells, len(kinds) + 1, width + 1, has_geometry=False)


def _is_sum(figures: Sequence[str], columns: ColumnSet) -> bool:
    """Whether the last figure is the sum of those before it; "/" adds nothing."""
    quantities = [read(text, column) for text, column in zip(figures, columns.by_code.values(), strict=True)]
    if any(quantity.status is Status.UNREADABLE for quantity in quantities):
        return False
    *parts, total = (quantity.value or 0 for quantity in quantities)
    return sum(parts) == total


def _lines(content: Content, code: str) -> Iterator[_Line]:
    """The lines of a section, those of the numbers of pages left out; none of a picture, whose cells are not sure."""
    section = None if is_recognised(content) else split(content).get(code)
    for block in content.blocks[section.first : section.last + 1] if section else ():
        if isinstance(block, Grid):
            by_row: dict[int, list[str]] = {}
            for cell in block.cells:
                by_row.setdefault(cell.row, []).append(cell.text)
            yield from (_line(" ".join(texts), block.page) for texts in by_row.values() if not _may_shift(texts))
        elif not is_page_number(text := printed(block.text)):
            yield _line(text, block.page)


def _may_shift(texts: Sequence[str]) -> bool:
    """Whether a row has an empty cell and two figures in another: as many figures as columns would say nothing."""
    return "" in texts and any(len(text.split()) > 1 and is_value_like(text) for text in texts)


def _line(text: str, page: int | None) -> _Line:
    words = text.split()
    count = next((n for n, word in enumerate(reversed(words)) if not is_value_like(word)), len(words))
    start = len(words) - count
    return _Line("".join(words[:start]), tuple(words[start:]), page)


def _rows(found: Sequence[_Line]) -> list[Row]:
    """The lines of figures; one figure alone is a number in a text."""
    places = [place for place, line in enumerate(found) if len(line.figures) >= _LEAST_FIGURES]
    ends = [-1, *places, len(found)]
    return [
        Row(
            found[place].figures,
            found[place].page,
            _letters(found[ends[number] + 1 : place]),
            core(found[place].words).whole,
            _letters(found[place + 1 : ends[number + 2]]),
        )
        for number, place in enumerate(places)
    ]


def _letters(found: Sequence[_Line]) -> str:
    return "".join(core(line.words).whole for line in found)


def _forms() -> Iterator[Mapping[str, str]]:
    """Code -> label of the rows of table 3, of every edition, with and without the rows that one row may stand for."""
    for edition in editions().values():
        replacing = {a.row: a for a in edition.alternatives if a.table == 3}
        plain = {row.code: row.label for row in edition.rows(3) if row.code not in replacing}
        yield plain
        for row, alternative in replacing.items():
            instead = {alternative.replaces[0]: (row, alternative.label)}
            yield dict(
                instead.get(code, (code, label))
                for code, label in plain.items()
                if code not in alternative.replaces[1:]
            )


def _fits(rows: Sequence[Row], labels: Mapping[str, str], columns: ColumnSet) -> bool:
    """Whether the rows are those of the form, each with its label around it."""
    if len(rows) != len(labels) or not all(map(_is_around, rows, labels.values())):
        return False
    if sum(map(_is_beside, rows, labels.values())) >= len(rows) * _IN_PLACE:
        return True
    is_full = all(len(row.texts) == len(columns.codes) for row in rows)
    return is_full and adds_up(dict(zip(labels, rows, strict=True)), columns.by_code.values())


def _is_around(row: Row, label: str) -> bool:
    around = row.before + row.beside + row.behind
    return any(
        LCSseq.similarity(text, around) >= len(text) * _WHOLE for text in (core(w).text for w in wordings(label))
    )


def _is_beside(row: Row, label: str) -> bool:
    """Whether a piece of the label stands in the line of its figures, behind pieces of the groups at the side if need be."""
    if not row.beside:
        return False
    return any(
        LCSseq.similarity(text, row.beside) >= min(len(text), len(row.beside)) * _PIECE
        for text in (core(w).text for w in wordings(label))
    )
