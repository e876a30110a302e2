"""``make bench``: a run over documents that have not changed, against ``find`` listing them with sizes and dates.

A few reports are read; the folder and the ledger are then filled with copies of them, so that even 100,000 documents are
there in minutes: ``--count 100000``.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click
import duckdb
from msgspec import Struct

from etl.collect.collection import looked_through, planned
from tests.evaluation.memory import Watched
from tests.maker.corpus import corpus, write
from warehouse.ledger import Ledger, ledger_path

ROUNDS = 3
READ = 50
"""So many reports are really read."""
_KEYS = {
    "documents": ("sha256",), "reports": ("sha256", "report_id", "agency_id"), "readings": ("report_id",),
    "indicators": ("report_id",), "statements": ("report_id",), "findings": ("report_id",), "sections": ("report_id",),
    "signatures": ("report_id",),
}  # fmt: skip


class Times(Struct, frozen=True):
    """Seconds by the clock and of the processor, and the peak of memory in bytes."""

    clock: float
    processor: float
    peak: int


def measured(command: list[str]) -> Times:
    """What a command and its children cost."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    with Watched(process.pid) as watched:
        code = process.wait()
    if code:
        raise SystemExit(f"{' '.join(command)} ended with {code}")
    clock, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Times(clock, processor, watched.peak)


def fill(place: Path, count: int, run: list[str]) -> Path:
    """The data folder of so many documents, and the folder ``reports`` that they were read from."""
    folder, data = place / "reports", place / "data"
    first = folder / "00000"
    first.mkdir(parents=True)
    write(first, corpus(READ, 1, ("html",)), place / "truth.jsonl")
    subprocess.run([*run, str(folder), "--data", str(data)], stdout=subprocess.DEVNULL, check=False)
    copies = max(0, count // READ - 1)
    for number in range(1, copies + 1):
        copy = folder / f"{number:05}"
        copy.mkdir()
        for file in first.iterdir():
            os.link(file, copy / file.name)
    with duckdb.connect(ledger_path(data)) as ledger:
        ledger.execute(f"create temp table copies as select range as copy from range(1, {copies + 1})")
        for table, keys in _KEYS.items():
            changed = ", ".join(f"{key} || '-' || copy as {key}" for key in keys)
            ledger.execute(f"insert into {table} select t.* replace ({changed}) from {table} as t, copies")
        ledger.execute(
            "insert into seen_files select replace(path, '/00000/', '/' || printf('%05d', copy) || '/'), size, mtime_ns,"
            " sha256 || '-' || copy from seen_files, copies"
        )
    subprocess.run([*run, str(folder), "--data", str(data)], stdout=subprocess.DEVNULL, check=True)
    return data


def telling(folder: Path, data: Path) -> float:
    """Processor seconds, those of ``find`` with them, of what a run does before it publishes: list the files, know them."""
    with Ledger.open(data) as ledger:
        before = os.times()[:4]
        met = looked_through(planned([folder], data), data, ledger)
        spent = sum(os.times()[:4]) - sum(before)
    if met.changed:
        raise SystemExit(f"{len(met.changed)} documents count as changed")
    return spent


@click.command()
@click.option("--count", default=5_000, show_default=True, help="Documents.")
def main(count: int) -> None:
    """Measure a run in which nothing has changed."""
    run = [sys.executable, "-m", "etl", "run"]
    for size in (count // 10, count):
        with tempfile.TemporaryDirectory() as place:
            data, folder = fill(Path(place), size, run), Path(place, "reports")
            find = ["find", str(folder), "-type", "f", "-printf", "%s %T@ %p\\n"]
            theirs = [measured(find) for _ in range(ROUNDS)]
            ours = [measured([*run, str(folder), "--data", str(data)]) for _ in range(ROUNDS)]
            told = [telling(folder, data) for _ in range(ROUNDS)]
        peer, whole = statistics.median(t.processor for t in theirs), statistics.median(t.processor for t in ours)
        click.echo(
            f"{size:,} unchanged documents, processor time: find {peer:.2f} s; to tell that none has changed "
            f"{statistics.median(told) / peer:.1f} times that; the whole run {whole / peer:.1f} times "
            f"({whole:.2f} s), peak {max(t.peak for t in ours) / 1e6:,.0f} MB; "
            f"by the clock {statistics.median(t.clock for t in ours) / statistics.median(t.clock for t in theirs):.1f} times"
        )


if __name__ == "__main__":
    main()
