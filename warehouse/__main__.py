"""The command line of the warehouse: ``python -m warehouse sql | path | snapshots``."""

import re
import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from typing import Any, NoReturn

import click
import msgspec
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from warehouse.cage import TIMEOUT_SECONDS, Answer, QueryFailed, Refused, TooSlow, ask, last_resort
from warehouse.decisions_command import decisions
from warehouse.snapshot import MEMORY_LIMIT, NoSnapshot, connect, path_as_of, published_path, snapshots

Row = tuple[Any, ...]
_WIDEST = 100
_encoder = msgspec.json.Encoder(decimal_format="number", enc_hook=str)

data_option = click.option(
    "--data",
    "data_dir",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("data"),
    show_default=True,
    help="数据文件夹 / the data folder",
)

as_of_option = click.option(
    "--as-of",
    metavar="DATE|SNAPSHOT",
    help="较早的快照：编号，或日期（该日终了时的快照） / an older snapshot: its id, or a day (the last one published by its end)",
)


@click.group()
def warehouse() -> None:
    """查询已发布的数据快照，记录人工决定 / Query the published snapshot, keep what people decide."""


warehouse.add_command(decisions)


@warehouse.command()
@data_option
@as_of_option
def path(data_dir: Path, as_of: str | None) -> None:
    """打印当前快照的文件路径，供任何 DuckDB 客户端打开 / Print the file of the current snapshot, for any DuckDB client.

    \b
    duckdb -readonly "$(python -m warehouse path)"
    """
    try:
        click.echo(_chosen_path(data_dir, as_of))
    except NoSnapshot as error:
        _end(str(error), 1)


def _chosen_path(data_dir: Path, as_of: str | None) -> Path:
    return path_as_of(data_dir, as_of) if as_of else published_path(data_dir)


@warehouse.command("snapshots")
@data_option
def list_snapshots(data_dir: Path) -> None:
    """列出保留的快照，新的在前 / List the snapshots that are kept, the newest first.

    \b
    近八周的全部保留，更早的每季度留第一份 / all of the last eight weeks, before that the first of each quarter
    python -m warehouse sql "SELECT count(*) FROM reports" --as-of 2026-03-02
    """
    for file in snapshots(data_dir):
        mark = "  当前 / current" if file.is_current else ""
        click.echo(f"{file.snapshot_id}  {file.byte_count / 1e6:,.1f} MB{mark}")


def _memory(context: click.Context, parameter: click.Parameter, value: str) -> str:
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?\s*[KMG]i?B", value):
        raise click.BadParameter("如 / as in 500MB, 2GB")
    return value


@warehouse.command()
@click.argument("statement", metavar="SQL")
@data_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="输出格式 / form of the output",
)
@click.option(
    "--limit",
    default=100,
    show_default=True,
    type=click.IntRange(min=0),
    help="表格最多显示的行数，0 为全部 / rows of a table, 0 for all",
)
@click.option(
    "--timeout",
    default=TIMEOUT_SECONDS,
    show_default=True,
    help="时限（秒） / time limit in seconds",
    type=click.FloatRange(min=0.1),
)
@click.option("--memory", default=MEMORY_LIMIT, callback=_memory, show_default=True, help="内存上限 / memory limit")
@as_of_option
def sql(statement: str, data_dir: Path, form: str, limit: int, timeout: float, memory: str, as_of: str | None) -> None:
    """运行一条只读 SQL 语句；“-”表示从标准输入读取 / Run one read-only SQL statement; "-" reads it from standard input.

    \b
    可用 / allowed: SELECT, DESCRIBE, SHOW, SUMMARIZE, EXPLAIN
    每个视图另有中文名称 / each view has a twin with Chinese names.

    \b
    python -m warehouse sql "SHOW TABLES"
    python -m warehouse sql "DESCRIBE applications"
    python -m warehouse sql "SELECT year, sum(received) FROM applications GROUP BY year ORDER BY year"
    python -m warehouse sql "SELECT 机关名称, 年度, 新收申请 FROM 依申请公开 ORDER BY 新收申请 DESC LIMIT 10"
    python -m warehouse sql "SELECT zh, definition_zh, unit FROM terms WHERE code = 'received'"
    python -m warehouse sql "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal"
    python -m warehouse sql "SELECT * FROM publications WHERE year = 2023" --format csv > publications.csv
    """
    text = sys.stdin.read() if statement == "-" else statement
    try:
        failure = _answer(text, _chosen_path(data_dir, as_of), form, limit, timeout, memory)
    except NoSnapshot as error:
        failure = str(error), 1
    if failure:
        _end(*failure)


