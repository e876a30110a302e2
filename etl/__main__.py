"""``python -m etl run | parse | explain``: one function call a command."""

import os
import sys
from pathlib import Path

import click
import duckdb
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from etl.agencies import BrokenCatalogue
from etl.collect import SourceError
from etl.explain import ExplainError, explain
from etl.layout import layout_command
from etl.output import as_json
from etl.pipeline import document_of, read_document
from etl.roster import BrokenRoster
from etl.run import run, use_catalogue
from etl.sources_command import sources_command
from etl.summary import summary_text
from warehouse.decisions import BrokenDecisions
from warehouse.expectations import BrokenExpectations
from warehouse.lock import WarehouseLocked
from warehouse.publish import PublishRefused
from warehouse.snapshot import NoSnapshot

_PIPE_WIDTH = 240

DATA = click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path("data"),
    show_default=True,
    help="数据目录：台账、原文和快照都在其中 / the data folder",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def main() -> None:
    """读取政府信息公开工作年度报告，核对后写入台账，并发布快照。

    Reads yearly disclosure reports, checks them, keeps them in the ledger and publishes a snapshot.

    \b
    示例 / examples:
      python -m etl run 报告目录/ --data data
      python -m etl parse 报告.pdf | python -m json.tool --no-ensure-ascii
      python -m etl explain a1b2c3-2023-4d5e received total
    """


@main.command("run")
@click.argument("sources", metavar="[SOURCE ...]", nargs=-1, type=click.Path(path_type=Path))
@DATA
@click.option("--jobs", type=click.IntRange(1, 64), default=os.cpu_count() or 1, help="读取进程数 / reading processes")
def run_command(sources: tuple[Path, ...], data: Path, jobs: int) -> None:
    """每周任务：读入有变化的报告，核对，发布新的快照。

    SOURCE 是文件、目录或 ZIP 压缩包；不给出时从 DATA/sources.toml 配置的网站和文件夹采集。没有变化的不再读取。

    Takes in files, folders and ZIP archives, or collects from the sites and folders of DATA/sources.toml; reads only what
    changed.

    \b
    退出码 / exit codes:
      0  全部读取并已发布 / all read and published
      1  已发布，但有文件无法读取，或有来源异常（逐一列出）/ published, some documents unreadable or sources amiss, each named
      2  命令或配置有误 / the call or a configuration file is wrong
      3  检查未通过，仍使用原快照 / a check refused the new warehouse
    """
    console = Console(stderr=True)
    try:
        with Progress(
            TextColumn("读取 / reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console
        ) as bar:
            task = bar.add_task("", total=None)
            summary = run(sources, data, jobs, lambda done, total: bar.update(task, completed=done, total=total))
    except (SourceError, BrokenCatalogue, BrokenDecisions, BrokenExpectations, BrokenRoster, WarehouseLocked) as error:
        _stop(str(error), 2)
    except PublishRefused as error:
        _stop(str(error), 3)
    except (OSError, duckdb.IOException) as error:
        _stop(f"未能发布，原快照仍可使用：{error}。请检查数据目录 {data} 的磁盘空间和权限后重新运行。", 3)
    click.echo(summary_text(summary))
    sys.exit(summary.exit_code)


@main.command("parse")
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
        _stop(str(error), 2)
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


@main.command("explain")
@click.argument("report_id")
@click.argument("row", required=False)
@click.argument("column", required=False)
@DATA
def explain_command(report_id: str, row: str | None, column: str | None, data: Path) -> None:
    """说明一份报告中每个数字在原文的位置；给出 ROW COLUMN 时只说明该格。

    Where each number of a report stands in its document; with ROW COLUMN, that cell alone.
    """
    try:
        # A pipe has no width of its own: nothing of a label is cut there.
        console = Console() if sys.stdout.isatty() else Console(width=_PIPE_WIDTH)
        console.print(explain(data, report_id, row, column), soft_wrap=False)
    except (ExplainError, NoSnapshot) as error:
        _stop(str(error), 2)


main.add_command(layout_command)
main.add_command(sources_command)


def _stop(message: str, code: int) -> None:
    click.echo(message, err=True)
    sys.exit(code)


if __name__ == "__main__":
    main(prog_name="python -m etl")
