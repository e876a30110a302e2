"""One table of a document as its reader lays it out: what the dashboard shows, with a cell marked."""

import sys
from pathlib import Path

import click
import msgspec

from etl.model import Document, Grid
from etl.pipeline import document_of
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


@click.command("layout")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("table", type=click.IntRange(0))
@click.option("--name", help="文件原名，内容不足以判断格式时用 / the name that the document came under")
def layout_command(file: Path, table: int, name: str | None) -> None:
    """把文件的第 TABLE 个表格（从 0 数起）按读出的行列打印成 JSON。

    One table of a document (counted from 0) as it is laid out, in JSON: row_count, column_count, cells.
    """
    try:
        written = layout(document_of(name or file.name, file.read_bytes()), table)
    except OSError as error:
        _stop(f"无法打开 {file}：{error.strerror}。请检查路径和权限。")
    except LayoutError as error:
        _stop(str(error))
    else:
        sys.stdout.buffer.write(written + b"\n")


def _stop(message: str) -> None:
    click.echo(message, err=True)
    sys.exit(2)
