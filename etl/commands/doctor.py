"""``python -m etl doctor``: what is wrong with an installation, with a remedy each."""

import sys
from pathlib import Path

import click

from etl.commands.shared import data_option
from etl.doctor import doctor


@click.command("doctor")
@data_option
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
