"""Oddities of the tables' shape: columns cut, cells merged, rows added, shifted, broken apart."""

from collections.abc import Callable
from dataclasses import replace
from itertools import groupby
from random import Random

from tests.maker.figures import APPLICANTS, FRAME_ROWS, CellKey
from tests.maker.oddities.setting import GRIDS, RAGGED, Oddity, Setting
from tests.maker.printing import BLANK
from tests.maker.sheet import RESULTS_LABEL, Sheet, SheetCell

Row = tuple[SheetCell, ...]
FRAMED = frozenset({"html", "docx", "pdf", "xlsx", "txt"})


def _width(sheet: Sheet) -> int:
    return sum(cell.column_span for cell in sheet.rows[0])


def _on(number: int, change: Callable[[Sheet], Sheet]) -> Callable[[int, list[Sheet]], list[Sheet]]:
    """A change to every sheet of one table."""
    return lambda table, sheets: [change(sheet) for sheet in sheets] if table == number else sheets


def _by_row(change: Callable[[Row], Row]) -> Callable[[Sheet], Sheet]:
    return lambda sheet: replace(sheet, rows=tuple(change(row) for row in sheet.rows))


def _row_key(row: Row) -> str | None:
    return next((cell.key[1] for cell in row if cell.key), None)


def joined_2_and_3(_rng: Random, setting: Setting) -> Setting | None:
    if {s.table for s in setting.report.sections} >= {2, 3}:
        return setting.sheet(joins_2_and_3=True, table_2="one", split_after=None)
    return None


def _relabelled(setting: Setting, changed: dict[str, str]) -> Setting:
    before = setting.layout.sheet.words

    def words(text: str) -> str:
        # The heading is broken over lines in some spellings: what counts is what it says.
        plain = "".join(text.split())
        return changed[plain] if plain in changed else before(text)

    return setting.sheet(words=words)


def _documents(setting: Setting, columns: tuple[str, ...]) -> list[CellKey]:
    return [key for key in setting.report.cells if key[0] == 2 and key[2] in columns]


def header_cut(_rng: Random, setting: Setting) -> Setting | None:
    """本年新制作数量 and 本年新公开数量 without their second line."""
    if setting.report.edition != "2019":
        return None
    cut = {"本年新制作数量": "本年新", "本年新公开数量": "本年新"}
    return _relabelled(setting, cut).doubting(_documents(setting, ("created", "newly_published")))


def header_typed_twice(_rng: Random, setting: Setting) -> Setting | None:
    if setting.report.edition == "2019":
        made = _relabelled(setting, {"本年新公开数量": "本年新制作数量"})
        return made.doubting(_documents(setting, ("created", "newly_published")))
    made = _relabelled(setting, {"本年废止件数": "本年制发件数"})
    return made.doubting(_documents(setting, ("issued", "repealed")))


def headers_dropped_2(_rng: Random, setting: Setting) -> Setting | None:
    """The rows 信息内容 … of table 2 are not there."""

    def change(sheet: Sheet) -> Sheet:
        return replace(sheet, rows=tuple(row for row in sheet.rows if any(cell.key for cell in row) or len(row) == 1))

    return setting.reshaped(_on(2, change)).doubting(key for key in setting.report.cells if key[0] == 2)


def headers_dropped_3(_rng: Random, setting: Setting) -> Setting | None:
    def change(sheet: Sheet) -> Sheet:
        return Sheet(sheet.rows[sheet.header_rows :])

    return setting.reshaped(_on(3, change)).doubting(key for key in setting.report.cells if key[0] == 3)


