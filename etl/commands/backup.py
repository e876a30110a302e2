"""``python -m etl backup | restore``: the whole data folder in one file, and back."""

from pathlib import Path

import click

from etl.commands.shared import data_option, stop
from warehouse.acceptance import PublishRefused
from warehouse.backup import BackupFailed, back_up, restore
from warehouse.lock import WarehouseLocked
from warehouse.publish import publish


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@data_option
@click.option("--with-snapshots", is_flag=True, help="快照也备份 / the snapshots as well")
def backup_command(file: Path, data: Path, with_snapshots: bool) -> None:
    """把台账、原件、人工决定和配置备份为一个文件（.tar 或 .tar.gz）。运行期间不备份。

    Packs ledger, documents, decisions and configuration into one file; refused while a run goes on.
    """
    try:
        backup = back_up(data, file, with_snapshots=with_snapshots)
    except (BackupFailed, WarehouseLocked) as error:
        stop(str(error), 2)
    except OSError as error:
        stop(f"备份没有写成：{error}。请检查 {file} 所在磁盘的空间和权限。", 2)
    click.echo(f"已备份 {backup.file_count:,} 个文件，{backup.byte_count / 1e6:,.1f} MB：{file}")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@data_option
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
        stop(str(error), 2)
    except PublishRefused as error:
        stop(str(error), 3)
    except OSError as error:
        stop(f"没有恢复成：{error}。请检查 {data} 所在磁盘的空间和权限。", 2)
