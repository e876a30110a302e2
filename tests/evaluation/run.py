"""Makes cases, has them read in processes of their own, and prints what came of them."""

import logging
import os
import time
from collections.abc import Callable
from random import Random
from typing import NamedTuple

import click
from rich.console import Console
from rich.progress import track

from etl.pipeline import document_of, read_document
from etl.workers import Limits, map_isolated
from tests.evaluation.cases import case, qualities
from tests.evaluation.memory import Watched
from tests.evaluation.mutations import erases, mutated, reprints
from tests.evaluation.scoring import NOTED, Score, score
from tests.evaluation.tally import Tally

LIMITS = Limits(memory_mib=1536, cpu_seconds=60, wall_seconds=300.0)
"""As much as the reader is given, and what it takes to make the largest scans in the same process."""


class Item(NamedTuple):
    """One case by its seed and number, which is all that a worker needs."""

    seed: int
    number: int
    forms: tuple[str, ...]
    only: str | None = None


class Result(NamedTuple):
    """What came of one case."""

    number: int
    form: str
    oddities: tuple[str, ...]
    score: Score | None
    reason: str = ""
    qualities: tuple[str, ...] = ()
    """Of a scan."""


def evaluated(item: Item) -> Result:
    """Make the case, read it, score it."""
    logging.disable(logging.CRITICAL)
    setting = case(item.seed, item.number, item.forms, item.only)
    outcome = read_document(document_of(f"{item.number:06d}.{setting.form}", setting.content()))
    found = score(setting.report, outcome)
    return Result(item.number, setting.form, setting.oddities, found, outcome.reason or "", qualities(setting))


def evaluated_mutation(item: Item) -> Result:
    """Make a case without oddities, damage its file, read it, and hold it against what stood there before."""
    logging.disable(logging.CRITICAL)
    rng = Random(f"mutation {item.seed}:{item.number}")
    setting = case(item.seed, item.number, item.forms, plain=True)
    name, content, ending = mutated(rng, setting)
    outcome = read_document(document_of(f"{item.number:06d}.{ending}".rstrip("."), content))
    found = score(setting.report, outcome)
    if found.counts["silent"] and reprints(setting.content(), content, setting.form):
        found.counts["reprinted"] = found.counts.pop("silent")
    if found.counts["unexplained"] and erases(setting.content(), content, setting.form):
        found.counts["missed"] += found.counts.pop("unexplained")
    return Result(item.number, setting.form, (name,), found, outcome.reason or "")


def lost(item: Item, reason: str, _is_passing: bool) -> Result:
    """The result of a case whose worker died."""
    return Result(item.number, "?", (), None, reason)


def _gravity(note: str) -> tuple[int, str]:
    return next((place for place, verdict in enumerate(("lost", *NOTED)) if verdict in note), len(NOTED) + 1), note


def evaluate(items: list[Item], jobs: int, shown: int, task: Callable[[Item], Result] = evaluated) -> bool:
    """Print the tables; False if a value is silently wrong or a case was lost."""
    by_form, by_oddity, by_quality = Tally(), Tally(), Tally()
    bad: list[str] = []
    started, answered = time.monotonic(), 0
    with Watched(os.getpid()) as watched:
        results = map_isolated(task, items, jobs, lost, LIMITS)
        for result in track(results, "read", len(items), console=Console(stderr=True), transient=True):
            if result.score is None:
                bad.append(f"lost {result.number}: {result.reason}")
                continue
            answered += 1
            by_form.add((result.form, "~ all"), result.score.counts)
            by_oddity.add(result.oddities or ("~ none",), result.score.counts)
            by_quality.add(result.qualities, result.score.counts)
            where = f"{result.number} {result.form} {'+'.join(result.oddities) or '-'}"
            bad += [f"{where}: {note}" for note in sorted(result.score.notes, key=_gravity)[:2]]
    for line in sorted(bad, key=_gravity)[:shown]:
        click.echo(line)
    click.echo(f"\n{by_form.table('form')}\n\n{by_oddity.table('oddity')}")
    if by_quality.rows:
        click.echo(f"\n{by_quality.table('scans')}")
    totals = by_form.rows["~ all"]
    click.echo(
        f"\n{answered} of {len(items)} documents in {time.monotonic() - started:.0f} s: "
        f"right {totals['right']}/{totals['cells']}, unexplained {totals['unexplained']}, "
        f"SILENT WRONG {totals['silent']}; peak memory {watched.peak / 1e6:.0f} MB"
    )
    return totals["silent"] == 0 and answered == len(items)
