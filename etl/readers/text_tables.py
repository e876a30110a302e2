"""Lines of plain text -> grids: fields parted by tabs, by pipes (Markdown included), or by wide gaps.

Each finder looks at the line at a position and returns how many lines its table takes (0: none begins here) and what
they amount to. A page number between two rows does not end a table; it follows the grid as a paragraph.
"""

import re
from collections.abc import Callable, Sequence
from itertools import groupby

from msgspec import Struct

from etl.model import Cell, Grid, Paragraph

Block = Paragraph | Grid
Taken = tuple[int, list[Block]]

_TAB_INDENT = " \t\u3000\xa0"
_PAGE_NUMBER = re.compile(
    r"[-—–－]{0,2} {0,4}(?:第 {0,4})?\d{1,4}(?: {0,4}[/／] {0,4}\d{1,4})? {0,4}页?(?:[ ,，]{0,4}共 {0,4}\d{1,4} {0,4}页)? {0,4}[-—–－]{0,2}"
)
_BOLD = re.compile(r"\*\*(?=\S)([^*]+)(?<=\S)\*\*")
_PIPE = re.compile(r"(?<!\\)\|")
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_RULE_FIELD = re.compile(r":?-{3,}:?|:-+:?|-+:")
_GAP = re.compile(r"[ \xa0\u3000]{2,}|\u3000")
_FIELD_LIMIT = 60
"""Characters beyond which text between two gaps is a sentence, not a field."""
_PROSE = 200
"""Characters from which a field is running prose that a page layout has put into a table."""
_BROKEN_LINES = 12
"""Most lines that one row between pipes may be broken over."""
_ALIGNED_ROWS, _ALIGNED_FIELDS = 3, 3
"""Rows in a run, and fields in each, from which gaps are columns and not chance."""


class Line(Struct, frozen=True):
    """One line, and the page that it stands on where the text has form feeds."""

    text: str
    page: int | None

    @property
    def is_blank(self) -> bool:
        """Whether nothing is printed on it."""
        return not self.text or self.text.isspace()


class Row(Struct, frozen=True):
    """The fields of one row, stripped."""

    fields: list[str]
    page: int | None


def without_marks(text: str) -> str:
    """Text without the marks of Markdown's bold type."""
    return _BOLD.sub(r"\1", text) if "**" in text else text


def tab_table(lines: Sequence[Line], position: int) -> Taken:
    """Two or more lines with tabs; columns are counted, not measured. A tab that ends every line ends no cell."""
    if "\t" not in lines[position].text:
        return 0, []
    numbers, strays = _run(lines, position, _is_tab_row)
    if len(numbers) < 2:
        return 0, []
    texts = [lines[number].text.rstrip(" ") for number in numbers]
    if all(text.endswith("\t") for text in texts):
        texts = [text[:-1] for text in texts]
    rows = [
        Row([field.strip() for field in text.split("\t")], lines[number].page)
        for text, number in zip(texts, numbers, strict=True)
    ]
    return numbers[-1] + 1 - position, [_grid(rows, has_geometry=False), *strays]


def aligned_table(lines: Sequence[Line], position: int) -> Taken:
    """Lines whose fields stand apart by two or more spaces, or by a full-width one."""
    if not _is_aligned_row(lines, position):
        return 0, []
    numbers, strays = _run(lines, position, _is_aligned_row, over_blank=False)
    rows = [Row(_GAP.split(lines[number].text.strip()), lines[number].page) for number in numbers]
    wide_runs = (
        len(list(run)) for is_wide, run in groupby(rows, lambda row: len(row.fields) >= _ALIGNED_FIELDS) if is_wide
    )
    if max(wide_runs, default=0) < _ALIGNED_ROWS:
        return 0, []
    return numbers[-1] + 1 - position, [_grid(rows, has_geometry=False), *strays]


def pipe_table(lines: Sequence[Line], position: int) -> Taken:
    """Rows between pipes; their columns are places on the page where every row has as many fields."""
    if "|" not in lines[position].text:
        return 0, []
    rows: list[Row] = []
    strays: list[Block] = []
    end = position
    while True:
        start, passed = end, list[Block]()
        if rows and (end == len(lines) or lines[end].is_blank or _is_page_number(lines[end])):
            start, passed = _next_printed(lines, end)
            if not _continues(lines, start, rows[-1]):
                break
        taken, row = _pipe_row(lines, start, rows[-1] if rows else None)
        if not taken:
            break
        end = start + taken
        strays.extend(passed)
        if row is not None:
            rows.append(row)
    return end - position, [*_pipe_blocks(rows), *strays]


def _pipe_blocks(rows: list[Row]) -> list[Block]:
    """The grids of a run of rows; a row that holds running prose, or stands alone with one field, is paragraphs."""
    found: list[Block] = []
    for is_prose, run in groupby(rows, lambda row: any(len(field) >= _PROSE for field in row.fields)):
        part = list(run)
        if is_prose or (len(part) == 1 and len(part[0].fields) == 1):
            fields = ((field, row.page) for row in part for field in row.fields)
            found.extend(Paragraph(text, page=page) for field, page in fields for text in field.split("\n") if text)
        elif any(field for row in part for field in row.fields):
            found.append(_grid(part, has_geometry=len({len(row.fields) for row in part}) == 1))
    return found


