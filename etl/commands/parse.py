"""``python -m etl parse``: reports to JSON, a line each."""

import sys
from pathlib import Path

import click

from etl.agencies import BrokenCatalogue
from etl.commands.shared import stop
from etl.output import as_json
from etl.pipeline import document_of, read_document, use_catalogue


@click.command("parse")
@click.argument("files", metavar="FILE ...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="用这个数据目录中的 indicators/ 和 variants.toml 读取 / read with what this folder adds to the catalogue",
)
def parse_command(files: tuple[Path, ...], data: Path | None) -> None:
    """读取报告并逐份打印 JSON（每份一行），不改动数据目录。

    Reads reports and prints one JSON object a line; touches no warehouse.
    """
    try:
        if data is not None:
            use_catalogue(data)
    except BrokenCatalogue as error:
        stop(str(error), 2)
    missing = False
    for file in files:
        try:
            content = file.read_bytes()
        except OSError as error:
            missing = True
            click.echo(f"无法打开 {file}：{error.strerror}。请检查路径和权限。", err=True)
            continue
        outcome = read_document(document_of(file.name, content, folder="/".join(file.resolve().parent.parts[-4:])))
        if not outcome.reports:
            click.echo(f"{file}：{outcome.reason}。", err=True)
        sys.stdout.buffer.writelines(line + b"\n" for line in as_json(outcome))
        sys.stdout.buffer.flush()
    sys.exit(2 if missing else 0)
