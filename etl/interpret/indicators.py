"""Indicator tables of reports from before 2019: one line an indicator, by the lists of the catalogue.

A list is one file under ``catalogue/indicators`` or ``DATA/indicators``; codes that lists share are one concept (publications, applications
received, reconsiderations, lawsuits). A line that no list knows is kept with the code ``unlisted``.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec
from msgspec import Struct

from etl import local
from etl.agencies import BrokenCatalogue
from etl.editions import Column
from etl.interpret.lines import Line, Slot, lines
from etl.labels import Matcher
from etl.model import Content, Finding, Grid, Indicator, Paragraph, Place, Severity, Status
from etl.quantity import Quantity, read
from warehouse.toml_file import BrokenToml, read_toml

UNLISTED = "unlisted"
_FIGURE = Column("figure", "", kind="amount")
_LEADING = re.compile(r"^\s*其中[：:]?\s*")
_LEAST = 3
"""Fewer known lines make no indicator table."""


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """One indicator of a list."""

    code: str
    label: str
    unit: str
    variants: tuple[str, ...] = ()


class IndicatorList(Struct, frozen=True, forbid_unknown_fields=True):
    """One list of indicators, in printed order, with where it is known from."""

    title: str
    source: str
    years: tuple[int, int]
    indicators: tuple[Entry, ...]


class Columns(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that head the columns of an indicator table."""

    label: tuple[str, ...]
    unit: tuple[str, ...]
    cumulative: tuple[str, ...]
    value: tuple[str, ...]


class _Line(Struct, frozen=True):
    """One printed line: what it is called, its unit and its figures as they stand."""

    label: str
    unit: str | None
    value: str
    cumulative: str | None
    place: Place | None = None


class Indicators(Struct, frozen=True):
    """The indicators read, and what could not be."""

    indicators: tuple[Indicator, ...]
    findings: tuple[Finding, ...]


def indicator_lists() -> tuple[IndicatorList, ...]:
    """Every list of the catalogue, then those of the data folder. Raises ``BrokenCatalogue`` for one of the latter."""
    return _own_lists() + _added_lists(local.added_lists())


@cache
def _own_lists() -> tuple[IndicatorList, ...]:
    folder = files("etl") / "catalogue" / "indicators"
    entries = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda e: e.name)
    return tuple(msgspec.toml.decode(entry.read_bytes(), type=IndicatorList) for entry in entries)


@cache
def _added_lists(paths: tuple[Path, ...]) -> tuple[IndicatorList, ...]:
    return tuple(_added_list(path) for path in paths)


def _added_list(path: Path) -> IndicatorList:
    try:
        added = read_toml(path, IndicatorList)
    except BrokenToml as error:
        raise BrokenCatalogue(f"指标目录有误：{error}。请对照 README 中的写法改正。") from error
    if len(added.indicators) < _LEAST:
        raise BrokenCatalogue(f"指标目录有误：{path}：至少要有 {_LEAST} 项指标，才能认出一张统计表。")
    return added


@cache
def _columns() -> Columns:
    data = (files("etl") / "catalogue" / "indicator_columns.toml").read_bytes()
    return msgspec.toml.decode(data, type=Columns)


def _matchers() -> tuple[Matcher[int], ...]:
    """For each list a matcher that gives the place of an indicator in it."""
    return tuple(_matcher(known) for known in indicator_lists())


@cache
def _matcher(known: IndicatorList) -> Matcher[int]:
    return Matcher(
        (place, text, "") for place, entry in enumerate(known.indicators) for text in (entry.label, *entry.variants)
    )


def read_indicators(content: Content, first_grid: int = 0) -> Indicators:
    """The indicator table of a report; empty if it has none."""
    number = first_grid - 1
    for block in content.blocks:
        if isinstance(block, Grid):
            number += 1
            printed = list(_grid_lines(block, number))
        else:
            printed = list(_text_lines(block))
        if (found := _identify(printed)) is not None:
            return found
    return Indicators((), ())


