"""Oddities of columns and rows as people lay them out anew: turned, put in another order, doubled, numbered, hidden."""

from dataclasses import replace
from random import Random

from tests.maker.oddities.setting import GRIDS, Oddity, Setting
from tests.maker.oddities.shapes import Row, _is_free, _on, _row_key, _width
from tests.maker.sheet import Sheet, SheetCell

HIDING = frozenset({"html", "docx", "odt"})


def _doubted(setting: Setting, number: int) -> Setting:
    return setting.doubting(key for key in setting.report.cells if key[0] == number)


def transposed_2(_rng: Random, setting: Setting) -> Setting | None:
    """The blocks of table 2 with the kinds of documents along the top and the counts down the side."""

    def reshape(number: int, sheets: list[Sheet]) -> list[Sheet]:
        if number != 2:
            return sheets
        made: list[Sheet] = []
        for sheet in sheets:
            rows = [row for row in sheet.rows if any(cell.key for cell in row)]
            names = [cell.text for cell in sheet.rows[1][1:]]
            heading = (SheetCell("信息内容"), *(SheetCell(row[0].text) for row in rows))
            body = [
                (SheetCell(name), *(replace(row[place], column_span=1) for row in rows))
                for place, name in enumerate(names, 1)
            ]
            made.append(Sheet((heading, *body), 1))
        return made

    return _doubted(setting.sheet(table_2="each", skewed_spans=False).reshaped(reshape), 2)


def transposed_4(_rng: Random, setting: Setting) -> Setting | None:
    """Table 4 with the results down the side and the kinds along the top."""

    def reshape(number: int, sheets: list[Sheet]) -> list[Sheet]:
        if number != 4 or len(sheets) != 1 or len(sheets[0].rows) != 4:
            return sheets
        top, middle, _, values = sheets[0].rows
        kinds = [top[0], *middle[5:]]
        heading = (SheetCell("结果"), *(SheetCell(kind.text) for kind in kinds))
        body = [(SheetCell(middle[place].text), *values[place::5]) for place in range(5)]
        return [Sheet((heading, *body), 1)]

    return _doubted(setting.reshaped(reshape), 4)


def total_first(_rng: Random, setting: Setting) -> Setting | None:
    """The column 总计 of table 3 before those of the applicants."""

    def change(sheet: Sheet) -> Sheet:
        rows = list(sheet.rows)
        if sheet.header_rows == 3:
            rows[1] = (rows[1][-1], *rows[1][:-1])
        for y in range(sheet.header_rows, len(rows)):
            at = next((n for n, cell in enumerate(rows[y]) if cell.key), None)
            if at is not None:
                rows[y] = (*rows[y][:at], rows[y][-1], *rows[y][at:-1])
        return replace(sheet, rows=tuple(rows))

    return setting.sheet(repeat_header=True).reshaped(_on(3, change))


def numbered_columns(rng: Random, setting: Setting) -> Setting | None:
    """A line of column numbers (栏次) under the headings, as statistical tables have it."""
    number = rng.choice((2, 3, 4))

    def numbers(sheet: Sheet, row: Row) -> Row:
        labels = [
            SheetCell("栏次" if n == 0 else "", column_span=c.column_span) for n, c in enumerate(row) if not c.key
        ]
        values = [replace(c, text=str(n), key=None) for n, c in enumerate((c for c in row if c.key), 1)]
        return (*labels, *values)

    def change(sheet: Sheet) -> Sheet:
        rows: list[Row] = []
        above: Row = ()
        for y, row in enumerate(sheet.rows):
            is_data = any(cell.key for cell in row)
            if is_data and not any(cell.key for cell in above) and _is_free(sheet, y):
                plain = tuple(replace(c, row_span=1) for c in row)
                rows.append(numbers(sheet, plain))
            rows.append(row)
            above = row
        return replace(sheet, rows=tuple(rows))

    return _doubted(setting.reshaped(_on(number, change)), number)


def units_row(_rng: Random, setting: Setting) -> Setting | None:
    """单位：件 as a line of its own on top of tables 3 and 4."""

    def reshape(number: int, sheets: list[Sheet]) -> list[Sheet]:
        if number == 2:
            return sheets
        return [
            replace(s, rows=((SheetCell("单位：件", column_span=_width(s)),), *s.rows), header_rows=s.header_rows + 1)
            if s.header_rows
            else s
            for s in sheets
        ]

    return setting.reshaped(reshape)