def applicants_merged(rng: Random, setting: Setting) -> Setting | None:
    """One cell for all seven columns in rows of zeros, or a blank total and one cell for the six."""
    cells = setting.report.cells
    zero = [
        row
        for row in dict.fromkeys(key[1] for key in cells if key[0] == 3)
        if all(cells[3, row, column].text == "0" for column in (*APPLICANTS, "total"))
    ]
    if not zero:
        return None
    chosen = set(zero) if rng.random() < 0.5 else {rng.choice(zero)}
    leaves_blank = rng.random() < 0.4

    def change(row: Row) -> Row:
        if _row_key(row) not in chosen or not any(cell.key and cell.key[0] == 3 for cell in row):
            return row
        labels = tuple(cell for cell in row if not cell.is_value)
        values = [cell for cell in row if cell.is_value]
        if leaves_blank:
            return (*labels, SheetCell("", is_value=True), replace(values[1], column_span=len(values) - 1))
        return (*labels, replace(values[0], column_span=len(values)))

    keys = [(3, row, column) for row in chosen for column in (*APPLICANTS, "total")]
    made = setting.reshaped(_on(3, _by_row(change))).doubting(keys)
    # Text has no wide cells: the places that a cell spans are empty there.
    filled = APPLICANTS[1 if leaves_blank else 0]
    blank = [(3, row, APPLICANTS[0]) for row in chosen] if leaves_blank else []
    if setting.form == "txt":
        blank = [key for key in keys if key[2] != filled]
    return made.truth(cells={**cells, **dict.fromkeys(blank, BLANK)})


def total_missing(_rng: Random, setting: Setting) -> Setting | None:
    """Table 3 without its column 总计."""
    gone = frozenset(key for key in setting.report.cells if key[0] == 3 and key[2] == "total")

    def change(sheet: Sheet) -> Sheet:
        rows = [tuple(cell for cell in row if cell.key not in gone) for row in sheet.rows]
        if sheet.header_rows:
            rows[0] = (rows[0][0], replace(rows[0][1], column_span=rows[0][1].column_span - 1))
            rows[1] = rows[1][:-1]
        return replace(sheet, rows=tuple(rows))

    return setting.reshaped(_on(3, change)).truth(unprinted=setting.report.unprinted | gone)


def _extra(label: str, values: list[str], width: int, at_end: bool) -> Row:
    """A row of the sheet's width: a label, then figures in the last columns."""
    spans = [1] * len(values)
    label_span = width - len(values)
    if at_end or label_span < 1:
        return (SheetCell(label, column_span=width),)
    return (
        SheetCell(label, column_span=label_span),
        *(SheetCell(v, column_span=s) for v, s in zip(values, spans, strict=True)),
    )


EXTRAS = (
    ("其他主动公开文件（指除规章、规范性文件外主动公开的文件，请据实填写）", True),
    ("合计", True),
    ("注：以上数据含所属事业单位", False),
    ("政府信息公开发布总数量（非新闻类、消息类）：0", False),
    ("", False),
    ("政策解读材料", True),
    ("其中：网上申请", True),
)


def extra_row(rng: Random, setting: Setting) -> Setting | None:
    """A row that the form does not have, with figures or without."""
    label, has_figures = rng.choice(EXTRAS)
    number, seed = rng.choice((2, 3)), rng.randrange(10**6)

    def change(sheet: Sheet) -> Sheet:
        dice = Random(seed)
        width = _width(sheet)
        spots = [y + 1 for y, row in enumerate(sheet.rows) if any(cell.key for cell in row) and _is_free(sheet, y + 1)]
        if not spots:
            return sheet
        at = dice.choice(spots)
        count = 7 if number == 3 else max(sum(cell.is_value for cell in sheet.rows[at - 1]), 1)
        figures = [str(dice.randint(0, 40)) for _ in range(count)] if has_figures else []
        row = _extra(label, figures, width, not has_figures)
        return replace(sheet, rows=(*sheet.rows[:at], row, *sheet.rows[at:]))

    return setting.reshaped(_on(number, change))


def _is_free(sheet: Sheet, at: int) -> bool:
    """Whether no cell spans the line above row ``at``."""
    matrix = sheet.matrix()
    return at == len(matrix) or all(
        entry is None or above is None or entry[2] is not above[2]
        for entry, above in zip(matrix[at], matrix[at - 1], strict=True)
    )


def glued_label(_rng: Random, setting: Setting) -> Setting | None:
    """规章000: a row's figures have run into its label."""
    cells = setting.report.cells
    keys = [key for key in cells if key[:2] == (2, "regulations")]
    if not keys or any(not cells[key].text.isdigit() for key in keys):
        return None

    def change(row: Row) -> Row:
        if _row_key(row) != "regulations":
            return row
        text = "".join(cell.text for cell in row)
        return (replace(row[0], text=text), *(SheetCell("", column_span=cell.column_span) for cell in row[1:]))

    return setting.reshaped(_on(2, _by_row(change))).doubting(keys)


