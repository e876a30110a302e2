"""Figures recognised in a picture that nothing in the report bears out."""

from collections.abc import Iterable, Mapping

from etl.checks.arithmetic import ROUNDING, lanes, side
from etl.editions import Edition
from etl.model import CellKey, Content, Finding, Grid, Reading, Severity, Status

_MESSAGE = "扫描件中以下各格的数字由程序识别，没有合计可以核对，引用前请对照原图。"


def is_recognised(content: Content) -> bool:
    """Whether tables of the content were recognised in a picture."""
    grids = (block for block in content.blocks if isinstance(block, Grid))
    return any(cell.confidence is not None for grid in grids for cell in grid.cells)


def unproven(
    edition: Edition | None, readings: Mapping[CellKey, Reading], findings: Iterable[Finding]
) -> Finding | None:
    """A notice on the figures that stand in no sum that holds and in no finding: nothing else would tell that one is misread."""
    told = {cell for finding in findings for cell in finding.cells}
    told |= _proven(edition, readings) if edition else set()
    cells = tuple(k for k, reading in readings.items() if reading.status is Status.REPORTED and k not in told)
    return Finding("ambiguous_cell", Severity.NOTICE, _MESSAGE, cells) if cells else None


def _proven(edition: Edition, readings: Mapping[CellKey, Reading]) -> set[CellKey]:
    proven: set[CellKey] = set()
    printed = lanes(readings)
    for total in edition.sums:
        for lane in printed.get((total.table, total.across), ()):
            left, right = (side(edition, total, codes, lane, readings) for codes in (total.left, total.right))
            if left is None or right is None:
                continue
            stated, added = (sum(readings[key].value or 0 for key in keys) for keys in (left, right))
            if abs(stated - added) < ROUNDING:
                proven.update(left, right)
    return proven