def last_year_columns(rng: Random, setting: Setting) -> Setting | None:
    """Each column of table 4, or of table 2, is there twice: last year's and this year's."""
    number, seed = rng.choice((2, 4)), rng.randrange(10**6)
    last_first = rng.random() < 0.5
    years = [f"{setting.report.year - 1}年", f"{setting.report.year}年"]
    pair = tuple(SheetCell(text) for text in (years if last_first else years[::-1]))

    def twice(cell: SheetCell, dice: Random) -> Row:
        if not cell.key:
            return (cell,)
        one = replace(cell, column_span=1)
        other = SheetCell(str(dice.randint(0, 60)), is_value=True)
        return (other, one) if last_first else (one, other)

    def change(sheet: Sheet) -> Sheet:
        dice = Random(seed)
        rows: list[Row] = []
        above: Row = ()
        for row in sheet.rows:
            if any(c.key for c in row):
                if not any(c.key for c in above):
                    blank = (SheetCell("", column_span=c.column_span) for c in row)
                    rows.append(tuple(x for c, b in zip(row, blank, strict=True) for x in (pair if c.key else (b,))))
                rows.append(tuple(x for c in row for x in twice(c, dice)))
            elif number == 4:
                rows.append(tuple(replace(c, column_span=c.column_span * 2) for c in row))
            elif len(row) == 1:
                rows.append((replace(row[0], column_span=1 + 2 * (row[0].column_span - 1)),))
            else:
                rows.append((row[0], *(replace(c, column_span=2) for c in row[1:])))
            above = row
        return replace(sheet, rows=tuple(rows))

    made = setting.sheet(table_2="each", skewed_spans=False, extra_empty_row=False).reshaped(_on(number, change))
    return _doubted(made, number)


def rows_shuffled(rng: Random, setting: Setting) -> Setting | None:
    """The rows of a group of table 3 in another order, with their labels."""
    seed = rng.randrange(10**6)

    def change(sheet: Sheet) -> Sheet:
        dice = Random(seed)
        bodies = [y for y, row in enumerate(sheet.rows) if sum(not c.key for c in row) == 1 and any(c.key for c in row)]
        runs: list[list[int]] = []
        for y in bodies:
            if runs and runs[-1][-1] == y - 1 and _span(sheet, y) == _span(sheet, y - 1):
                runs[-1].append(y)
            else:
                runs.append([y])
        rows = list(sheet.rows)
        for run in runs:
            order = dice.sample(run, len(run))
            for to, start in zip(run, order, strict=True):
                rows[to] = sheet.rows[start]
        return replace(sheet, rows=tuple(rows))

    return setting.reshaped(_on(3, change))


def _span(sheet: Sheet, y: int) -> tuple[int, ...]:
    return tuple(id(entry[2]) if entry and entry[0] != y else 0 for entry in sheet.matrix()[y])


def rows_repeated(rng: Random, setting: Setting) -> Setting | None:
    """A row of table 2 or 3 is there twice, the second time with another figure."""
    number, choice = rng.choice((2, 3)), rng.randrange(10**6)
    rows = list(dict.fromkeys(key[1] for key in setting.report.cells if key[0] == number))
    chosen = rows[choice % len(rows)]

    def change(sheet: Sheet) -> Sheet:
        at = next((y for y, row in enumerate(sheet.rows) if _row_key(row) == chosen), None)
        if at is None or not _is_free(sheet, at + 1) or any(c.row_span > 1 for c in sheet.rows[at]):
            return sheet
        again = tuple(
            replace(c, text=str(int(c.text) + 3)) if c.key and c.text.isascii() and c.text.isdigit() else c
            for c in sheet.rows[at]
        )
        return replace(sheet, rows=(*sheet.rows[: at + 1], again, *sheet.rows[at + 1 :]))

    keys = [key for key in setting.report.cells if key[:2] == (number, chosen)]
    return setting.reshaped(_on(number, change)).doubting(keys)


