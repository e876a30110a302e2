"""Cells of a scan that may be one of several figures: the sums of the form decide, where they hold with one of them only."""

from collections.abc import Iterator, Mapping

import msgspec

from etl.checks.arithmetic import lanes, side
from etl.editions import Edition
from etl.interpret.solving import Domains, Tie, possible
from etl.model import CellKey, Finding, Number, Reading, Severity, Status
from etl.quantity import Quantity, read

_CellTie = Tie[CellKey]
"""A sum of which every cell is printed as a figure, or may be one."""
Options = dict[CellKey, dict[Quantity, str]]
"""Cell -> the quantities that it may hold, each with its print."""


def decided(edition: Edition, readings: Mapping[CellKey, Reading]) -> dict[CellKey, Reading]:
    """The cells that the sums decide, as they then read."""
    doubtful = ((key, reading) for key, reading in readings.items() if reading.candidates)
    options = {key: found for key, reading in doubtful if (found := _options(edition, key, reading))}
    ties = list(_ties(edition, readings, options)) if options else []
    settled = {
        key: _only_count(readings[key], found) for key, found in options.items() if _is_one_number(readings[key], found)
    }
    for keys, own in _groups(ties, options):
        held = possible(_domains(own, options, readings), own)
        for key in keys:
            fitting = [quantity for quantity in options[key] if quantity.value in held.get(key, ())]
            if len(fitting) == 1:
                settled[key] = _settled(readings[key], fitting[0], options[key])
    return settled


def findings(edition: Edition, settled: Mapping[CellKey, Reading]) -> Iterator[Finding]:
    """A notice for each cell that was decided."""
    for key, reading in settled.items():
        message = f"表{'二三四'[key[0] - 2]}“{edition.label(key)}”：{reading.note}，请核对原图。"
        yield Finding("ambiguous_cell", Severity.NOTICE, message, (key,))


def _options(edition: Edition, key: CellKey, reading: Reading) -> dict[Quantity, str]:
    try:
        column = edition.column(key)
    except KeyError:
        return {}
    read_as = [(read(text, column), text) for text in reading.candidates]
    return {quantity: text for quantity, text in read_as if quantity.value is not None}


def _ties(edition: Edition, readings: Mapping[CellKey, Reading], options: Options) -> Iterator[_CellTie]:
    as_if = dict(readings)
    for key, found in options.items():
        as_if[key] = msgspec.structs.replace(readings[key], value=next(iter(found)).value, status=Status.REPORTED)
    printed = lanes(as_if)
    for total in edition.sums:
        for lane in printed.get((total.table, total.across), ()):
            sides = [side(edition, total, codes, lane, as_if) for codes in (total.left, total.right)]
            keys = [key for cells in sides for key in cells or ()]
            if None in sides or not any(key in options for key in keys):
                continue
            if all(as_if[key].status is Status.REPORTED for key in keys):
                yield Tie(*(tuple(cells or ()) for cells in sides))


def _groups(ties: list[_CellTie], options: Options) -> Iterator[tuple[list[CellKey], list[_CellTie]]]:
    """Open cells that sums tie together, with those sums."""
    left = list(ties)
    while left:
        own = [left.pop()]
        keys = {key for key in own[0].keys if key in options}
        while near := [tie for tie in left if keys & set(tie.keys)]:
            own += near
            left = [tie for tie in left if tie not in near]
            keys |= {key for tie in near for key in tie.keys if key in options}
        yield sorted(keys), own


def _domains(ties: list[_CellTie], options: Options, readings: Mapping[CellKey, Reading]) -> Domains[CellKey]:
    """What each cell of these sums may hold: one number where it is printed as a figure."""

    def values(key: CellKey) -> frozenset[Number]:
        held = [quantity.value for quantity in options[key]] if key in options else [readings[key].value]
        return frozenset(value for value in held if value is not None)

    return {key: values(key) for tie in ties for key in tie.keys}


def _is_one_number(reading: Reading, prints: dict[Quantity, str]) -> bool:
    """Whether only a comma could be taken for a point, in a column that has no fractions."""
    return (
        len(prints) == 1 and len(reading.candidates) > 1 and len({t.replace(".", ",") for t in reading.candidates}) == 1
    )


def _only_count(reading: Reading, prints: dict[Quantity, str]) -> Reading:
    ((quantity, text),) = prints.items()
    note = f"扫描件中此格的逗号与小数点不易分辨，件数应为整数，只能读作“{text}”"
    return msgspec.structs.replace(
        reading, value=quantity.value, printed=text, status=Status.REPORTED, note=note, candidates=()
    )


def _settled(reading: Reading, quantity: Quantity, prints: dict[Quantity, str]) -> Reading:
    others = "、".join(f"“{text}”" for text in prints.values())
    note = f"扫描件中此格看不真切，可认作{others}，只有“{prints[quantity]}”合于勾稽关系，据此取值"
    return msgspec.structs.replace(
        reading, value=quantity.value, printed=prints[quantity], status=Status.REPORTED, note=note, candidates=()
    )
