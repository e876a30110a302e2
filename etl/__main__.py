"""``python -m etl run | parse | explain | …``: the commands by name."""

from importlib import import_module

import click

_COMMANDS = {
    "run": "run:run_command",
    "parse": "parse:parse_command",
    "explain": "explain:explain_command",
    "layout": "layout:layout_command",
    "prose": "prose:prose_command",
    "sources": "sources:sources_command",
    "trial": "trial:trial_command",
    "backup": "backup:backup_command",
    "restore": "backup:restore_command",
    "doctor": "doctor:doctor_command",
}
"""Module of ``etl.commands`` and the command in it, in the order of the weekly work."""


class _Lazy(click.Group):
    """A group that imports the module of a command when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, attribute = _COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(f"etl.commands.{module}"), attribute)
        return command


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def main() -> None:
    """读取政府信息公开工作年度报告，核对后写入台账，并发布快照。

    Reads yearly disclosure reports, checks them, keeps them in the ledger and publishes a snapshot.

    \b
    示例 / examples:
      python -m etl run 报告目录/ --data data
      python -m etl parse 报告.pdf | python -m json.tool --no-ensure-ascii
      python -m etl explain a1b2c3-2023-4d5e received total
    """


if __name__ == "__main__":
    main(prog_name="python -m etl")
