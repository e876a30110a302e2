"""Figures run together without a space between: split only where the form's own sums leave one reading."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from etl.editions import Sum

Split = tuple[int | None, ...]
"""The cells of a row; None is one that holds the sign for none."""
NONE = "/"
_PIECE = re.compile(rf"[0-9]+|{NONE}")
_LONGEST_ROW = 30
"""Characters of one of several rows that stand in one run."""
_MOST_WAYS = 20_000
"""More ways than this to read a table are too many to tell apart: nothing is read."""


def ways(text: str, count: int) -> Iterator[Split]:
    """Every way to cut a run of digits and signs for none into ``count`` cells.

    No number crosses a space or begins with 0, and every sign is a cell of its own.
    """
    yield from _ways(_PIECE.findall(text), count)


def _ways(parts: Sequence[str], count: int) -> Iterator[Split]:
    if not parts:
        if count == 0:
            yield ()
        return
    head, rest = parts[0], parts[1:]
    if head == NONE:
        yield from ((None, *others) for others in _ways(rest, count - 1))
        return
    for used in range(1, count - len(rest) + 1):
        for first in _cuts(head, used):
            for others in _ways(rest, count - used):
                yield first + others


def _cuts(digits: str, count: int) -> Iterator[tuple[int, ...]]:
    if len(digits) < count:
        return
    if count == 1:
        if len(digits) == 1 or not digits.startswith("0"):
            yield (int(digits),)
        return
    longest = 1 if digits.startswith("0") else len(digits) - count + 1
    for length in range(1, longest + 1):
        for rest in _cuts(digits[length:], count - 1):
            yield (int(digits[:length]), *rest)


def split_row(text: str, columns: Sequence[str], sums: Sequence[Sum]) -> list[Split]:
    """The ways to cut one row that every sum across its columns allows."""
    found: list[Split] = []
    for way in ways(text, len(columns)):
        values = dict(zip(columns, way, strict=True))
        if all(_holds(total, values) for total in sums):
            found.append(way)
        if len(found) > _MOST_WAYS:
            return []
    return found


def split_rows(text: str, columns: Sequence[str], count: int, sums: Sequence[Sum]) -> list[tuple[Split, ...]]:
    """The ways to cut ``count`` rows that stand one after the other, every sum holding in each of them."""
    if not count:
        return [] if text else [()]
    found: list[tuple[Split, ...]] = []
    for end in range(len(columns), min(len(text), _LONGEST_ROW) + 1):
        if text[end - 1].isspace():
            continue
        rows = split_row(text[:end], columns, sums)
        others = split_rows(text[end:].lstrip(), columns, count - 1, sums) if rows else []
        found += [(row, *other) for row in rows for other in others]
    return found


def _holds(total: Sum, values: Mapping[str, int | None]) -> bool:
    return sum(values[c] or 0 for c in total.left) == sum(values[c] or 0 for c in total.right)


def split_table(rows: Mapping[str, list[Split]], sums: Sequence[Sum]) -> dict[str, Split | None]:
    """For each row its one reading under the sums down the columns too, or None where several are left."""
    left = {row: list(found) for row, found in rows.items()}
    checked = [total for total in sums if all(left.get(row) for row in total.left + total.right)]
    combined = _combinations(left, checked)
    if combined is not None:
        left = combined
    return {row: found[0] if len(found) == 1 else None for row, found in left.items()}


def _combinations(rows: dict[str, list[Split]], sums: Sequence[Sum]) -> dict[str, list[Split]] | None:
    """For each open row the readings that occur in some reading of the whole table; None if there are too many to try."""
    names = list(dict.fromkeys(row for total in sums for row in total.left + total.right))
    open_rows = [row for row in names if len(rows[row]) > 1]
    if not open_rows:
        return None
    size = 1
    for row in open_rows:
        size *= len(rows[row])
        if size > _MOST_WAYS:
            return None
    possible: dict[str, dict[Split, None]] = {row: {} for row in open_rows}
    for chosen in _products([rows[row] for row in open_rows]):
        reading = {row: rows[row][0] for row in names} | dict(zip(open_rows, chosen, strict=True))
        if all(_holds_down(total, reading) for total in sums):
            for row, way in zip(open_rows, chosen, strict=True):
                possible[row].setdefault(way)
    return rows | {row: list(found) for row, found in possible.items()}


def _products(choices: Sequence[list[Split]]) -> Iterator[tuple[Split, ...]]:
    if not choices:
        yield ()
        return
    for first in choices[0]:
        for rest in _products(choices[1:]):
            yield (first, *rest)


def _holds_down(total: Sum, reading: Mapping[str, Split]) -> bool:
    return _added(reading, total.left) == _added(reading, total.right)


def _added(reading: Mapping[str, Split], rows: Iterable[str]) -> list[int]:
    return [sum(value or 0 for value in column) for column in zip(*(reading[row] for row in rows), strict=True)]


def spans(marks: Sequence[tuple[int, int]], end: int) -> Iterator[tuple[int, int]]:
    """What stands between each mark and the next, as start and stop."""
    yield from ((first[1], second[0]) for first, second in pairwise([*marks, (end, end)]))