def glued_label_alone(_rng: Random, setting: Setting) -> Setting | None:
    """规章000 in one cell, and the others are gone."""
    made = glued_label(_rng, setting)
    if made is None:
        return None

    def change(row: Row) -> Row:
        is_it = len(row) > 1 and row[0].text.endswith(tuple("0123456789")) and not any(c.text for c in row[1:])
        return row[:1] if is_it else row

    return made.reshaped(_on(2, _by_row(change)))


def results_twice(_rng: Random, setting: Setting) -> Setting | None:
    """三、本年度办理结果 as a line of its own, and again beside its rows."""

    def change(sheet: Sheet) -> Sheet:
        at = next((y for y, row in enumerate(sheet.rows) if _row_key(row) == "granted"), None)
        if at is None:
            return sheet
        line = (SheetCell(RESULTS_LABEL, column_span=_width(sheet)),)
        return replace(sheet, rows=(*sheet.rows[:at], line, *sheet.rows[at:]))

    return setting.reshaped(_on(3, change))


def shifted_row(rng: Random, setting: Setting) -> Setting | None:
    """An empty cell too many before the label or the figures of some rows."""
    rows = list(dict.fromkeys(key[1] for key in setting.report.cells if key[0] == 3))
    chosen = set(rng.sample(rows, rng.randint(1, 3)))
    before_label = rng.random() < 0.5

    def change(row: Row) -> Row:
        if _row_key(row) not in chosen:
            return row
        at = 0 if before_label else next(n for n, cell in enumerate(row) if cell.key)
        return (*row[:at], SheetCell(""), *row[at:])

    return setting.reshaped(_on(3, _by_row(change))).doubting(
        key for key in setting.report.cells if key[0] == 3 and key[1] in chosen
    )


def cell_set_twice(rng: Random, setting: Setting) -> Setting | None:
    """A cell of a row of table 2 or 3 is there twice, empty or not."""
    number, choice = rng.choice((2, 3)), rng.randrange(10**6)
    rows = list(dict.fromkeys(key[1] for key in setting.report.cells if key[0] == number))
    chosen = rows[choice % len(rows)]

    def change(row: Row) -> Row:
        if _row_key(row) != chosen:
            return row
        places = [place for place, cell in enumerate(row) if cell.key]
        at = places[choice % len(places)]
        return (*row[: at + 1], *row[at:])

    keys = [key for key in setting.report.cells if key[:2] == (number, chosen)]
    return setting.reshaped(_on(number, _by_row(change))).doubting(keys)


def skewed_spans(_rng: Random, setting: Setting) -> Setting | None:
    return setting.sheet(skewed_spans=True)


def disputes_apart(_rng: Random, setting: Setting) -> Setting | None:
    """Table 4 as three small tables, each under its kind."""

    def reshape(number: int, sheets: list[Sheet]) -> list[Sheet]:
        if number != 4 or len(sheets) != 1 or len(sheets[0].rows) != 4:
            return sheets
        top, middle, bottom, values = sheets[0].rows
        kinds = [top[0], *middle[5:]]
        labels = [middle[:5], bottom[:5], bottom[5:]]
        made = []
        for place, (kind, names) in enumerate(zip(kinds, labels, strict=True)):
            text = kind.text if place == 0 else "".join(top[1].text.split()) + kind.text
            heading = (SheetCell(text, column_span=5),)
            made.append(
                Sheet((heading, tuple(replace(n, row_span=1) for n in names), values[place * 5 : place * 5 + 5]), 2)
            )
        return made

    return setting.reshaped(reshape)


def disputes_by_row(_rng: Random, setting: Setting) -> Setting | None:
    """Table 4 with a row for each kind."""

    def reshape(number: int, sheets: list[Sheet]) -> list[Sheet]:
        if number != 4 or len(sheets) != 1 or len(sheets[0].rows) != 4:
            return sheets
        top, middle, _, values = sheets[0].rows
        kinds = [top[0], *middle[5:]]
        rows = [(SheetCell("类别"), *(replace(cell, row_span=1) for cell in middle[:5]))]
        rows += [(replace(kind, column_span=1), *values[place * 5 : place * 5 + 5]) for place, kind in enumerate(kinds)]
        return [Sheet(tuple(rows), 1)]

    return setting.reshaped(reshape)


