"""``python -m etl prose``: the prose of the reports in a document, in JSON."""

import sys
from pathlib import Path

import click

from etl.commands.shared import stop
from etl.pipeline import document_of
from etl.prose import ProseError, prose


@click.command("prose")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", help="文件原名，内容不足以判断格式时用 / the name that the document came under")
def prose_command(file: Path, name: str | None) -> None:
    """把文件中各份年报的正文按部分打印成 JSON。

    The prose of the reports in a document, in JSON: a list of year and sections.
    """
    try:
        written = prose(document_of(name or file.name, file.read_bytes()))
    except OSError as error:
        stop(f"无法打开 {file}：{error.strerror}。请检查路径和权限。")
    except ProseError as error:
        stop(str(error))
    else:
        sys.stdout.buffer.write(written + b"\n")
