"""The characters of a page into the cells of its tables; what stands in none is prose."""

import math
from collections import defaultdict
from itertools import groupby

from etl.model import UNSURE, Box
from etl.readers.pdf_glyphs import Glyph
from etl.readers.pdf_join import SAME_EDGE, Part, PartCell
from etl.readers.pdf_page import PageContent
from etl.readers.pdf_prose import ProseLine
from etl.readers.pdf_ruling import RuledTable, face_at
from etl.readers.pdf_text import Line, cell_text, is_overprinted, lines, words

STRADDLE = 0.2
"""Share of its height by which a character must reach over a line to belong to the text on the other side."""
Item = Part | ProseLine
NOWHERE: Box = (math.inf, math.inf, -math.inf, -math.inf)


def without_frames(tables: list[list[RuledTable]]) -> list[list[RuledTable]]:
    """Drop frames around text; a lone cell stays where it carries on a table over a page break."""

    def continues(table: RuledTable, neighbours: list[RuledTable], place: int) -> bool:
        if not neighbours:
            return False
        left, _, right, _ = neighbours[place].box
        return abs(table.box[0] - left) <= SAME_EDGE and abs(table.box[2] - right) <= SAME_EDGE

    kept = []
    for index, found in enumerate(tables):
        before = tables[index - 1] if index else []
        after = tables[index + 1] if index + 1 < len(tables) else []
        kept.append(
            [
                table
                for place, table in enumerate(found)
                if len(table.cells) > 1
                or (place == 0 and continues(table, before, -1))
                or (place == len(found) - 1 and continues(table, after, 0))
            ]
        )
    return kept


def compose(page: PageContent, tables: list[RuledTable]) -> tuple[list[Item], bool]:
    """One page's tables and lines of prose, from the top; and whether some number runs over its cell's border."""
    filled = [_Filled(table) for table in tables]
    by_size = sorted(filled, key=lambda table: _area(table.table))
    prose: list[Glyph] = []
    for word in words(page.glyphs):
        for table in by_size:
            if table.take(word):
                break
        else:
            prose.extend(word)
    placed: list[tuple[float, float, Item]] = [
        (table.table.box[1], table.table.box[0], _part(page, table)) for table in filled
    ]
    placed += [(line.top, line.left, ProseLine(line, page.number, page.width, page.height)) for line in lines(prose)]
    items = [item for _, _, item in sorted(placed, key=lambda entry: entry[:2])]
    return items, any(table.has_overrun for table in filled)


class _Filled:
    """A table that takes in the words that stand in it, in the order of the content stream."""

    def __init__(self, table: RuledTable) -> None:
        self.table = table
        self.box = table.box
        self.owners = table.owners()
        self.glyphs: dict[int, list[Glyph]] = defaultdict(list)
        self.has_overrun = False
        self.last: int | None = None
        self.last_box: Box = NOWHERE
        self.unsure: set[int] = set()
        """Cells over whose border figures run that may be one number or two."""

    def take(self, word: list[Glyph]) -> bool:
        """Put a word into the cell at its centre; False where it stands outside the table."""
        first, end = word[0], word[-1]
        x, y = (first.left + end.right) / 2, first.y
        if not self._holds(x, y):
            self.last, self.last_box = None, NOWHERE
            return False
        left, top, right, bottom = self.last_box
        is_in_last = left <= x < right and top <= y < bottom
        number = self.last if is_in_last and self.last is not None else self._cell_at(x, y)
        if first.run != end.run and len(parts := self._by_cell(word)) > 1:
            if all(self._fits(part, cell) for cell, part in parts):
                return all(self.take(part) for _, part in parts)
            self.unsure |= {cell for cell, _ in parts}
        if not is_in_last:
            if self.last is not None and self._runs_down_into(first, self.last, number):
                number = self.last
            self.last, self.last_box = number, self.table.cells[number].box
        self.glyphs[number].extend(word)
        if len(word) > 1:
            left, _, right, _ = self.last_box
            self.has_overrun |= end.x > right or first.x < left
        return True

    def _holds(self, x: float, y: float) -> bool:
        left, top, right, bottom = self.box
        return left <= x <= right and top <= y <= bottom

    def _cell_at(self, x: float, y: float) -> int:
        return self.owners[face_at(self.table, x, y)]

    def _by_cell(self, word: list[Glyph]) -> list[tuple[int, list[Glyph]]]:
        """The texts that follow each other so closely that they look like one, with the cell at the centre of each."""
        runs = [list(run) for _, run in groupby(word, key=lambda glyph: glyph.run)]
        centres = [((run[0].left + run[-1].right) / 2, run[0].y) for run in runs]
        cells = [self._cell_at(*centre) if self._holds(*centre) else None for centre in centres]
        parts = groupby(zip(cells, runs, strict=True), key=lambda entry: entry[0])
        return [(cell, [glyph for _, run in part for glyph in run]) for cell, part in parts if cell is not None]

    def _fits(self, word: list[Glyph], number: int) -> bool:
        left, _, right, _ = self.table.cells[number].box
        return left <= word[0].left and word[-1].right <= right

    def _runs_down_into(self, glyph: Glyph, upper: int, lower: int) -> bool:
        """Whether a character that stands in ``lower`` goes on a text too long for ``upper``, over the line between."""
        above, below = self.table.cells[upper], self.table.cells[lower]
        return (
            above.column <= below.column < above.column + above.column_span
            and above.row + above.row_span == below.row
            and glyph.top < above.box[3] - STRADDLE * glyph.size
        )


def _area(table: RuledTable) -> float:
    left, top, right, bottom = table.box
    return (right - left) * (bottom - top)


def _part(page: PageContent, filled: _Filled) -> Part:
    cells = []
    for number, cell in enumerate(filled.table.cells):
        glyphs = filled.glyphs.get(number, [])
        if not glyphs and cell.open_sides > 1:
            continue
        set_lines = lines(glyphs)
        is_unsure = number in filled.unsure
        text = UNSURE if is_overprinted(set_lines) else cell_text(glyphs, set_lines) + UNSURE * is_unsure
        cells.append(
            PartCell(
                cell.row,
                cell.column,
                cell.row_span,
                cell.column_span,
                text,
                page.number,
                page.to_sheet(cell.box),
                _room(set_lines, cell.box[2] - cell.box[0]),
                set_lines[0].glyphs[0].right - set_lines[0].left if set_lines else 0.0,
            )
        )
    return Part(filled.table.columns, len(filled.table.rows) - 1, cells, filled.table.is_open_below)


def _room(set_lines: list[Line], width: float) -> float:
    """White space after the last line of a cell; a label set downwards always reaches on."""
    if len(set_lines) > 1 and all(len(line.glyphs) == 1 for line in set_lines):
        return 0.0
    return width - (set_lines[-1].right - set_lines[-1].left) if set_lines else width