def transposed(_rng: Random, setting: Setting) -> Setting | None:
    """Table 3 with the applicants down the side and the outcomes along the top."""

    def change(sheet: Sheet) -> Sheet:
        rows = [row for row in sheet.rows if any(cell.key for cell in row)]
        if not sheet.header_rows or not rows:
            return sheet
        names = [c.text for c in sheet.rows[2]]
        first, last = sheet.rows[1][0].text, sheet.rows[1][-1].text
        labels = [[cell.text for cell in row if not cell.key][-1] for row in rows]
        heading = (SheetCell("申请人情况"), *(SheetCell(label) for label in labels))
        body = [
            (SheetCell(name), *([cell for cell in row if cell.key][place] for row in rows))
            for place, name in enumerate([first, *names, last])
        ]
        return Sheet((heading, *body), 1)

    made = setting.sheet(split_after=None).reshaped(_on(3, change))
    return made.doubting(key for key in setting.report.cells if key[0] == 3)


def numbered_rows(_rng: Random, setting: Setting) -> Setting | None:
    """A column 序号 before all others in table 2."""

    def change(sheet: Sheet) -> Sheet:
        number = 0
        rows: list[Row] = []
        for row in sheet.rows:
            is_data = any(cell.key for cell in row)
            number += is_data
            rows.append((SheetCell(str(number) if is_data else "序号"), *row))
        return replace(sheet, rows=tuple(rows))

    return setting.reshaped(_on(2, change))


def remarks_column(rng: Random, setting: Setting) -> Setting | None:
    """A column 备注 or 上年 after all others, with figures of its own."""
    name, number, seed = rng.choice(("备注", "上年数", "同比", "序号")), rng.choice((2, 3)), rng.randrange(10**6)

    def change(sheet: Sheet) -> Sheet:
        dice = Random(seed)
        rows: list[Row] = []
        for y, row in enumerate(sheet.rows):
            is_data = any(cell.key for cell in row)
            if number == 3 and 0 < y < sheet.header_rows:
                rows.append(row)
            elif number == 3 and y == 0 and sheet.header_rows:
                rows.append((*row, SheetCell(name, row_span=sheet.header_rows)))
            else:
                rows.append((*row, SheetCell(str(dice.randint(0, 60)) if is_data else name)))
        return replace(sheet, rows=tuple(rows))

    return (
        setting.sheet(split_after=None)
        .reshaped(_on(number, change))
        .doubting(key for key in setting.report.cells if key[0] == number)
    )


def one_row_a_table(_rng: Random, setting: Setting) -> Setting | None:
    """Recognised text: table 3 with one small table a row, under headings that nobody printed."""

    def reshape(number: int, sheets: list[Sheet]) -> list[Sheet]:
        if number != 3:
            return sheets
        made: list[Sheet] = []
        for sheet in sheets:
            for row in sheet.rows[sheet.header_rows :]:
                cells = [replace(cell, row_span=1, column_span=1) for cell in row if cell.text or cell.key]
                heading = tuple(SheetCell(f"列{n}") for n in range(1, len(cells) + 1))
                made.append(Sheet((heading, tuple(cells)), 1))
        return made

    return setting.reshaped(reshape).doubting(key for key in setting.report.cells if key[0] == 3)


def printed_twice(rng: Random, setting: Setting) -> Setting | None:
    """A whole table stands there again, sometimes with one figure changed."""
    number = rng.choice((2, 3, 4))
    keys = [k for k, cell in setting.report.cells.items() if k[0] == number and cell.text.isdigit()]
    if not keys:
        return None
    changed = rng.choice(keys) if rng.random() < 0.5 else None

    def again(row: Row) -> Row:
        return tuple(replace(c, text=f"{int(c.text) + 7}") if c.key == changed and changed else c for c in row)

    def reshape(table: int, sheets: list[Sheet]) -> list[Sheet]:
        if table != number:
            return sheets
        return [*sheets, *(replace(s, rows=tuple(again(row) for row in s.rows)) for s in sheets)]

    made = setting.reshaped(reshape)
    return made.doubting([changed]) if changed else made


