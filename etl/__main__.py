"""``python -m etl run | parse | explain | backup | restore | doctor``: one function call a command."""

import os
import sys
from pathlib import Path
from typing import Literal

import click
from rich.console import Console

from etl.agencies import BrokenCatalogue
from etl.doctor import doctor
from etl.explain import ExplainError, explain
from etl.layout import layout_command
from etl.output import as_json
from etl.pipeline import document_of, read_document
from etl.run import use_catalogue
from etl.sources_command import sources_command
from etl.weekly import Request, weekly
from warehouse.acceptance import PublishRefused
from warehouse.backup import BackupFailed, back_up, restore
from warehouse.lock import WarehouseLocked
from warehouse.publish import publish
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
@click.option(
    "--allow-fall", is_flag=True, help="准许新快照比原快照少（核对之后） / publish even if there is less than before"
)
@click.option(
    "--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True,
    help="小结的格式：文字，或 JSON 行 / the summary as text or as JSON lines",
)  # fmt: skip
@click.option(
    "--log", type=click.Path(dir_okay=False, path_type=Path), help="运行日志，每行一个 JSON / log of JSON lines"
)
@click.option(
    "--metrics", type=click.Path(dir_okay=False, path_type=Path),
    help="Prometheus 指标文件，默认为 DATA/metrics.prom / file of metrics, DATA/metrics.prom by default",
)  # fmt: skip
def run_command(
    sources: tuple[Path, ...],
    data: Path,
    jobs: int,
    allow_fall: bool,
    form: Literal["text", "jsonl"],
    log: Path | None,
    metrics: Path | None,
) -> None:
    """每周任务：读入有变化的报告，核对，发布新的快照。

    SOURCE 是文件、目录或 ZIP 压缩包；不给出时从 DATA/sources.toml 配置的网站和文件夹采集。没有变化的不再读取。

    Takes in files, folders and ZIP archives, or collects from the sites and folders of DATA/sources.toml; reads only what
    changed.

    \b
    退出码 / exit codes:
      0  全部读取并已发布 / all read and published
      1  已发布，但有文件无法读取，或有来源异常（逐一列出）/ published, some documents unreadable or sources amiss, each named
      2  命令或配置有误 / the call or a configuration file is wrong
      3  检查未通过或未能发布，仍使用原快照 / a check refused the new warehouse, or it could not be made
    """
    sys.exit(weekly(Request(sources, data, jobs, allow_fall, form, log, metrics)))


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


@main.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@DATA
@click.option("--with-snapshots", is_flag=True, help="快照也备份 / the snapshots as well")
def backup_command(file: Path, data: Path, with_snapshots: bool) -> None:
    """把台账、原件、人工决定和配置备份为一个文件（.tar 或 .tar.gz）。运行期间不备份。

    Packs ledger, documents, decisions and configuration into one file; refused while a run goes on.
    """
    try:
        backup = back_up(data, file, with_snapshots=with_snapshots)
    except (BackupFailed, WarehouseLocked) as error:
        _stop(str(error), 2)
    except OSError as error:
        _stop(f"备份没有写成：{error}。请检查 {file} 所在磁盘的空间和权限。", 2)
    click.echo(f"已备份 {backup.file_count:,} 个文件，{backup.byte_count / 1e6:,.1f} MB：{file}")


@main.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@DATA
@click.option("--replace", is_flag=True, help="数据目录不空时，将它改名留存 / put a folder that is not empty aside")
def restore_command(file: Path, data: Path, replace: bool) -> None:
    """从备份恢复数据目录，逐个文件核对指纹，然后发布快照。

    Restores a backup, every file held against its hash, and publishes a snapshot.
    """
    try:
        backup, aside = restore(file, data, replace=replace)
        if aside is not None:
            click.echo(f"原目录已改名为 {aside}")
        click.echo(
            f"已恢复 {backup.made_at.astimezone():%Y-%m-%d %H:%M} 的备份，{backup.file_count:,} 个文件，全部与指纹相符"
        )
        click.echo(f"已发布：{publish(data).path}")
    except (BackupFailed, WarehouseLocked) as error:
        _stop(str(error), 2)
    except PublishRefused as error:
        _stop(str(error), 3)
    except OSError as error:
        _stop(f"没有恢复成：{error}。请检查 {data} 所在磁盘的空间和权限。", 2)


@main.command("doctor")
@DATA
@click.option("--whole-store", is_flag=True, help="核对全部原件，不只抽查 / every document of the store, not a sample")
def doctor_command(data: Path, whole_store: bool) -> None:
    """检查安装和数据目录，逐项说明问题和补救办法；什么也不改动。有问题时退出码为 1。

    Says what is wrong with an installation, with a remedy each; exit code 1 if anything is.
    """
    marks = {"ok": "正常", "notice": "注意", "wrong": "有误"}
    is_wrong = False
    for check in doctor(data, whole_store=whole_store):
        is_wrong |= check.state == "wrong"
        click.echo(f"{marks[check.state]}  {check.name}：{check.found}")
        if check.remedy and check.state != "ok":
            click.echo(f"      → {check.remedy}")
    sys.exit(is_wrong)


main.add_command(layout_command)
main.add_command(sources_command)


def _stop(message: str, code: int) -> None:
    click.echo(message, err=True)
    sys.exit(code)


if __name__ == "__main__":
    main(prog_name="python -m etl")