def heading_again(_rng: Random, setting: Setting) -> Setting | None:
    """The heading of table 3 stands in the middle of it again, where a page began."""

    def change(sheet: Sheet) -> Sheet:
        spots = [y for y in range(sheet.header_rows + 2, len(sheet.rows) - 2) if _is_free(sheet, y)]
        if not sheet.header_rows or not spots:
            return sheet
        at = spots[len(spots) // 2]
        return replace(sheet, rows=(*sheet.rows[:at], *sheet.rows[: sheet.header_rows], *sheet.rows[at:]))

    return setting.reshaped(_on(3, change))


def figure_over_two_rows(rng: Random, setting: Setting) -> Setting | None:
    """A cell spans its row and the next: a sign speaks for both, whose a figure is nobody can tell."""
    number = rng.choice((2, 3))
    keys = [key for key in setting.report.cells if key[0] == number]
    upper = rng.choice(keys)
    below = [key for key in keys[keys.index(upper) + 1 :] if key[2] == upper[2]]
    if not below or (number == 2 and below[0][1] != "normative_documents"):
        return None
    lower = below[0]

    def change(sheet: Sheet) -> Sheet:
        places = {cell.key: (y, x) for y, row in enumerate(sheet.rows) for x, cell in enumerate(row) if cell.key}
        if upper not in places or lower not in places:
            return sheet
        (y, x), (below_y, below_x) = places[upper], places[lower]
        rows = list(sheet.rows)
        rows[y] = (*rows[y][:x], replace(rows[y][x], row_span=2), *rows[y][x + 1 :])
        rows[below_y] = (*rows[below_y][:below_x], *rows[below_y][below_x + 1 :])
        return replace(sheet, rows=tuple(rows)) if below_y == y + 1 else sheet

    cells = setting.report.cells
    made = setting.sheet(split_after=None, skewed_spans=False).reshaped(_on(number, change)).doubting([upper, lower])
    return made.truth(cells={**cells, lower: replace(cells[upper], raw=cells[upper].raw)})


def heading_spans_wrong(rng: Random, setting: Setting) -> Setting | None:
    """A cell of the heading of table 3 is said to be a column wider or narrower than it is."""
    y, place, wider = rng.choice((0, 1, 2)), rng.randrange(3), rng.random() < 0.5

    def change(sheet: Sheet) -> Sheet:
        if sheet.header_rows != 3:
            return sheet
        row = sheet.rows[y]
        at = place % len(row)
        span = max(row[at].column_span + (1 if wider else -1), 1)
        rows = list(sheet.rows)
        rows[y] = (*row[:at], replace(row[at], column_span=span), *row[at + 1 :])
        return replace(sheet, rows=tuple(rows))

    return _doubted(setting.sheet(split_after=None).reshaped(_on(3, change)), 3)


def numbered_rows_3(rng: Random, setting: Setting) -> Setting | None:
    """A column 序号 before all others in table 3."""
    spanning = rng.random() < 0.5

    def change(sheet: Sheet) -> Sheet:
        rows: list[Row] = []
        number = 0
        for y, row in enumerate(sheet.rows):
            if y < sheet.header_rows:
                if spanning:
                    first = (SheetCell("序号", row_span=sheet.header_rows),) if y == 0 else ()
                else:
                    first = (SheetCell("序号" if y == 0 else ""),)
            else:
                number += 1
                first = (SheetCell(str(number)),)
            rows.append((*first, *row))
        return replace(sheet, rows=tuple(rows))

    return setting.sheet(split_after=None).reshaped(_on(3, change))


def second_total(rng: Random, setting: Setting) -> Setting | None:
    """A column 合计 of somebody's own beside 总计: the legal persons added up."""
    name = rng.choice(("合计", "小计"))

    def change(sheet: Sheet) -> Sheet:
        if sheet.header_rows != 3:
            return sheet
        rows = list(sheet.rows)
        rows[0] = (rows[0][0], replace(rows[0][1], column_span=rows[0][1].column_span + 1))
        rows[1] = (*rows[1][:-2], replace(rows[1][-2], column_span=rows[1][-2].column_span + 1), rows[1][-1])
        rows[2] = (*rows[2], SheetCell(name))
        for y in range(3, len(rows)):
            values = [c for c in rows[y] if c.key]
            if len(values) != 7:
                return sheet
            legal = sum(int(c.text) for c in values[1:6] if c.text.isascii() and c.text.isdigit())
            rows[y] = (*rows[y][:-1], SheetCell(str(legal), is_value=True), rows[y][-1])
        return replace(sheet, rows=tuple(rows))

    return _doubted(setting.sheet(split_after=None).reshaped(_on(3, change)), 3)


def total_row_2(_rng: Random, setting: Setting) -> Setting | None:
    """Each block of table 2 with a row 合计 that adds its rows up."""

    def change(sheet: Sheet) -> Sheet:
        rows: list[Row] = []
        run: list[Row] = []
        for row in (*sheet.rows, ()):
            if any(c.key for c in row):
                run.append(row)
            elif run:
                if len(run) > 1 and len(set(map(len, run))) == 1:
                    rows.append(
                        (
                            replace(run[0][0], text="合计"),
                            *(
                                replace(run[0][n], key=None, text=str(sum(_int(r[n].text) for r in run)))
                                for n in range(1, len(run[0]))
                            ),
                        )
                    )
                run = []
            if row:
                rows.append(row)
        return replace(sheet, rows=tuple(rows))

    return setting.reshaped(_on(2, change))


def _int(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def total_column_2(_rng: Random, setting: Setting) -> Setting | None:
    """Table 2 with a column 合计 behind its counts."""

    def change(sheet: Sheet) -> Sheet:
        rows: list[Row] = []
        for row in sheet.rows:
            if any(c.key for c in row):
                rows.append((*row, SheetCell(str(sum(_int(c.text) for c in row if c.key)), is_value=True)))
            elif len(row) == 1:
                rows.append((replace(row[0], column_span=row[0].column_span + 1),))
            else:
                rows.append((*row, SheetCell("合计" if row[0].text else "")))
        return replace(sheet, rows=tuple(rows))

    return _doubted(setting.sheet(table_2="each").reshaped(_on(2, change)), 2)


def fees_in_yuan(_rng: Random, setting: Setting) -> Setting | None:
    """The heading of the fees says 元 where the form says 万元."""
    if setting.report.edition != "2021":
        return None
    before = setting.layout.sheet.words

    def words(text: str) -> str:
        plain = "".join(text.split())
        return plain.replace("万元", "元") if "收费金额" in plain else before(text)

    key = (2, "administrative_fees", "amount_10k_yuan")
    made = setting.sheet(words=words).doubting([key])
    cells = dict(setting.report.cells)
    cells[key] = replace(cells[key], value=None, status="unreadable")
    return made.truth(cells=cells)


def overview_table(rng: Random, setting: Setting) -> Setting | None:
    """A small table of last year and this year in the first section, under names that the form has too."""
    seed = rng.randrange(10**6)
    year = setting.report.year

    def reshape(number: int, sheets: list[Sheet]) -> list[Sheet]:
        if number != 2:
            return sheets
        dice = Random(seed)
        kind = dice.randrange(4)
        heads = [
            ("指标", f"{year - 1}年", f"{year}年", "同比"),
            ("办理结果", "数量", "占比"),
            ("申请人类型", "件数"),
            ("类别", "总计"),
        ][kind]
        names = [
            ("本年新收政府信息公开申请数量", "予以公开", "部分公开", "行政许可", "行政处罚", "规章"),
            ("予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理", "总计"),
            ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"),
            ("行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉", "结果维持", "尚未审结"),
        ][kind]
        rows = [tuple(SheetCell(head) for head in heads)]
        rows += [
            (SheetCell(name), *(SheetCell(str(dice.randint(0, 90)), is_value=True) for _ in heads[1:]))
            for name in names
        ]
        return [Sheet(tuple(rows), 1), *sheets]

    return setting.reshaped(reshape)


def hidden_beside(rng: Random, setting: Setting) -> Setting | None:
    """Digits beside a figure that nobody sees: hidden, struck out, deleted under revision, or in a comment."""
    keys = [key for key, cell in setting.report.cells.items() if cell.text.isdigit() and cell.text.isascii()]
    if not keys:
        return None
    chosen = rng.sample(keys, min(len(keys), rng.randint(1, 5)))
    cells = {k: replace(setting.report.cells[k], unseen=str(rng.randint(1, 99))) for k in chosen}
    return setting.truth(cells={**setting.report.cells, **cells})


COLUMNS = (
    Oddity("transposed_2", transposed_2, topics=("2",)),
    Oddity("transposed_4", transposed_4, topics=("4",)),
    Oddity("total_first", total_first, topics=("3",)),
    Oddity("numbered_columns", numbered_columns, topics=("2", "3", "4")),
    Oddity("units_row", units_row, topics=("3", "4")),
    Oddity("last_year_columns", last_year_columns, GRIDS, topics=("2", "4")),
    Oddity("rows_shuffled", rows_shuffled, topics=("3",)),
    Oddity("rows_repeated", rows_repeated, topics=("2", "3")),
    Oddity("heading_again", heading_again, topics=("3",)),
    Oddity("figure_over_two_rows", figure_over_two_rows, GRIDS, ("3",)),
    Oddity("heading_spans_wrong", heading_spans_wrong, frozenset({"html"}), ("3",)),
    Oddity("numbered_rows_3", numbered_rows_3, topics=("3",)),
    Oddity("second_total", second_total, topics=("3", "sums")),
    Oddity("total_row_2", total_row_2, topics=("2",)),
    Oddity("total_column_2", total_column_2, topics=("2",)),
    Oddity("fees_in_yuan", fees_in_yuan, topics=("2", "words")),
    Oddity("overview_table", overview_table, topics=("2",)),
    Oddity("hidden_beside", hidden_beside, HIDING),
)
