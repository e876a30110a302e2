"""Faults of real reports, put into a valid one: what is printed changes, and with it the findings that must come."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.maker.figures import APPLICANTS, DISPUTE_KINDS, DISPUTE_RESULTS, FRAME_ROWS, CellKey, Number
from tests.maker.printing import BLANK, UNREADABLE_TEXTS, Printed, printed, unreadable
from tests.maker.report import Report, Section

Broken = tuple[str, frozenset[CellKey]]
"""A rule and the cells of one of its sums."""


def broken_sums(report: Report) -> set[Broken]:
    """Every sum of tables 3 and 4 that the printed numbers contradict; a sign for nothing adds nothing.

    Sums with a blank or unreadable cell, and those with a side without any number, are left out.

    Written down a second time on purpose, not taken from the catalogue: it holds the product's checks to account.
    """
    cells = report.cells
    found: set[Broken] = set()
    columns = (*APPLICANTS, "total")
    rows = tuple(dict.fromkeys(row for table, row, _ in cells if table == 3))
    outcomes = tuple(row for row in rows if row not in FRAME_ROWS)

    def check(rule: str, left: list[CellKey], right: list[CellKey]) -> None:
        sides = [[cells.get(key) for key in side] for side in (left, right)]
        if any(cell is None or cell.status in ("blank", "unreadable") for side in sides for cell in side):
            return
        numbers = [[cell.value for cell in side if cell and cell.value is not None] for side in sides]
        if all(numbers) and sum(numbers[0]) != sum(numbers[1]):
            found.add((rule, frozenset((*left, *right))))

    for column in columns:
        check(
            "balance",
            [(3, "received", column), (3, "carried_in", column)],
            [(3, "concluded", column), (3, "carried_out", column)],
        )
        check("outcome_sum", [(3, "concluded", column)], [(3, row, column) for row in outcomes])
    for row in rows:
        check("row_sum", [(3, row, "total")], [(3, row, column) for column in APPLICANTS])
    for kind in DISPUTE_KINDS:
        check("dispute_sum", [(4, kind, "total")], [(4, kind, result) for result in DISPUTE_RESULTS])
    return found


def _marked(report: Report, quirk: str, *rules: str) -> Report:
    return replace(report, quirks=(*report.quirks, quirk), expect=tuple(dict.fromkeys((*report.expect, *rules))))


def _with_expected_sums(report: Report, quirk: str) -> Report:
    return _marked(report, quirk, *sorted({rule for rule, _ in broken_sums(report)}))


def _readable(report: Report, tables: tuple[int, ...] = (3, 4)) -> list[CellKey]:
    return [key for key, cell in report.cells.items() if key[0] in tables and cell.status == "reported"]


def wrong_cell(rng: Random, report: Report, key: CellKey | None = None) -> Report:
    """One number of table 3 or 4 off by a few; without a key it is a printed total, if there is one."""
    keys = _readable(report)
    if key is None:
        totals = [k for k in keys if k[2] == "total" or k[1] == "concluded"]
        key = rng.choice(totals or keys)
    value = report.cells[key].value or 0
    wrong: Number = value + rng.choice((1, 2, 3, 9, 10, 90))
    return _with_expected_sums(report.with_cell(key, printed(str(wrong), wrong)), "wrong_total")


def blank_total(rng: Random, report: Report) -> Report:
    """Totals of table 3 that are left blank: of one row, or of all that say how an application ended."""
    rows = list(dict.fromkeys(row for table, row, _ in report.cells if table == 3))
    chosen = rows if rng.random() < 0.3 else [rng.choice((*FRAME_ROWS, "granted"))]
    cells = {**report.cells, **{(3, row, "total"): BLANK for row in chosen}}
    return _marked(replace(report, cells=cells), "blank_total", "blank_total")


def unreadable_cell(rng: Random, report: Report) -> Report:
    """One cell with a text that is no number."""
    key = rng.choice(_readable(report, (2, 3, 4)))
    return _marked(
        report.with_cell(key, unreadable(rng.choice(UNREADABLE_TEXTS))), "unreadable_cell", "unreadable_cell"
    )


def _rewrite(report: Report, code: str, change: Callable[[Section], Section]) -> Report:
    return replace(report, sections=tuple(change(s) if s.code == code else s for s in report.sections))


def prose_contradicts(rng: Random, report: Report) -> Report:
    """The prose states another number of applications received than table 3 prints."""
    received = report.cells[3, "received", "total"].value
    if received is None:
        return report
    stated = int(received) + rng.choice((1, 2, 5, 12))
    sentence = f"（二）依申请公开情况。{report.year}年，本机关新收政府信息公开申请{stated}件，均已按期办理。"

    def change(section: Section) -> Section:
        paragraphs = tuple(sentence if text.startswith("（二）") else text for text in section.paragraphs)
        return replace(section, paragraphs=paragraphs)

    narrative = {name: count for name, count in report.narrative.items() if name == "publication_items"}
    changed = replace(_rewrite(report, "overview", change), narrative={**narrative, "applications_received": stated})
    return _marked(changed, "prose_contradicts", "prose_vs_table")


def missing_table(rng: Random, report: Report) -> Report:
    """A heading with nothing beneath it. Without table 2 no print tells the form of 2019 from one of 2021 with one row （六）."""
    number = rng.choice((2, 3, 4))
    if number == 2:
        report = replace(report, expect=tuple(rule for rule in report.expect if rule != "edition_year"))
    sections = tuple(replace(s, table=None) if s.table == number else s for s in report.sections)
    cells: dict[CellKey, Printed] = {key: cell for key, cell in report.cells.items() if key[0] != number}
    return _marked(replace(report, sections=sections, cells=cells), f"missing_table_{number}", "missing_table")


def missing_section(rng: Random, report: Report) -> Report:
    """One of the sections without a table is not there."""
    code = rng.choice(("problems", "other_matters"))
    sections = tuple(section for section in report.sections if section.code != code)
    return _marked(replace(report, sections=sections), f"missing_{code}", "missing_section")


QUIRKS: dict[str, Callable[[Random, Report], Report]] = {
    "wrong_total": wrong_cell,
    "blank_total": blank_total,
    "unreadable_cell": unreadable_cell,
    "prose_contradicts": prose_contradicts,
    "missing_table": missing_table,
    "missing_section": missing_section,
}
