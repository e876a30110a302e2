"""``DATA/roster.csv``: which organs should report, kept by the user in a spreadsheet and saved as CSV.

One organ a line under a line of headings, Chinese or English: 机关名称 (agency), 起始年度 (first_year), 截止年度 (last_year).
The name is the organ's full name; years may be blank. Other columns are the user's own, and are not read.
"""

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

from etl.agencies import describe, parse
from warehouse.records import RosterEntry

ROSTER = "roster.csv"
_HEADINGS = {
    "agency": ("机关名称", "agency"),
    "first_year": ("起始年度", "first_year"),
    "last_year": ("截止年度", "last_year"),
}
_FIRST_REPORTS = 2008
"""The year that the regulation came into force."""
_LAST = 2100
_TOLD = 20


class BrokenRoster(ValueError):
    """The roster cannot be used; the message names file, lines and remedies, in Chinese."""


def read_roster(data_dir: Path) -> list[RosterEntry]:
    """The entries of the roster, none if there is no such file; raises ``BrokenRoster`` naming every fault."""
    path = data_dir / ROSTER
    if not path.exists():
        return []
    lines = _lines(path)
    places = _places_of_columns(path, lines[0][1] if lines else [])
    entries: list[RosterEntry] = []
    faults: list[str] = []
    for number, cells in lines[1:]:
        texts = {name: cells[place].strip() if place < len(cells) else "" for name, place in places.items()}
        if not any(cell.strip() for cell in cells):
            continue
        try:
            entries.append(_entry(number, texts))
        except ValueError as fault:
            faults.append(f"第 {number} 行：{fault}")
    faults += _repeated(entries)
    if faults:
        more = [f"……另有 {len(faults) - _TOLD} 处"] if len(faults) > _TOLD else []
        raise BrokenRoster("\n".join([f"应报名册有误：{path}", *faults[:_TOLD], *more]))
    return entries


def _text(path: Path) -> str:
    """The text of the file: UTF-8, or GB18030 as Excel saves it on a Chinese Windows."""
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BrokenRoster(f"{path} 不是文本文件。请在 Excel 中另存为“CSV UTF-8（逗号分隔）”。")


def _lines(path: Path) -> list[tuple[int, list[str]]]:
    """The cells of each line, with the number of the line (of the last, where a cell has several)."""
    reader = csv.reader(StringIO(_text(path), newline=""))
    try:
        return [(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        raise BrokenRoster(f"{path} 第 {reader.line_num} 行不是 CSV（{error}）。请在 Excel 中另存为 CSV。") from error


def _places_of_columns(path: Path, headings: Sequence[str]) -> dict[str, int]:
    known = [heading.strip() for heading in headings]
    places = {
        name: known.index(spelling)
        for name, spellings in _HEADINGS.items()
        for spelling in spellings
        if spelling in known
    }
    if "agency" not in places:
        raise BrokenRoster(
            f"{path} 第 1 行：没有“机关名称”一列。第 1 行应为列名：机关名称,起始年度,截止年度（后两列可省略），列之间用半角逗号。"
        )
    return places


def _entry(line: int, texts: dict[str, str]) -> RosterEntry:
    """Raises ``ValueError`` saying what is wrong and what to write instead."""
    name = texts["agency"]
    if not name:
        raise ValueError("没有机关名称。请填写机关全称，或删去此行")
    parts = parse(name)
    if len(parts.regions) > 1:
        places = "、".join(region.full_name for region in parts.regions[:4])
        raise ValueError(f"“{name}”可能在 {places}。请从省一级写起")
    if not parts.office and not parts.town and not parts.zone:
        raise ValueError(f"“{name}”只有地名。请写机关全称，如“{name}人民政府”")
    first, last = _year(texts.get("first_year", "")), _year(texts.get("last_year", ""))
    if first is not None and last is not None and first > last:
        raise ValueError(f"起始年度 {first} 晚于截止年度 {last}。请改正")
    agency = describe(name)
    return RosterEntry(
        line, agency.agency_id, name, agency.region_code, agency.region, agency.level, agency.function, first, last
    )


def _year(text: str) -> int | None:
    if not text:
        return None
    digits = text.removesuffix("年度").removesuffix("年").strip()
    if not (digits.isascii() and digits.isdigit() and _FIRST_REPORTS <= int(digits) <= _LAST):
        raise ValueError(f"“{text}”不是年度。请写四位数字（{_FIRST_REPORTS} 以后），或留空")
    return int(digits)


def _repeated(entries: Sequence[RosterEntry]) -> list[str]:
    """An organ stands on several lines only for years that do not meet."""
    faults: list[str] = []
    of_agency: dict[str, list[RosterEntry]] = {}
    for entry in entries:
        others = of_agency.setdefault(entry.agency_id, [])
        faults += [
            f"第 {entry.line} 行：“{entry.agency}”与第 {other.line} 行是同一机关，年度重叠。请删去一行"
            for other in others
            if _meet(entry, other)
        ]
        others.append(entry)
    return faults


def _meet(one: RosterEntry, other: RosterEntry) -> bool:
    return (one.first_year or 0) <= (other.last_year or _LAST) and (other.first_year or 0) <= (one.last_year or _LAST)
