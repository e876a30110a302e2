"""Changes of properties in a Word 97-2003 file, and the cells that those of a row define ([MS-DOC] 2.6)."""

import struct
from collections.abc import Iterator

from msgspec import Struct

_OPERAND_BYTES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_TABLE_DEFINITION, _TABS = 0xD608, 0xC615
_VERTICAL_MERGE, _MERGE = 0xD62B, 0x5624
Modifier = tuple[int, bytes]
"""Code and operand of a change."""


class CellDefinition(Struct, frozen=True):
    """Left and right edge of a cell in twentieths of a point, and how it is merged."""

    left: int
    right: int
    continues_left: bool
    continues_above: bool
    starts_merge: bool


def modifiers_in(data: bytes) -> Iterator[Modifier]:
    """Code and operand of each change of a property, in order; what is cut at the end is left out."""
    at = 0
    while at + 3 <= len(data):
        (code,) = struct.unpack_from("<H", data, at)
        at += 2
        if code == _TABLE_DEFINITION:
            if at + 2 > len(data):
                return
            size = struct.unpack_from("<H", data, at)[0] - 1
            at += 2
        elif code >> 13 == 6:
            size = data[at]
            at += 1
            if code == _TABS and size == 255:
                deleted = data[at] if at < len(data) else 0
                added_at = at + 1 + 4 * deleted
                size = 2 + 4 * deleted + 3 * (data[added_at] if added_at < len(data) else 0)
        else:
            size = _OPERAND_BYTES[code >> 13]
        if size < 0 or at + size > len(data):
            return
        yield code, data[at : at + size]
        at += size


def cells_defined(modifiers: tuple[Modifier, ...]) -> list[CellDefinition]:
    """The cells of a row by the last definition of it, with the merges that were made after it."""
    edges: tuple[int, ...] = ()
    horizontal: list[int] = []
    vertical: list[int] = []
    for code, operand in modifiers:
        if code == _TABLE_DEFINITION and operand:
            count = operand[0]
            edges = struct.unpack_from(f"<{count + 1}h", operand, 1)
            flags = [
                struct.unpack_from("<H", operand, at)[0] if at + 2 <= len(operand) else 0
                for at in range(3 + 2 * count, 3 + 22 * count, 20)
            ]
            horizontal, vertical = [flag & 3 for flag in flags], [flag >> 5 & 3 for flag in flags]
        elif code == _VERTICAL_MERGE and len(operand) > 1 and operand[0] < len(vertical):
            vertical[operand[0]] = operand[1] & 3
        elif code == _MERGE:
            for number in range(operand[0], min(operand[1], len(horizontal))):
                horizontal[number] = 1 if number == operand[0] else 2
    return [
        CellDefinition(edges[number], edges[number + 1], across == 2, down == 1, down & 2 > 0)
        for number, (across, down) in enumerate(zip(horizontal, vertical, strict=True))
    ]
