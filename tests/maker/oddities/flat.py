"""Oddities that leave no table: cells one a line, run together, in fragments of Markdown, or said in sentences."""

from dataclasses import replace
from random import Random

from etl.editions import editions
from tests.maker.oddities.setting import EVERY_FORM, Oddity, Setting
from tests.maker.report import Section
from tests.maker.sheet import Sheet, SheetCell, sheets

PROSE_FORMS = frozenset({"html", "txt", "docx", "odt"})


def _text(cell: SheetCell) -> str:
    """A cell on one line: labels without their breaks, figures as they are."""
    return cell.text.strip() if cell.is_value else "".join(cell.text.split())


def _with_paragraphs(setting: Setting, number: int, paragraphs: list[str]) -> Setting:
    """The report with words in place of a table."""

    def change(section: Section) -> Section:
        is_it = section.table == number
        return replace(section, table=None, paragraphs=(*section.paragraphs, *paragraphs)) if is_it else section

    sections = tuple(change(section) for section in setting.report.sections)
    doubted = [key for key in setting.report.cells if key[0] == number]
    return setting.truth(sections=sections).doubting(doubted)


def _sheets(setting: Setting, number: int) -> list[Sheet]:
    section = next((s for s in setting.report.sections if s.table == number), None)
    return sheets(setting.report, section, setting.layout.sheet) if section else []


def _tables(setting: Setting) -> list[int]:
    return [s.table for s in setting.report.sections if s.table is not None]


def one_cell_a_line(_rng: Random, setting: Setting) -> Setting | None:
    """Every cell a paragraph; empty ones leave none."""
    for number in _tables(setting):
        cells = [cell for sheet in _sheets(setting, number) for row in sheet.rows for cell in row]
        setting = _with_paragraphs(setting, number, [_text(cell) for cell in cells if cell.text.strip()])
    return setting


def one_row_a_line(_rng: Random, setting: Setting) -> Setting | None:
    """Every row a line, a space between its cells."""
    for number in _tables(setting):
        rows = [row for sheet in _sheets(setting, number) for row in sheet.rows]
        setting = _with_paragraphs(setting, number, [" ".join(_text(cell) for cell in row) for row in rows])
    return setting


def figures_and_labels_apart(rng: Random, setting: Setting) -> Setting | None:
    """Table 3 as text from a PDF: the figures of each row in a line, its label in the line before or after it."""
    found = _sheets(setting, 3)
    if not found:
        return None
    is_before = rng.random() < 0.5
    lines: list[str] = [" ".join(_text(cell) for cell in row) for row in found[0].rows[: found[0].header_rows]]
    page = 3
    for sheet in found:
        for row in sheet.rows:
            figures = " ".join(_text(cell) for cell in row if cell.key)
            label = "".join([_text(cell) for cell in row if not cell.key][-1:])
            if figures:
                lines += [label, figures] if is_before else [figures, label]
            if figures and rng.random() < 0.15:
                lines.append(str(page))
                page += 1
    return _with_paragraphs(setting, 3, lines)


def labels_over_lines(rng: Random, setting: Setting) -> Setting | None:
    """Table 3 as a page sets it, line by line: labels broken over lines, figures in one of those, groups at the side."""
    found = _sheets(setting, 3)
    if not found:
        return None
    width, is_in_middle = rng.randint(4, 14), rng.random() < 0.4
    page = 3
    lines: list[str] = []
    for sheet in found:
        for row in sheet.rows:
            figures = " ".join(_text(cell) for cell in row if cell.key)
            names = [_text(cell) for cell in row if not cell.key and cell.text.strip()]
            pieces = [[name[n : n + width] for n in range(0, len(name), width)] for name in names]
            height = max(map(len, pieces), default=0)
            set_lines = [" ".join(column[n] for column in pieces if n < len(column)) for n in range(height)]
            at = height // 2 if is_in_middle else 0
            lines += set_lines[:at]
            lines.append(f"{set_lines[at] if set_lines else ''} {figures}".strip())
            lines += set_lines[at + 1 :]
            if figures and rng.random() < 0.05:
                lines.append(f"- {page} -")
                page += 1
    return _with_paragraphs(setting, 3, lines)