def _identify(printed: list[_Line]) -> Indicators | None:
    """The lines by the list that knows most of them; None if no list knows enough."""
    best = max(range(len(_matchers())), key=lambda n: sum(bool(_named(line.label, n)) for line in printed))
    if sum(bool(_named(line.label, best)) for line in printed) < _LEAST:
        return None
    indicators: list[Indicator] = []
    findings: list[Finding] = []
    after = -1
    for line in printed:
        places = _named(line.label, best)
        # 被依法纠错数 stands under reconsideration and under lawsuits: the next one in the order of the list.
        place = next((p for p in sorted(places) if p > after), places[0] if places else None)
        after = place if place is not None else after
        code = indicator_lists()[best].indicators[place].code if place is not None else UNLISTED
        value, cumulative = read(line.value, _FIGURE), read(line.cumulative or "", _FIGURE)
        indicators.append(_indicator(code, line, value, cumulative))
        findings += _unreadable(line, value, cumulative)
    return Indicators(tuple(indicators), tuple(findings))


def _named(label: str, which: int) -> tuple[int, ...]:
    return _matchers()[which].candidates(_LEADING.sub("", label))


def _indicator(code: str, line: _Line, value: Quantity, cumulative: Quantity) -> Indicator:
    printed = line.value.strip()
    return Indicator(code, line.label, line.unit, value.value, cumulative.value, printed, value.status, line.place)


def _unreadable(line: _Line, *quantities: Quantity) -> Iterator[Finding]:
    for quantity in quantities:
        if quantity.status is Status.UNREADABLE:
            yield Finding("unreadable_cell", Severity.WARNING, f"统计表“{line.label}”无法读取：{quantity.note}。")


def _grid_lines(grid: Grid, number: int) -> Iterator[_Line]:
    """The lines of a grid under a heading that names the indicators and their figures."""
    heading: dict[str, Slot] | None = None
    for line in lines(grid):
        if (found := _heading(line)) is not None:
            heading = found
        elif heading is not None:
            yield from _grid_line(line, heading, number)


def _heading(line: Line) -> dict[str, Slot] | None:
    words = _columns()
    found: dict[str, Slot] = {}
    for slot in line.slots:
        flat = "".join(slot.text.split())
        for name in ("label", "unit", "cumulative", "value"):
            if name not in found and any(word in flat for word in getattr(words, name)) and slot not in found.values():
                found[name] = slot
    return found if "label" in found and "value" in found else None


def _grid_line(line: Line, heading: dict[str, Slot], number: int) -> Iterator[_Line]:
    first = min(slot.left for name, slot in heading.items() if name != "label")
    labels = [slot.text for slot in line.slots if slot.text and slot.right <= first]
    cells = {
        name: next((s for s in line.slots if s.overlaps(slot.left, slot.right)), None) for name, slot in heading.items()
    }
    value = cells["value"]
    if not labels or value is None or value.left < first:
        return
    unit, cumulative = cells.get("unit"), cells.get("cumulative")
    yield _Line(
        " ".join(labels[-1].split()),
        unit.text or None if unit else None,
        value.text,
        cumulative.text if cumulative else None,
        Place(number, line.number, value.left, value.cell.page, value.cell.box),
    )


def _text_lines(paragraph: Paragraph) -> Iterator[_Line]:
    """The lines of a table that became one run of words: after the heading, label, unit and as many figures as it names."""
    words = paragraph.text.split()
    start = next((n for n, word in enumerate(words) if word in _columns().label), None)
    if start is None:
        return
    heading = words[start : start + 4]
    if len(heading) < 3 or heading[1] not in _columns().unit:
        return
    has_cumulative = len(heading) > 3 and any(word in heading[3] for word in _columns().cumulative)
    yield from _runs(words[start + (4 if has_cumulative else 3) :], 2 if has_cumulative else 1)


def _runs(words: list[str], figures: int) -> Iterator[_Line]:
    size = figures + 2
    while len(words) >= size and all(_is_figure(word) for word in words[2:size]):
        label, unit, *values = words[:size]
        yield _Line(label, unit, values[0], values[1] if figures > 1 else None)
        words = words[size:]


def _is_figure(word: str) -> bool:
    return read(word, _FIGURE).status is not Status.UNREADABLE
