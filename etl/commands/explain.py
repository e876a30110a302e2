"""``python -m etl explain``: where each number of a report stands in its document."""

import sys
from pathlib import Path

import click
from rich.console import Console

from etl.commands.shared import data_option, stop
from etl.explain import ExplainError, explain
from warehouse.snapshot import NoSnapshot

_PIPE_WIDTH = 240


@click.command("explain")
@click.argument("report_id")
@click.argument("row", required=False)
@click.argument("column", required=False)
@data_option
def explain_command(report_id: str, row: str | None, column: str | None, data: Path) -> None:
    """说明一份报告中每个数字在原文的位置；给出 ROW COLUMN 时只说明该格。

    Where each number of a report stands in its document; with ROW COLUMN, that cell alone.
    """
    try:
        # A pipe has no width of its own: nothing of a label is cut there.
        console = Console() if sys.stdout.isatty() else Console(width=_PIPE_WIDTH)
        console.print(explain(data, report_id, row, column), soft_wrap=False)
    except (ExplainError, NoSnapshot) as error:
        stop(str(error), 2)