def _pipe_row(lines: Sequence[Line], position: int, previous: Row | None) -> tuple[int, Row | None]:
    """How many lines the row at a position takes, and its fields; None for a rule, or a pipe that stands alone."""
    if position >= len(lines):
        return 0, None
    text = lines[position].text.strip()
    if text == "|":
        return (1, None) if previous is not None else (0, None)
    if not _is_pipe_line(lines, position):
        return 0, None
    fields = _fields(text)
    if all(_RULE_FIELD.fullmatch(field) for field in fields):
        return 1, None
    taken, joined = _joined(lines, position)
    if taken > 1:
        following = _joined(lines, position + taken)[1] if position + taken < len(lines) else []
        if len(joined) in (len(previous.fields) if previous else 0, len(following)):
            return taken, Row(joined, lines[position].page)
    return 1, Row(fields, lines[position].page)


def _joined(lines: Sequence[Line], position: int) -> tuple[int, list[str]]:
    """A row from its opening to its closing pipe, over line ends inside its cells; 0 lines if it never closes."""
    text = lines[position].text.strip()
    if not text.startswith("|"):
        return 0, []
    for taken, line in enumerate(lines[position + 1 : position + _BROKEN_LINES], 2):
        if len(text) > 1 and text.endswith("|"):
            return taken - 1, _fields(text)
        if line.is_blank or line.text.lstrip().startswith("|"):
            return 0, []
        text = f"{text}\n{line.text.strip()}"
    return (
        (min(_BROKEN_LINES, len(lines) - position), _fields(text)) if text.endswith("|") and len(text) > 1 else (0, [])
    )


def _is_pipe_line(lines: Sequence[Line], position: int) -> bool:
    """A line with an outer pipe, or one with inner pipes beside another: a lone "首页 | 公开" is a line of links."""
    text = lines[position].text.strip()
    if text.startswith("|"):
        return True
    if not _PIPE.search(text):
        return False
    beside = (*lines[max(position - 1, 0) : position], *lines[position + 1 : position + 2])
    return any(_PIPE.search(line.text) for line in beside)


def _continues(lines: Sequence[Line], position: int, previous: Row) -> bool:
    """Whether the row after a blank line belongs to the table before: as many fields, and no head of its own."""
    if position >= len(lines) or not _is_pipe_line(lines, position):
        return False
    taken, row = _pipe_row(lines, position, previous)
    if row is None or len(row.fields) != len(previous.fields):
        return False
    after = _fields(lines[position + taken].text.strip()) if position + taken < len(lines) else [""]
    return not all(_RULE_FIELD.fullmatch(field) for field in after)


def _fields(text: str) -> list[str]:
    fields = _PIPE.split(text)
    if len(fields) > 1 and not fields[0]:
        fields = fields[1:]
    if len(fields) > 1 and not fields[-1]:
        fields = fields[:-1]
    return [_LINE_BREAK.sub("\n", without_marks(field.strip().replace("\\|", "|"))) for field in fields]


def _run(
    lines: Sequence[Line], position: int, is_row: Callable[[Sequence[Line], int], bool], *, over_blank: bool = True
) -> tuple[list[int], list[Block]]:
    """The numbers of the lines that are rows, from a position on, and the page numbers between them."""
    numbers: list[int] = []
    strays: list[Block] = []
    start, passed = position, list[Block]()
    while start < len(lines) and is_row(lines, start):
        numbers.append(start)
        strays.extend(passed)
        start, passed = _next_printed(lines, start + 1)
        if not over_blank and not passed and start != numbers[-1] + 1:
            break
    return numbers, strays


def _next_printed(lines: Sequence[Line], position: int) -> tuple[int, list[Block]]:
    """The next line after one blank line at most, or after a page number with a blank line on either side."""
    start = position + (position < len(lines) and lines[position].is_blank)
    if start < len(lines) and _is_page_number(lines[start]):
        after = start + 1
        after += after < len(lines) and lines[after].is_blank
        return after, [Paragraph(lines[start].text.strip(), page=lines[start].page)]
    return start, []


def _is_page_number(line: Line) -> bool:
    return "\t" not in line.text and _PAGE_NUMBER.fullmatch(line.text.strip()) is not None


def _is_tab_row(lines: Sequence[Line], position: int) -> bool:
    if _has_tab_fields(lines[position]):
        return True
    # A tab before the only text is an indent, unless rows stand directly above and below.
    text = lines[position].text
    is_inside = 0 < position < len(lines) - 1 and "\t" in text and not lines[position].is_blank
    return is_inside and _has_tab_fields(lines[position - 1]) and _has_tab_fields(lines[position + 1])


def _has_tab_fields(line: Line) -> bool:
    text = line.text.lstrip(_TAB_INDENT)
    return "\t" in text and all(len(field) < _PROSE for field in text.split("\t"))


def _is_aligned_row(lines: Sequence[Line], position: int) -> bool:
    text = lines[position].text.strip()
    if "\t" in text or "|" in text or "。" in text:
        return False
    fields = _GAP.split(text)
    return len(fields) > 1 and all(len(field) <= _FIELD_LIMIT for field in fields)


def _grid(rows: list[Row], *, has_geometry: bool) -> Grid:
    cells = tuple(
        Cell(number, column, field, page=row.page)
        for number, row in enumerate(rows)
        for column, field in enumerate(row.fields)
    )
    width = max(len(row.fields) for row in rows)
    return Grid(cells, len(rows), width, has_geometry, rows[0].page)
