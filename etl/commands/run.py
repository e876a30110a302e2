"""``python -m etl run``: the weekly job."""

import os
import sys
from pathlib import Path
from typing import Literal

import click

from etl.commands.shared import data_option
from etl.weekly import Request, weekly


@click.command("run")
@click.argument("sources", metavar="[SOURCE ...]", nargs=-1, type=click.Path(path_type=Path))
@data_option
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