def rows_run_together(_rng: Random, setting: Setting) -> Setting | None:
    """Every row a line, with nothing between its cells."""
    for number in _tables(setting):
        rows = [row for sheet in _sheets(setting, number) for row in sheet.rows]
        setting = _with_paragraphs(setting, number, ["".join(_text(cell) for cell in row) for row in rows])
    return setting


def run_together(rng: Random, setting: Setting) -> Setting | None:
    """All cells with nothing between them, in one paragraph a table or in one for all of them."""
    tables = _tables(setting)
    texts = {
        number: "".join(_text(cell) for sheet in _sheets(setting, number) for row in sheet.rows for cell in row)
        for number in tables
    }
    chosen = tables if rng.random() < 0.6 else tables[:1]
    for number in chosen:
        setting = _with_paragraphs(setting, number, [texts[number]])
    return setting


def in_sentences(rng: Random, setting: Setting) -> Setting | None:
    """The rows of table 2 said in words."""
    tables = _tables(setting)
    if 2 not in tables:
        return None
    style = rng.choice(("{row}：{pairs}。", "{row}{pairs}；", "本年度{row}{pairs}。"))
    lines: list[str] = []
    for block in editions()[setting.report.edition].table(2).blocks:
        for row in block.rows:
            pairs = "，".join(f"{c.label}{setting.report.cells[2, row.code, c.code].text}" for c in block.columns)
            lines.append(style.format(row=row.label, pairs=pairs))
    return _with_paragraphs(setting, 2, lines)


def markdown_fragments(rng: Random, setting: Setting) -> Setting | None:
    """Table 3 as a converter leaves it: fragments with their first row as heading, labels beside or between them."""
    found = _sheets(setting, 3)
    if not found:
        return None
    where = rng.choice(("before", "after", "inside"))
    rows = [row for sheet in found for row in sheet.rows if any(cell.key for cell in row)]
    pieces: list[str] = [found[0].rows[0][0].text, "申请人情况"] if rng.random() < 0.5 else []
    page = 3
    while rows:
        size = rng.randint(1, 4)
        chunk, rows = rows[:size], rows[size:]
        labels = [[_text(cell) for cell in row if not cell.key and cell.text.strip()] for row in chunk]
        values = [[_text(cell) for cell in row if cell.key] for row in chunk]
        fields = [[*(names[-1:] if where == "inside" else []), *row] for names, row in zip(labels, values, strict=True)]
        bare = ["".join(names[-1:]) for names in labels]
        pieces += bare if where == "before" else []
        table = ["| " + " | ".join(row) + " |" for row in fields]
        pieces.append("\n".join([table[0], "|" + " --- |" * len(fields[0]), *table[1:]]))
        pieces += bare if where == "after" else []
        if rng.random() < 0.3:
            pieces.append(str(page))
            page += 1
    return _with_paragraphs(setting, 3, pieces)


FLAT = (
    Oddity("one_cell_a_line", one_cell_a_line, PROSE_FORMS, ("2", "3", "4", "sums")),
    Oddity("one_row_a_line", one_row_a_line, PROSE_FORMS, ("2", "3", "4", "sums")),
    Oddity("figures_and_labels_apart", figures_and_labels_apart, PROSE_FORMS, ("3", "sums")),
    Oddity("labels_over_lines", labels_over_lines, PROSE_FORMS, ("3", "sums")),
    Oddity("rows_run_together", rows_run_together, PROSE_FORMS, ("2", "3", "4", "sums")),
    Oddity("run_together", run_together, PROSE_FORMS, ("2", "3", "4", "sums")),
    Oddity("in_sentences", in_sentences, EVERY_FORM, ("2",)),
    Oddity("markdown_fragments", markdown_fragments, frozenset({"txt"}), ("3",)),
)
