"""What a report lacks: tables, totals, readable cells; and the form against the year."""

from collections.abc import Iterator, Mapping

from etl.editions import Edition
from etl.model import CellKey, Finding, Reading, Severity, Status

TABLE_NAMES = {2: "主动公开政府信息情况", 3: "收到和处理政府信息公开申请情况", 4: "政府信息公开行政复议、行政诉讼情况"}

TABLES_WITH_TOTAL = frozenset({3, 4})


def check_tables(readings: Mapping[CellKey, Reading]) -> Iterator[Finding]:
    """missing_table: each of the three tables is there."""
    present = {key[0] for key in readings}
    for number, title in TABLE_NAMES.items():
        if number not in present:
            message = f"未读到表{'二三四'[number - 2]}“{title}”：文中没有该表，或为图片、附件。"
            yield Finding("missing_table", Severity.ERROR, message)


def check_rows(edition: Edition, readings: Mapping[CellKey, Reading]) -> Iterator[Finding]:
    """missing_table, as a warning: rows of the form that a table present does not print."""
    printed = {(key[0], key[1]) for key in readings}
    for table in edition.tables:
        if not any(number == table.number for number, _ in printed):
            continue
        replaced = {
            code
            for a in edition.alternatives
            if a.table == table.number and (a.table, a.row) in printed
            for code in a.replaces
        }
        lacking = [
            row.label
            for block in table.blocks
            for row in block.rows
            if (table.number, row.code) not in printed and row.code not in replaced
        ]
        if lacking:
            message = f"表{'二三四'[table.number - 2]}缺少以下各行，未取数：{'；'.join(lacking)}。"
            yield Finding("missing_table", Severity.WARNING, message)


def check_columns(edition: Edition, readings: Mapping[CellKey, Reading]) -> Iterator[Finding]:
    """missing_table, as a warning: cells of the form that a row present does not print; a total that no row has is told apart."""
    printed = {key[:2] for key in readings}
    with_total = {key[0] for key in readings if key[2] == "total"}
    for table in edition.tables:
        lacking = {
            (table.number, row.code, column.code): f"{row.label}·{column.label}"
            for block in table.blocks
            for row in block.rows
            for column in block.columns
            if (table.number, row.code) in printed
            and (table.number, row.code, column.code) not in readings
            and (column.code != "total" or table.number in with_total)
        }
        if lacking:
            message = f"表{'二三四'[table.number - 2]}的行中缺少以下各格，未取数：{'；'.join(lacking.values())}。"
            yield Finding("missing_table", Severity.WARNING, message, tuple(lacking))


def check_totals(edition: Edition, readings: Mapping[CellKey, Reading]) -> Iterator[Finding]:
    """blank_total: a total is printed wherever its parts are."""
    totals = [key for key in readings if key[2] == "total"]
    for key in [key for key in totals if readings[key].status is Status.BLANK]:
        # A blank has no figure: one in its row is a part's.
        if any(other[:2] == key[:2] and reading.value is not None for other, reading in readings.items()):
            message = f"表{'二三四'[key[0] - 2]}“{edition.label(key)}”为空白，各分项有数字；总计应当填写。"
            yield Finding("blank_total", Severity.WARNING, message, (key,))
    present, with_total = {key[0] for key in readings}, {key[0] for key in totals}
    for number in sorted(present - with_total):
        if number in TABLES_WITH_TOTAL:
            message = f"表{'二三四'[number - 2]}没有可以认出的“总计”一列，总计未取数；总计应当填写。"
            yield Finding("blank_total", Severity.WARNING, message)


def check_edition(edition: Edition, year: int | None) -> Iterator[Finding]:
    """edition_year: the form is the one for the year."""
    if year is None or edition.fits(year):
        return
    years = f"{edition.first_year}年起" if edition.last_year is None else f"{edition.first_year}至{edition.last_year}年"
    message = f"{year}年度报告使用的是{edition.notice}的格式，该格式适用于{years}的报告。"
    yield Finding("edition_year", Severity.WARNING, message)
