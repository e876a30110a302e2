"""``python -m etl trial``: a data folder of made-up reports, to try out how the product does at the size of a country."""

import sys
import time
from pathlib import Path

import click

from etl.agencies import functions
from etl.concepts import load_concepts
from etl.records import catalogue_cells, region_change_records, region_records
from warehouse import taking
from warehouse.acceptance import PublishRefused
from warehouse.kinship import put_kinship
from warehouse.ledger import Ledger, ledger_path
from warehouse.lock import WarehouseLocked
from warehouse.publish import publish
from warehouse.trial import Trial, fill

_GENERAL = {"government": "人民政府", "general_office": "人民政府办公室"}


@click.command("trial")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), required=True,
    help="新的数据目录，不可已有台账 / a new data folder",
)  # fmt: skip
@click.option("--organs", type=click.IntRange(1, 1_000_000), default=2_000, show_default=True, help="机关数 / organs")
@click.option(
    "--years", type=click.IntRange(1, 17), default=6, show_default=True, help="年度数，截至 2024 / years up to 2024"
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="种子：相同则数据相同 / the same seed, the same data"
)
@click.option(
    "--memory", metavar="SIZE",
    help="建快照的内存上限，如 12GB；默认为内存的一半 / limit of memory for the snapshot, half of it by default",
)  # fmt: skip
def trial_command(out: Path, organs: int, years: int, seed: int, memory: str | None) -> None:
    """生成合成数据，供试用和测速：虚构的机关，真实的地区，全国规模亦可。

    数据从台账建库、核验、发布，与真实数据走同一条路；快照和看板的每一页都标明是合成数据。

    Makes a folder of synthetic data for trials, up to the size of the country, and publishes it; every page says so.

    \b
    示例 / example:
      python -m etl trial --out trial --organs 20000 --years 17
      python -m dashboard --data trial
    """
    if ledger_path(out).exists():
        click.echo(f"{out} 中已有台账。合成数据不与其他数据混在一起：请另选一个目录 / choose another folder", err=True)
        sys.exit(2)
    started = time.monotonic()

    def progress(step: str) -> None:
        click.echo(f"{time.monotonic() - started:7.1f} s  {step}", err=True)

    out.mkdir(parents=True, exist_ok=True)
    try:
        with Ledger.open(out) as ledger:
            put_catalogue(ledger)
            reports = fill(ledger, Trial(organs, years, seed), _organ_names(), progress)
        progress("publish")
        published = publish(out, memory_limit=memory)
    except WarehouseLocked as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    except PublishRefused as error:
        click.echo(str(error), err=True)
        sys.exit(3)
    click.echo(
        f"合成年报 {reports:,} 份，单元格 {published.row_counts['cells']:,} 个；用时 {time.monotonic() - started:,.1f} 秒，"
        f"快照 {published.path.stat().st_size / 1e6:,.0f} MB：{published.path}"
    )


def put_catalogue(ledger: Ledger) -> None:
    """Give the ledger the terms, the forms and the places that the weekly job gives it."""
    taking.put_catalogue(ledger, load_concepts().terms(), catalogue_cells(), region_records())
    put_kinship(ledger, region_change_records(), [], [])


def _organ_names() -> dict[str, str]:
    """The name of an organ of each function, without its place; organs of no known function are left out."""
    names = {f.code: f.words[0].strip("^") for f in functions() if f.words}
    return {code: _GENERAL.get(code, name if name[-1] in "局厅" else f"{name}局") for code, name in names.items()}