def two_years(rng: Random, setting: Setting) -> Setting | None:
    """Another year's table of the same kind stands before this year's, with other figures."""
    seed = rng.randrange(10**6)

    def reshape(table: int, sheets: list[Sheet]) -> list[Sheet]:
        if table != 4:
            return sheets
        dice = Random(seed)
        old = [
            replace(
                s,
                rows=tuple(
                    tuple(replace(c, text=str(dice.randint(0, 30)), key=None) if c.key else c for c in row)
                    for row in s.rows
                ),
            )
            for s in sheets
        ]
        return [*old, *sheets]

    return setting.reshaped(reshape).doubting(key for key in setting.report.cells if key[0] == 4)


def last_years_table(rng: Random, setting: Setting) -> Setting | None:
    """Last year's table 2 or 3 stands before or after this year's, some of its cells empty."""
    number, seed = rng.choice((2, 3)), rng.randrange(10**6)
    is_before = rng.random() < 0.5

    def reshape(table: int, sheets: list[Sheet]) -> list[Sheet]:
        if table != number:
            return sheets
        dice = Random(seed)

        def other(cell: SheetCell) -> SheetCell:
            text = "" if dice.random() < 0.3 else str(dice.randint(0, 30))
            return replace(cell, text=text, key=None) if cell.key else cell

        old = [replace(s, rows=tuple(tuple(other(c) for c in row) for row in s.rows)) for s in sheets]
        return [*old, *sheets] if is_before else [*sheets, *old]

    return setting.reshaped(reshape).doubting(key for key in setting.report.cells if key[0] == number)


def group_rows(_rng: Random, setting: Setting) -> Setting | None:
    """The groups （三）不予公开 … as lines of their own above their rows, not beside them."""

    def change(sheet: Sheet) -> Sheet:
        width = _width(sheet)
        rows: list[Row] = list(sheet.rows[: sheet.header_rows])
        matrix = sheet.matrix()
        body = range(sheet.header_rows, len(sheet.rows))
        for key, group in groupby(body, lambda y: matrix[y][1][2] if matrix[y][1] else None):
            for y in group:
                values = tuple(cell for cell in sheet.rows[y] if cell.key)
                label = [entry[2] for entry in matrix[y][:3] if entry][-1]
                if key is not None and key.row_span > 1 and sheet.rows[y] and key in sheet.rows[y]:
                    rows.append((SheetCell(key.text, column_span=width),))
                rows.append((replace(label, row_span=1, column_span=width - len(values)), *values))
        return replace(sheet, rows=tuple(rows))

    return setting.sheet(split_after=None).reshaped(_on(3, change))


def _unframed(setting: Setting) -> list[CellKey]:
    return [key for key in setting.report.cells if key[0] == 3 and key[1] not in FRAME_ROWS]


SHAPES = (
    Oddity("joined_2_and_3", joined_2_and_3, topics=("2", "3")),
    Oddity("header_cut", header_cut, topics=("2", "words")),
    Oddity("header_typed_twice", header_typed_twice, topics=("2", "words")),
    Oddity("headers_dropped_2", headers_dropped_2, topics=("2",)),
    Oddity("headers_dropped_3", headers_dropped_3, topics=("3",)),
    Oddity("applicants_merged", applicants_merged, topics=("3", "sums")),
    Oddity("total_missing", total_missing, topics=("3", "sums")),
    Oddity("extra_row", extra_row, topics=("2", "3")),
    Oddity("glued_label", glued_label, topics=("2",)),
    Oddity("glued_label_alone", glued_label_alone, RAGGED, ("2",)),
    Oddity("results_twice", results_twice, topics=("3",)),
    Oddity("shifted_row", shifted_row, RAGGED, ("3",)),
    Oddity("cell_set_twice", cell_set_twice, RAGGED, ("2", "3")),
    Oddity("skewed_spans", skewed_spans, GRIDS, ("2",)),
    Oddity("disputes_apart", disputes_apart, topics=("4",)),
    Oddity("disputes_by_row", disputes_by_row, topics=("4",)),
    Oddity("transposed", transposed, topics=("3",)),
    Oddity("numbered_rows", numbered_rows, topics=("2",)),
    Oddity("remarks_column", remarks_column, GRIDS, ("2", "3")),
    Oddity("one_row_a_table", one_row_a_table, topics=("3",)),
    Oddity("printed_twice", printed_twice, topics=("2", "3", "4")),
    Oddity("two_years", two_years, topics=("4",)),
    Oddity("last_years_table", last_years_table, topics=("2", "3")),
    Oddity("group_rows", group_rows, topics=("3",)),
)