def _answer(text: str, file: Path, form: str, limit: int, timeout: float, memory: str) -> tuple[str, int] | None:
    """Write the answer, or give the line and the exit code of the failure.

    Nothing of DuckDB outlives this function: what is still held when the process ends is reported as a leak.
    """
    try:
        with (
            closing(connect(file, memory_limit=memory)) as connection,
            last_resort(timeout),
            ask(connection, text, timeout=timeout) as answer,
        ):
            _write(answer, form, limit)
    except Refused as error:
        return str(error), 2
    except TooSlow as error:
        return f"{error} （--timeout 可放宽时限 / --timeout gives more time）", 1
    except (NoSnapshot, QueryFailed) as error:
        return str(error), 1
    return None


def _end(message: str, exit_code: int) -> NoReturn:
    click.echo(message, err=True)
    click.get_current_context().exit(exit_code)


def _write(answer: Answer, form: str, limit: int) -> None:
    match form:
        case "csv":
            _csv(answer)
        case "json":
            _json(answer)
        case _:
            _table(answer, limit)


def _rows(answer: Answer) -> Iterator[Row]:
    return chain.from_iterable(answer.chunks())


def _table(answer: Answer, limit: int) -> None:
    rows = list(islice(_rows(answer), limit + 1 if limit else None))
    is_cut = bool(limit) and len(rows) > limit
    table = Table(box=box.SIMPLE_HEAD)
    for name in answer.columns:
        table.add_column(Text(name), no_wrap=True, max_width=_WIDEST)
    for row in rows[:limit] if is_cut else rows:
        table.add_row(*map(_shown, row))
    # Rows are not folded to the width of the terminal: a line is a row.
    Console(width=_WIDEST * max(1, len(answer.columns))).print(table)
    if is_cut:
        click.echo(
            f"只显示前 {limit} 行；加 --limit 0 显示全部，或 --format csv / "
            f"only the first {limit} rows are shown: --limit 0 shows all, or --format csv",
            err=True,
        )


def _shown(value: Any) -> Text:
    """A value in a table; a missing one is marked, so that it is not taken for an empty text."""
    if value is None:
        return Text("NULL", style="dim italic")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return Text(str(value), justify="right" if isinstance(value, int) else "left")


def _csv(answer: Answer) -> None:
    """With a header; NULL is nothing between the commas, an empty text is ""."""
    click.echo(",".join(map(_field, answer.columns)))
    for rows in answer.chunks():
        click.echo("\n".join(",".join(map(_field, row)) for row in rows))


def _field(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | dict):
        value = _encoder.encode(value).decode()
    text = str(value)
    return '"' + text.replace('"', '""') + '"' if text == "" or any(sign in text for sign in ',"\r\n') else text


def _json(answer: Answer) -> None:
    """An array of objects, one a line."""
    between = "[\n"
    for row in _rows(answer):
        line = _encoder.encode(dict(zip(answer.columns, row, strict=True))).decode()
        click.echo(between + line, nl=False)
        between = ",\n"
    click.echo("\n]" if between != "[\n" else "[]")


if __name__ == "__main__":
    warehouse(prog_name="python -m warehouse")
