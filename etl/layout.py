"""One table of a document as its reader lays it out: what the dashboard shows, with a cell marked."""

import msgspec

from etl.model import Document, Grid
from etl.readers import UnreadableDocument, read
from etl.workers import Limits, map_isolated

_LIMITS = Limits(cpu_seconds=30, wall_seconds=60.0)


class LayoutError(ValueError):
    """The document has no such table, or cannot be read; the message is Chinese."""


def layout(document: Document, grid_no: int) -> bytes:
    """The ``grid_no``-th table (from 0) as JSON: ``row_count``, ``column_count`` and ``cells``, each with row, column, spans, text.

    The document is read in a process of its own, under limits: it may be hostile. Raises ``LayoutError``.
    """
    (result,) = map_isolated(_grids, [document], 1, lambda _, reason, _is_passing: reason, _LIMITS)
    if isinstance(result, str):
        raise LayoutError(result)
    if not 0 <= grid_no < len(result):
        raise LayoutError(f"文件中有 {len(result)} 个表格，没有第 {grid_no + 1} 个。")
    return msgspec.json.encode(result[grid_no])


def _grids(document: Document) -> list[Grid] | str:
    try:
        return [block for block in read(document).blocks if isinstance(block, Grid)]
    except (UnreadableDocument, MemoryError) as error:
        return str(error) or "内存不足"
