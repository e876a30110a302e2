"""``python -m tests.evaluation``: cells right, missed and wrong over many made reports, by form and by oddity.

Exit code 1 if one value is wrong without a finding on its cell, or if a document was not answered.
"""

import sys

import click

from tests.evaluation.cases import FORM_WEIGHTS, SCAN, case
from tests.evaluation.run import Item, evaluate, evaluated_mutation
from tests.maker.oddities import ODDITIES


@click.command()
@click.option("--count", default=1000, show_default=True, help="Reports with random oddities.")
@click.option("--scans", default=0, show_default=True, help="Scanned reports with random oddities, among the others.")
@click.option("--mutations", default=0, show_default=True, help="Damaged documents, after the reports.")
@click.option("--seed", default=1, show_default=True, help="Seed of everything random.")
@click.option("--forms", default=",".join(FORM_WEIGHTS), show_default=True, help="Forms to draw from.")
@click.option("--only", type=click.Choice(sorted(ODDITIES)), help="Put this one oddity into every report.")
@click.option("--case", "single", type=int, help="Write the file of one case to standard output, and read nothing.")
@click.option("--shown", default=12, show_default=True, help="How many of the worst cells to name.")
@click.option("--jobs", default=2, show_default=True, help="Processes that make and read.")
def main(
    *,
    count: int,
    scans: int,
    mutations: int,
    seed: int,
    forms: str,
    only: str | None,
    single: int | None,
    shown: int,
    jobs: int,
) -> None:
    """Make reports as odd as real ones, read them, and say how much of them came out right."""
    chosen = tuple(forms.split(","))
    if single is not None:
        sys.stdout.buffer.write(case(seed, single, chosen, only).content())
        return
    is_sound = True
    items = [Item(seed, number, chosen, only) for number in range(count)]
    # Scans first: they take longest, and no worker idles at the end.
    items = [Item(seed, number, (SCAN,), only) for number in range(scans)] + items
    if items:
        is_sound = evaluate(items, jobs, shown)
    if mutations:
        damaged = [Item(seed, number, chosen) for number in range(mutations)]
        is_sound = evaluate(damaged, jobs, shown, evaluated_mutation) and is_sound
    if not is_sound:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
