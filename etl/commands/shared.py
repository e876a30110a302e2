"""What the commands have in common: the data folder, and how a command ends that cannot go on."""

import sys
from pathlib import Path
from typing import NoReturn

import click

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path("data"),
    show_default=True,
    help="数据目录：台账、原文和快照都在其中 / the data folder",
)


def stop(message: str, code: int = 2) -> NoReturn:
    """End the command with a message on standard error."""
    click.echo(message, err=True)
    sys.exit(code)
