"""One sheet of a workbook -> paragraphs and grids: rows of a table are told from rows of prose by their shape."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from itertools import chain, groupby, pairwise

from msgspec import Struct

from etl.model import Cell, Grid, Paragraph

Block = Paragraph | Grid
Place = tuple[int, int]
"""Row and column, both from 0."""
Area = tuple[int, int, int, int]
"""First row, first column, last row, last column of merged cells."""

MAX_CELLS = 50_000
"""Cells that are read of one sheet, blank ones of a table included; a report takes less than 2,000."""
MAX_COLUMNS = 256
_PROSE_LENGTH = 60
"""A cell alone in its row is prose from this many characters on; the longest label of a form has 45."""
_SENTENCE_ENDS = tuple("。；！？")


class Sheet(Struct, frozen=True):
    """What a sheet shows: ``texts`` of the cells that have any, none of them in a hidden row or column."""

    name: str
    texts: Mapping[Place, str]
    merges: tuple[Area, ...] = ()
    ruled_rows: frozenset[int] = frozenset()
    """Rows with a cell that has a border; empty where the form of the file does not tell."""
    hidden_rows: frozenset[int] = frozenset()


class _Row(Struct):
    """One row with text: its cells from left to right, and how many stand in it, reaching down from above included."""

    number: int
    cells: list[tuple[Area, str]]
    count: int
    is_table: bool = False

    @property
    def is_prose(self) -> bool:
        """Whether it is one cell that reads like a sentence."""
        return self.count == 1 and any(
            len(text) >= _PROSE_LENGTH or text.endswith(_SENTENCE_ENDS) for _, text in self.cells
        )


def blocks(sheet: Sheet, notes: list[str]) -> Iterator[Block]:
    """The prose and tables of a sheet from top to bottom; ``notes`` gets what was left out."""
    rows = _rows(sheet, notes)
    are_ruled_apart = any(row.number in sheet.ruled_rows for row in rows) and any(
        row.number not in sheet.ruled_rows for row in rows
    )
    places_left = MAX_CELLS
    columns: list[int] = []
    for run in _runs(rows, sheet.hidden_rows):
        for row in run:
            is_ruled = are_ruled_apart and row.number in sheet.ruled_rows
            row.is_table = is_ruled or row.count > 1
        parts = [list(part) for _, part in groupby(run, key=lambda row: row.is_table)]
        if not are_ruled_apart:
            _keep_lone_labels(parts)
        for is_table, part in groupby(chain.from_iterable(parts), key=lambda row: row.is_table):
            if not is_table:
                yield from (Paragraph(text) for row in part for _, text in row.cells)
                continue
            table = list(part)
            columns = _columns(table, columns)
            places_left -= len(table) * len(columns)
            if places_left < 0:
                notes.append(f"工作表“{sheet.name}”超过 {MAX_CELLS} 个单元格，其余未读")
                return
            yield _grid(table, columns)


def _rows(sheet: Sheet, notes: list[str]) -> list[_Row]:
    texts = {place: text for place, text in sheet.texts.items() if place[1] < MAX_COLUMNS}
    if len(texts) < len(sheet.texts):
        notes.append(f"工作表“{sheet.name}”超过 {MAX_COLUMNS} 列，其余未读")
    if len(texts) > MAX_CELLS:
        notes.append(f"工作表“{sheet.name}”超过 {MAX_CELLS} 个单元格，其余未读")
        texts = dict(sorted(texts.items())[:MAX_CELLS])
    merges, covered = _merges(sheet, texts, notes)
    if covered:
        notes.append(f"工作表“{sheet.name}”的合并单元格遮住了 {len(covered)} 个单元格的文字，未读")
    rows: dict[int, _Row] = {}
    for (row, column), text in sorted(texts.items()):
        if (row, column) not in covered:
            area = merges.get((row, column), (row, column, row, column))
            rows.setdefault(row, _Row(row, [], 0)).cells.append((area, text))
    numbers = list(rows)
    for row_ in rows.values():
        for (top, _, bottom, _), _ in row_.cells:
            for number in numbers[bisect_left(numbers, top) : bisect_left(numbers, bottom + 1)]:
                rows[number].count += 1
    return list(rows.values())


def _merges(sheet: Sheet, texts: Mapping[Place, str], notes: list[str]) -> tuple[dict[Place, Area], set[Place]]:
    """First place -> merged area, for those with text; and the places whose text is under a merged cell.

    Of areas that overlap the first one counts.
    """
    rows = sorted({row for row, _ in texts})
    columns = sorted({column for _, column in texts})
    merges: dict[Place, Area] = {}
    taken: set[Place] = set()
    work_left = MAX_CELLS * 10
    for top, left, bottom, right in sorted(sheet.merges):
        covered_rows = rows[bisect_left(rows, top) : bisect_left(rows, bottom + 1)]
        covered_columns = columns[bisect_left(columns, left) : bisect_left(columns, right + 1)]
        work_left -= len(covered_rows) * len(covered_columns)
        if work_left < 0:
            notes.append(f"工作表“{sheet.name}”的合并单元格过多，其余按未合并读")
            break
        places = {(row, column) for row in covered_rows for column in covered_columns}
        if places and not places & taken:
            taken |= places
            merges[top, left] = (top, left, bottom, right)
    return merges, {place for place in taken if place in texts and place not in merges}


def _runs(rows: list[_Row], hidden: frozenset[int]) -> Iterator[list[_Row]]:
    """Rows that no empty row parts; a row that a merged cell reaches over is not empty, and a hidden one is none."""
    if not rows:
        return
    run = [rows[0]]
    reach = 0
    for above, row in pairwise(rows):
        reach = max([reach, *(area[2] for area, _ in above.cells)])
        if any(number not in hidden for number in range(max(reach, above.number) + 1, row.number)):
            yield run
            run = []
        run.append(row)
    yield run


def _keep_lone_labels(parts: list[list[_Row]]) -> None:
    """Without borders: short cells alone in their rows, between parts of equal width, are labels of one table."""
    for before, between, after in zip(parts, parts[1:], parts[2:], strict=False):
        if before[0].is_table and _extent(before) == _extent(after) and not any(row.is_prose for row in between):
            for row in between:
                row.is_table = True


def _extent(rows: list[_Row]) -> tuple[int, int]:
    areas = [area for row in rows for area, _ in row.cells]
    return min((area[1] for area in areas), default=0), max((area[3] for area in areas), default=0)


def _columns(rows: list[_Row], before: list[int]) -> list[int]:
    """The columns in which a cell of these rows starts or ends; where a table goes on below an empty row, all of its columns.

    ``before`` are those of the table above: one of the same width with all columns of this one, and more, which are blank here.
    """
    own = {column for row in rows for area, _ in row.cells for column in (area[1], area[3])}
    goes_on = own < set(before) and (min(own), max(own)) == (before[0], before[-1])
    return before if goes_on else sorted(own)


def _grid(rows: list[_Row], columns: list[int]) -> Grid:
    """The grid of rows of a sheet: rows and columns without any text fall away, places without text are blank cells."""
    numbers = [row.number for row in rows]
    cells: list[Cell] = []
    taken: set[Place] = set()
    for row in rows:
        for (top, left, bottom, right), text in row.cells:
            y, x = bisect_left(numbers, top), bisect_left(columns, left)
            height = bisect_left(numbers, bottom + 1) - y
            width = bisect_left(columns, right + 1) - x
            cells.append(Cell(y, x, text, height, width))
            taken.update((y + down, x + across) for down in range(height) for across in range(width))
    blanks = (Cell(y, x, "") for y in range(len(numbers)) for x in range(len(columns)) if (y, x) not in taken)
    ordered = tuple(sorted((*cells, *blanks), key=lambda cell: (cell.row, cell.column)))
    return Grid(ordered, len(numbers), len(columns))
