"""Oddities of what stands in the cells."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.maker import quirks
from tests.maker.figures import FRAME_ROWS, CellKey
from tests.maker.oddities.setting import MARKED, PRINTED, Oddity, Setting
from tests.maker.printing import BLANK, Printed, printed, unreadable
from tests.maker.report import Report

NO_FIGURE = ("本单位未制作规章", "详见附件", "按要求公开", "正在统计", "由市政府统一公布", "同上", "已全部办结")
PRIVATE = ("\ue004", "\uf0b7", "\ue5e5")


def _known(quirk: Callable[[Random, Report], Report]) -> Callable[[Random, Setting], Setting | None]:
    return lambda rng, setting: replace(setting, report=quirk(rng, setting.report))


def _counts(setting: Setting, least: int = 0) -> list[CellKey]:
    return [
        key
        for key, cell in setting.report.cells.items()
        if cell.status == "reported" and cell.text.isdigit() and cell.text.isascii() and (cell.value or 0) >= least
    ]


def _put(setting: Setting, cells: dict[CellKey, Printed]) -> Setting:
    return setting.truth(cells={**setting.report.cells, **cells})


def only_total(_rng: Random, setting: Setting) -> Setting | None:
    """Table 3 has its totals, the columns of the applicants are empty."""
    cells = setting.report.cells
    return _put(setting, {key: BLANK for key in cells if key[0] == 3 and key[2] != "total"})


def totals_of_frame_only(_rng: Random, setting: Setting) -> Setting | None:
    """The totals are blank but for 一, 二, （七） and 四."""
    rows = {key[1] for key in setting.report.cells if key[0] == 3} - set(FRAME_ROWS)
    return _put(setting, {(3, row, "total"): BLANK for row in rows})


def sentence_in_cell(rng: Random, setting: Setting) -> Setting | None:
    keys = _counts(setting)
    return _put(setting, {rng.choice(keys): unreadable(rng.choice(NO_FIGURE))}) if keys else None


def note_in_cell(rng: Random, setting: Setting) -> Setting | None:
    keys = _counts(setting, 2)
    if not keys:
        return None
    key = rng.choice(keys)
    value = setting.report.cells[key].value or 0
    note = rng.choice(("（其中修订 {} 件）", "（含自然失效 {} 件）", "(含上年结转{}件)", "【含联合{}件】"))
    return _put(setting, {key: printed(f"{value}{note.format(rng.randint(1, int(value)))}", value)})


def footnote_mark(rng: Random, setting: Setting) -> Setting | None:
    """A raised mark beside a figure belongs to no figure."""
    keys = _counts(setting)
    chosen = rng.sample(keys, min(len(keys), rng.randint(1, 3)))
    marks = {key: replace(setting.report.cells[key], superscript=str(number)) for number, key in enumerate(chosen, 1)}
    return _put(setting, marks).doubting(chosen) if chosen else None


def struck_digits(rng: Random, setting: Setting) -> Setting | None:
    keys = _counts(setting)
    if not keys:
        return None
    key = rng.choice(keys)
    cell = replace(setting.report.cells[key], struck=str(rng.randint(1, 99)))
    return _put(setting, {key: cell}).doubting([key])


def wrapped_number(rng: Random, setting: Setting) -> Setting | None:
    """A figure that a narrow cell has broken into two lines."""
    keys = _counts(setting, 1000)
    if not keys:
        return None
    key = rng.choice(keys)
    cell = setting.report.cells[key]
    at = rng.randint(1, len(cell.text) - 1)
    return _put(setting, {key: replace(cell, raw=f"{cell.text[:at]}\n{cell.text[at:]}")}).doubting([key])


def unseen_signs(rng: Random, setting: Setting) -> Setting | None:
    """Signs of no width inside figures."""
    keys = _counts(setting)
    chosen = rng.sample(keys, min(len(keys), rng.randint(1, 8)))

    def strewn(text: str) -> str:
        at = rng.randint(0, len(text))
        return text[:at] + rng.choice(("\u200b", "\ufeff", "\u200d", "\u2060")) + text[at:]

    cells = setting.report.cells
    return _put(setting, {key: replace(cells[key], raw=strewn(cells[key].text)) for key in chosen}) if chosen else None


def private_signs(rng: Random, setting: Setting) -> Setting | None:
    """Signs of a private font beside figures: a digit of it may be one of them."""
    keys = _counts(setting)
    if not keys:
        return None
    key = rng.choice(keys)
    cell = setting.report.cells[key]
    at = rng.randint(0, len(cell.text))
    return _put(setting, {key: replace(cell, raw=cell.text[:at] + rng.choice(PRIVATE) + cell.text[at:])}).doubting(
        [key]
    )


def chinese_numeral(rng: Random, setting: Setting) -> Setting | None:
    keys = [key for key in _counts(setting) if (setting.report.cells[key].value or 0) <= 10]
    if not keys:
        return None
    key = rng.choice(keys)
    value = int(setting.report.cells[key].value or 0)
    return _put(setting, {key: printed("〇一二三四五六七八九十"[value], value)}).doubting([key])


def spaced_digits(rng: Random, setting: Setting) -> Setting | None:
    """Digits set apart: one figure or two."""
    keys = _counts(setting, 10)
    if not keys:
        return None
    key = rng.choice(keys)
    cell = setting.report.cells[key]
    at = rng.randint(1, len(cell.text) - 1)
    space = rng.choice((" ", "\u00a0") if setting.form in PRINTED else (" ", "\u00a0", "\u2009"))
    return _put(setting, {key: unreadable(cell.text[:at] + space + cell.text[at:])}).doubting([key])


CELLS = (
    Oddity("wrong_total", _known(quirks.wrong_cell), topics=("sums",)),
    Oddity("blank_total", _known(quirks.blank_total), topics=("sums",)),
    Oddity("unreadable_cell", _known(quirks.unreadable_cell)),
    Oddity("prose_contradicts", _known(quirks.prose_contradicts), topics=("prose",)),
    Oddity("missing_section", _known(quirks.missing_section)),
    Oddity("only_total", only_total, topics=("sums",)),
    Oddity("totals_of_frame_only", totals_of_frame_only, topics=("sums",)),
    Oddity("sentence_in_cell", sentence_in_cell),
    Oddity("note_in_cell", note_in_cell),
    Oddity("footnote_mark", footnote_mark, MARKED),
    Oddity("struck_digits", struck_digits, frozenset({"html", "docx", "odt"})),
    Oddity("wrapped_number", wrapped_number, PRINTED | {"html", "docx", "odt", "xlsx"}),
    Oddity("unseen_signs", unseen_signs, frozenset({"html", "docx", "odt", "txt", "xlsx"})),
    Oddity("private_signs", private_signs, frozenset({"html", "docx", "odt", "txt", "xlsx"})),
    Oddity("chinese_numeral", chinese_numeral),
    Oddity("spaced_digits", spaced_digits),
    Oddity("missing_table", _known(quirks.missing_table), topics=("2", "3", "4")),
)
