"""``make torture``: the weekly job killed at random moments and left without disk, and what the next run makes of it."""

import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from random import Random

import click

from tests.torture.disk import may_mount
from tests.torture.rounds import Round, bench, killed, out_of_disk, out_of_file_size
from tests.torture.scene import runner, set_scene


@click.command()
@click.option("--kills", default=200, show_default=True)
@click.option("--full-disks", default=20, show_default=True)
@click.option("--reports", default=12, show_default=True, help="reports in the inbox")
@click.option("--seed", default=1, show_default=True)
@click.option("--minutes", type=float, help="begin no round after so many minutes")
def main(kills: int, full_disks: int, reports: int, seed: int, minutes: float | None) -> None:
    """Print a table of the rounds; exit code 1 if anything was lost, served half, or not made good."""
    started = time.monotonic()
    rounds: list[Round] = []
    try:
        for one in torture(kills, full_disks, reports, seed):
            rounds.append(one)
            if minutes is not None and time.monotonic() - started > 60 * minutes:
                break
    finally:
        print_table(rounds)
        click.echo(f"{len(rounds)} of {kills + full_disks} rounds in {time.monotonic() - started:.0f} s")
    sys.exit(any(one.faults for one in rounds))


def torture(kills: int, full_disks: int, reports: int, seed: int) -> Iterator[Round]:
    """The rounds, one after the other."""
    chance = Random(seed)
    fill = out_of_disk if may_mount() else out_of_file_size
    order = [killed] * kills + [fill] * full_disks
    chance.shuffle(order)
    with tempfile.TemporaryDirectory() as folder, runner(Path(folder)) as run:
        place = Path(folder)
        undisturbed = bench(place, *set_scene(place, reports, run), run)
        for number, to in enumerate(order):
            one = to(undisturbed, chance)
            for fault in one.faults:
                click.echo(f"round {number + 1}, {one.kind} at {one.stage}: {fault}", err=True)
            yield one


def print_table(rounds: list[Round]) -> None:
    by_kind: dict[str, list[Round]] = defaultdict(list)
    for one in rounds:
        by_kind[one.kind].append(one)
    click.echo(f"{'':12}{'rounds':>8}{'cut off':>9}{'made good':>11}  cut at")
    for kind, ones in sorted(by_kind.items()):
        cut = [one for one in ones if one.exit_code != 0]
        stages = Counter(one.stage for one in cut)
        where = ", ".join(f"{stage} {count}" for stage, count in stages.most_common())
        good = sum(not one.faults for one in ones)
        click.echo(f"{kind:12}{len(ones):>8}{len(cut):>9}{good:>11}  {where}")


if __name__ == "__main__":
    main()
