"""The statutory tables as sheets of cells with spans, drawn from the catalogue of editions; not yet in any format."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from etl.editions import Block, Edition, Row, editions
from tests.maker.figures import CellKey
from tests.maker.labels import Spelling, spelling
from tests.maker.printing import Printed
from tests.maker.report import Report, Section

LABEL_COLUMNS = 3
"""Columns of table 3 that hold row labels."""
CHECK_NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
RESULTS_LABEL = "三、本年度办理结果"

CutLabels = Literal["once", "repeat", "halves"]
Cells = dict[CellKey, Printed]


@dataclass(frozen=True)
class SheetCell:
    """One cell; lines of its text are separated by a line feed. ``is_value`` marks the cells that hold figures."""

    text: str
    row_span: int = 1
    column_span: int = 1
    is_value: bool = False
    key: CellKey | None = None
    """Of a value: the cell of the form that it is."""
    superscript: str = ""
    """A footnote mark set small beside the text."""
    struck: str = ""
    """Letters before the text that are struck out."""
    unseen: str = ""
    """Letters beside the text that are not shown."""


@dataclass(frozen=True)
class Sheet:
    """One table as rows of the cells that start in them; ``header_rows`` counts the rows of headings on top."""

    rows: tuple[tuple[SheetCell, ...], ...]
    header_rows: int = 0

    def matrix(self) -> list[list[tuple[int, int, SheetCell] | None]]:
        """Row by row and column by column the cell that covers the place, with the place where it starts."""
        width = sum(cell.column_span for cell in self.rows[0])
        matrix: list[list[tuple[int, int, SheetCell] | None]] = [[None] * width for _ in self.rows]
        for y, row in enumerate(self.rows):
            x = 0
            for cell in row:
                while x < width and matrix[y][x] is not None:
                    x += 1
                for covered_y in range(y, min(y + cell.row_span, len(self.rows))):
                    for covered_x in range(x, min(x + cell.column_span, width)):
                        matrix[covered_y][covered_x] = (y, x, cell)
        return matrix


def keep(_table: int, sheet: Sheet) -> Sheet:
    """No damage: the sheet as it is."""
    return sheet


def unsaid(words: str) -> str:
    """No change of wording."""
    return words


Reshape = Callable[[int, list[Sheet]], list[Sheet]]
"""The number of a statutory table and its sheets -> the sheets that are printed in their place."""


@dataclass(frozen=True)
class SheetOptions:
    """How the tables are cut and spelled."""

    table_2: Literal["one", "each"] = "one"
    skewed_spans: bool = False
    """Header cells of table 2 span 1+2+1 columns where its data cells span 2+1+1, as one city office set them."""
    split_after: int | None = None
    """Cut table 3 in two after so many data rows."""
    cut_labels: CutLabels = "once"
    """What becomes of a label whose rows are cut: it stays on the first part, stands on both, or is cut too (PDF)."""
    repeat_header: bool = False
    spelling: Spelling = "plain"
    spelling_seed: int = 0
    extra_empty_row: bool = False
    damage: Callable[[int, Sheet], Sheet] = keep
    """The last change to a sheet of the table with this number: what goes wrong when tables are copied about."""
    reshapes: tuple[Reshape, ...] = ()
    """Changes to all sheets of a table at once."""
    words: Callable[[str], str] = unsaid
    """The last change to every label: another script, signs that nobody sees."""
    joins_2_and_3: bool = False
    """Table 2 stands on top of table 3, in one grid."""

    def spell(self, label: str) -> str:
        """A label of the form as this report prints it."""
        return self.words(spelling(self.spelling, self.spelling_seed)(label))


def sheets(report: Report, section: Section, options: SheetOptions) -> list[Sheet]:
    """The sheets that a section holds: its statutory table in one or more parts, the indicators, or none."""
    if section.code == "indicators":
        return [_indicators(report)]
    if section.table is None:
        return []
    if options.joins_2_and_3 and section.table == 2:
        return []
    made = _built(report, section.table, options)
    if options.joins_2_and_3 and section.table == 3:
        return [_stacked(_built(report, 2, options) + made)]
    return made


def _built(report: Report, number: int, options: SheetOptions) -> list[Sheet]:
    build = {2: _table_2, 3: _table_3, 4: _table_4}[number]
    made = [options.damage(number, sheet) for sheet in build(editions()[report.edition], report.cells, options)]
    for reshape in options.reshapes:
        made = reshape(number, made)
    return made


def _stacked(parts: list[Sheet]) -> Sheet:
    """One sheet of several, the last cell of a narrow row taking the width that is left."""
    width = max(len(part.matrix()[0]) for part in parts)
    rows: list[tuple[SheetCell, ...]] = []
    for part in parts:
        lacking = width - len(part.matrix()[0])
        for row, line in zip(part.rows, part.matrix(), strict=True):
            last = next((entry for entry in reversed(line) if entry is not None), None)
            ends_here = bool(row) and last is not None and last[2] is row[-1]
            rows.append((*row[:-1], replace(row[-1], column_span=row[-1].column_span + lacking)) if ends_here else row)
    return Sheet(tuple(rows))


def _indicators(report: Report) -> Sheet:
    """The indicator table of a report from before 2019."""
    header = ("指标名称", "计量单位", f"{report.year}年度", "历年累计")
    rows = [tuple(SheetCell(text) for text in header)]
    for line in report.indicators:
        figures = (SheetCell(text, is_value=True) for text in (line.value, line.cumulative))
        rows.append((SheetCell(line.label), SheetCell(line.unit), *figures))
    return Sheet(tuple(rows), 1)


def _value(cells: Cells, key: CellKey, row_span: int = 1, column_span: int = 1) -> SheetCell:
    cell = cells[key]
    return SheetCell(
        cell.raw,
        row_span,
        column_span,
        is_value=True,
        key=key,
        superscript=cell.superscript,
        struck=cell.struck,
        unseen=cell.unseen,
    )


def _block_spans(count: int, width: int, skewed: bool) -> list[int]:
    """How many columns each of ``count`` cells takes, the last one (or the first, if skewed) taking what is left."""
    spans = [1] * count
    spans[0 if skewed and count > 1 else -1] += width - count
    return spans


def _block_2(block: Block, cells: Cells, options: SheetOptions, width: int) -> Iterator[tuple[SheetCell, ...]]:
    spell = options.spell
    yield (SheetCell(spell(block.heading), column_span=width),)
    labels = ["信息内容", *(column.label for column in block.columns)]
    header_spans = _block_spans(len(labels), width, False)
    yield tuple(SheetCell(spell(text), column_span=span) for text, span in zip(labels, header_spans, strict=True))
    for row in block.rows:
        spans = _block_spans(len(labels), width, options.skewed_spans)
        keys = [(2, row.code, column.code) for column in block.columns]
        values = [_value(cells, key, column_span=span) for key, span in zip(keys, spans[1:], strict=True)]
        yield (SheetCell(spell(row.label), column_span=spans[0]), *values)


def _table_2(edition: Edition, cells: Cells, options: SheetOptions) -> list[Sheet]:
    blocks = edition.table(2).blocks
    if options.table_2 == "each":
        return [Sheet(tuple(_block_2(block, cells, options, len(block.columns) + 1))) for block in blocks]
    width = max(len(block.columns) for block in blocks) + 1
    rows = [row for block in blocks for row in _block_2(block, cells, options, width)]
    if options.extra_empty_row:
        rows.append(tuple(SheetCell("") for _ in range(width)))
    return [Sheet(tuple(rows))]


def _header_3(block: Block, spell: Callable[[str], str]) -> Iterator[tuple[SheetCell, ...]]:
    yield (
        SheetCell(spell(CHECK_NOTE), row_span=3, column_span=LABEL_COLUMNS),
        SheetCell(spell("申请人情况"), column_span=len(block.columns)),
    )
    top: list[SheetCell] = []
    for parent, group in groupby(block.columns, key=lambda column: column.parent):
        members = list(group)
        if parent:
            top.append(SheetCell(spell(parent), column_span=len(members)))
        else:
            top += [SheetCell(spell(column.label), row_span=2) for column in members]
    yield tuple(top)
    yield tuple(SheetCell(spell(column.label)) for column in block.columns if column.parent)


def printed_rows(edition: Edition, cells: Cells) -> list[Row]:
    """The rows of table 3 that the report prints, （六）其他处理 as one row standing where its parts would."""
    rows = list(edition.table(3).blocks[0].rows)
    for alternative in edition.alternatives:
        if any(key[:2] == (3, alternative.row) for key in cells):
            at = next(i for i, row in enumerate(rows) if row.code in alternative.replaces)
            rows = [row for row in rows if row.code not in alternative.replaces]
            rows.insert(at, Row(alternative.row, alternative.label, alternative.parent, alternative.group))
    return rows


@dataclass(frozen=True)
class _Part:
    """The rows of table 3 that one sheet holds, with the rows that stand on the sheets before and after it."""

    rows: list[Row]
    before: Row | None = None
    after: Row | None = None

    def label(self, index: int, group: Callable[[Row], str], options: SheetOptions) -> list[SheetCell]:
        """The label that a group of rows stands under, if the group starts at ``index``; a cut group is heeded."""
        name = group(self.rows[index])
        if index and group(self.rows[index - 1]) == name:
            return []
        span = sum(1 for row in self.rows[index:] if group(row) == name)
        text = options.spell(name)
        is_second = index == 0 and self.before is not None and group(self.before) == name
        is_first = index + span == len(self.rows) and self.after is not None and group(self.after) == name
        if options.cut_labels == "halves" and is_first != is_second:
            middle = len(text) // 2
            text = text[middle:] if is_second else text[:middle]
        elif options.cut_labels == "once" and is_second:
            text = ""
        return [SheetCell(text, row_span=span)]


def _outer(row: Row) -> str:
    return RESULTS_LABEL if row.parent else ""


def _inner(row: Row) -> str:
    return row.parent


def _data_3(part: _Part, cells: Cells, columns: list[str], options: SheetOptions) -> Iterator[tuple[SheetCell, ...]]:
    spell = options.spell
    for index, row in enumerate(part.rows):
        values = [_value(cells, (3, row.code, column)) for column in columns]
        if not row.parent:
            yield (SheetCell(spell(row.label), column_span=3), *values)
            continue
        start = part.label(index, _outer, options)
        if row.parent == RESULTS_LABEL:
            start.append(SheetCell(spell(row.label), column_span=2))
        else:
            start += [*part.label(index, _inner, options), SheetCell(spell(row.label))]
        yield (*start, *values)


def _table_3(edition: Edition, cells: Cells, options: SheetOptions) -> list[Sheet]:
    block = edition.table(3).blocks[0]
    header = tuple(_header_3(block, options.spell))
    rows = printed_rows(edition, cells)
    columns = [column.code for column in block.columns]
    cut = options.split_after
    if cut is None or not 0 < cut < len(rows):
        return [Sheet((*header, *_data_3(_Part(rows), cells, columns, options)), len(header))]
    first = _Part(rows[:cut], after=rows[cut])
    rest = _Part(rows[cut:], before=rows[cut - 1])
    again = header if options.repeat_header else ()
    return [
        Sheet((*header, *_data_3(first, cells, columns, options)), len(header)),
        Sheet((*again, *_data_3(rest, cells, columns, options)), len(again)),
    ]


def _table_4(edition: Edition, cells: Cells, options: SheetOptions) -> list[Sheet]:
    block = edition.table(4).blocks[0]
    spell = options.spell
    width = len(block.columns)
    top: list[SheetCell] = []
    middle: list[SheetCell] = []
    bottom: list[SheetCell] = []
    for parent, group in groupby(block.rows, key=lambda row: row.parent):
        members = list(group)
        if not parent:
            top += [SheetCell(spell(row.label), column_span=width) for row in members]
            middle += [SheetCell(spell(column.label), row_span=2) for _ in members for column in block.columns]
            continue
        top.append(SheetCell(spell(parent), column_span=width * len(members)))
        middle += [SheetCell(spell(row.label), column_span=width) for row in members]
        bottom += [SheetCell(spell(column.label)) for _ in members for column in block.columns]
    values = tuple(_value(cells, (4, row.code, column.code)) for row in block.rows for column in block.columns)
    return [Sheet((tuple(top), tuple(middle), tuple(bottom), values), 3)]
