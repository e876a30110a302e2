"""The sums that the form states: balance, outcome_sum, row_sum, dispute_sum."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from etl.editions import Edition, Sum
from etl.model import CellKey, Finding, Number, Reading, Severity, Status

ROUNDING = 1e-6
"""Amounts are added as floats."""


def check_sums(edition: Edition, readings: Mapping[CellKey, Reading]) -> Iterator[Finding]:
    """Every sum of the edition, in each column or row where all that it needs is printed.

    "/" adds nothing to a sum. A sum with an unreadable cell, or with a side that prints no figure at all, cannot be told.
    """
    printed = lanes(readings)
    added = {key: reading.value or 0 for key, reading in readings.items() if reading.status is not Status.UNREADABLE}
    for total in edition.sums:
        for lane in printed.get((total.table, total.across), ()):
            if not _holds(total, lane, added) and (finding := _check(edition, total, lane, readings)):
                yield finding


def _holds(total: Sum, lane: str, added: Mapping[CellKey, Number]) -> bool:
    """Whether a sum holds with every cell that it names: most do, and need no closer look."""
    left, right = _sides(total, lane)
    try:
        return abs(sum(map(added.__getitem__, left)) - sum(map(added.__getitem__, right))) < ROUNDING
    except KeyError:
        return False


def lanes(readings: Iterable[CellKey]) -> dict[tuple[int, str], list[str]]:
    """Table and what is added (``rows`` or ``columns``) -> the columns in which rows are, or the rows in which columns are, as printed."""
    rows: defaultdict[int, dict[str, None]] = defaultdict(dict)
    columns: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for table, row, column in readings:
        rows[table][row] = None
        columns[table][column] = None
    found = {(table, "rows"): list(codes) for table, codes in columns.items()}
    return found | {(table, "columns"): list(codes) for table, codes in rows.items()}


def _check(edition: Edition, total: Sum, lane: str, readings: Mapping[CellKey, Reading]) -> Finding | None:
    left = side(edition, total, total.left, lane, readings)
    right = side(edition, total, total.right, lane, readings)
    if left is None or right is None or not _has_figure(left, readings) or not _has_figure(right, readings):
        return None
    stated, added = _sum(left, readings), _sum(right, readings)
    if abs(stated - added) < ROUNDING:
        return None
    severity = _severity(total, left, right, stated, added, readings)
    if severity is None:
        return None
    return Finding(total.rule, severity, _message(edition, total, lane, stated, added), tuple(left + right))


def _severity(
    total: Sum,
    left: list[CellKey],
    right: list[CellKey],
    stated: Number,
    added: Number,
    readings: Mapping[CellKey, Reading],
) -> Severity | None:
    """None where a blank leaves it open which side is wrong; a warning where blank parts may hold the difference."""
    blank = {key for key in left + right if readings[key].status is Status.BLANK}
    if blank and (total.rule == "balance" or blank & set(left)):
        return None
    return Severity.WARNING if blank and added < stated else Severity.ERROR


def side(
    edition: Edition, total: Sum, codes: tuple[str, ...], lane: str, readings: Mapping[CellKey, Reading]
) -> list[CellKey] | None:
    """The printed cells of one side; None if a cell is not printed at all or cannot be read."""
    keys = [_key(total, code, lane) for code in codes]
    for alternative in edition.alternatives if total.across == "rows" else ():
        instead = _key(total, alternative.row, lane)
        if alternative.table == total.table and instead in readings:
            replaced = [_key(total, code, lane) for code in alternative.replaces]
            if not any(key in readings for key in replaced):
                keys = [key for key in keys if key not in replaced] + ([instead] if replaced[0] in keys else [])
    if any(key not in readings or readings[key].status is Status.UNREADABLE for key in keys):
        return None
    return keys


@lru_cache(4096)
def _sides(total: Sum, lane: str) -> tuple[tuple[CellKey, ...], tuple[CellKey, ...]]:
    """All cells that a sum names in a lane, left and right."""
    left, right = ([_key(total, code, lane) for code in codes] for codes in (total.left, total.right))
    return tuple(left), tuple(right)


def _key(total: Sum, code: str, lane: str) -> CellKey:
    return (total.table, code, lane) if total.across == "rows" else (total.table, lane, code)


def _has_figure(keys: list[CellKey], readings: Mapping[CellKey, Reading]) -> bool:
    return any(readings[key].value is not None for key in keys)


def _sum(keys: list[CellKey], readings: Mapping[CellKey, Reading]) -> Number:
    values = [value for key in keys if (value := readings[key].value) is not None]
    return round(sum(values), 6)


def _message(edition: Edition, total: Sum, lane: str, stated: Number, added: Number) -> str:
    where = edition.lane_label(total, lane)
    match total.rule:
        case "balance":
            return f"表三“{where}”列：本年新收与上年结转合计{stated:g}，办理结果总计与结转下年度合计{added:g}，二者应当相等。"
        case "outcome_sum":
            return f"表三“{where}”列：（七）总计为{stated:g}，各项办理结果之和为{added:g}，总计应为{added:g}。"
        case "row_sum":
            return f"表三“{where}”行：总计为{stated:g}，各类申请人之和为{added:g}，总计应为{added:g}。"
        case _:
            return f"表四“{where}”：总计为{stated:g}，各项结果之和为{added:g}，总计应为{added:g}。"
