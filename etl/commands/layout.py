"""``python -m etl layout``: one table of a document as its reader lays it out, in JSON."""

import sys
from pathlib import Path

import click

from etl.commands.shared import stop
from etl.layout import LayoutError, layout
from etl.pipeline import document_of


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
        stop(f"无法打开 {file}：{error.strerror}。请检查路径和权限。")
    except LayoutError as error:
        stop(str(error))
    else:
        sys.stdout.buffer.write(written + b"\n")
