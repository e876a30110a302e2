"""``make bench``: finding an organ among 200,000 by a part of a name or by pinyin letters, against SQLite's LIKE on the same names.

The snapshot is published from a ledger of that many organs, a report each, and asked by the dashboard's own question.
"""

import hashlib
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice, product
from pathlib import Path

import click

from dashboard import queries
from dashboard.search import search
from etl.agencies import describe, functions, regions
from etl.concepts import load_concepts
from etl.records import catalogue_cells, region_records
from warehouse import taking
from warehouse.ledger import Ledger
from warehouse.publish import publish
from warehouse.records import DocumentRecord, ReportRecord
from warehouse.snapshot import current_snapshot

PATTERNS = (
    "司法局",
    "洪泽区",
    "洪泽区司法局",
    "hzqsfj",
    "cqs",
    "lasrmzf",
    "xmsgaj",
    "卫生健康",
    "没有这个名称",
    "zzzzzz",
)
ROUNDS = 9
LIMIT = 500
_BATCH = 20_000


def names(count: int) -> list[str]:
    """Names of organs: every division with every kind of office that a function is known by."""
    offices = [word + "局" for function in functions() for word in function.words if len(word) > 1]
    return [region.full_name + office for office, region in islice(product(offices, regions()), count)]


def documents(count: int) -> Iterator[DocumentRecord]:
    """A document a name; nothing but the name and the year is in it."""
    for name in names(count):
        a = describe(name)
        report = ReportRecord(
            a.agency_id, name, 2023, "2021", a.region_code, a.region, a.level, a.function, "2024-01-20"
        )
        sha256 = hashlib.sha256(name.encode()).hexdigest()
        yield DocumentRecord(sha256, f"{name}.html", "text/html", 1, "1", "report", reports=(report,))


def load(data: Path, count: int) -> None:
    """The ledger and the snapshot of that many organs."""
    waiting = documents(count)
    with Ledger.open(data) as ledger:
        taking.put_catalogue(ledger, load_concepts().terms(), catalogue_cells(), region_records())
        while batch := list(islice(waiting, _BATCH)):
            taking.take(ledger, batch)
    started = time.perf_counter()
    publish(data)
    click.echo(f"published {count:,} organs in {time.perf_counter() - started:.1f} s")


def _milliseconds(action: Callable[[str], object]) -> list[float]:
    """The median of each pattern over the rounds."""
    times: dict[str, list[float]] = {pattern: [] for pattern in PATTERNS}
    for _ in range(ROUNDS):
        for pattern in PATTERNS:
            started = time.perf_counter()
            action(pattern)
            times[pattern].append((time.perf_counter() - started) * 1000)
    return [statistics.median(found) for found in times.values()]


@click.command()
@click.option("--count", default=200_000, show_default=True, help="Organs.")
def main(count: int) -> None:
    """Measure the search for an organ."""
    with tempfile.TemporaryDirectory() as place:
        data = Path(place)
        load(data, count)
        snapshot = current_snapshot(data)
        query = queries.load("agencies_found")
        rows = snapshot.frame("select agency_id, agency, names, initials from agency_index").rows()
        peer = sqlite3.connect(":memory:")
        peer.execute("create table organs (agency_id text, agency text, names text, initials text)")
        peer.executemany("insert into organs values (?, ?, ?, ?)", rows)
        like = "select agency_id, agency from organs where names like ? or initials like ? order by agency limit ?"
        ours = _milliseconds(lambda pattern: snapshot.frame(query, {**search(pattern), "row_limit": LIMIT}))
        theirs = _milliseconds(lambda pattern: peer.execute(like, [f"%{pattern}%", f"%{pattern}%", LIMIT]).fetchall())
    for pattern, mine, other in zip(PATTERNS, ours, theirs, strict=True):
        click.echo(f"{pattern}: ours {mine:.1f} ms; SQLite LIKE {other:.1f} ms; ratio {mine / other:.2f}")
    click.echo(
        f"search among {len(rows):,} organs, {ROUNDS} rounds: ours at most {max(ours):.1f} ms, SQLite LIKE {max(theirs):.1f} ms"
    )


if __name__ == "__main__":
    main()
