"""``make bench``: the weekly job under load, and one document against the libraries that read tables only.

Times are this machine's; what carries over are the ratios, both sides of which come from the same run.
"""

import csv
import io
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import cycle
from pathlib import Path
from random import Random

import click
import pandas
import pdfplumber

from etl.pipeline import document_of, read_document
from tests.evaluation.memory import Watched
from tests.maker.compose import reports
from tests.maker.corpus import corpus, write
from tests.maker.typeset.html import MARKUPS, HtmlLayout, html
from tests.maker.typeset.pdf import PdfLayout, pdf

DOCUMENTS = 12
ROUNDS = 7


def _run(command: list[str]) -> tuple[float, int]:
    """Seconds and peak bytes of a command and its children; its output goes to the terminal."""
    started = time.perf_counter()
    process = subprocess.Popen(command)
    with Watched(process.pid) as watched:
        code = process.wait()
    if code not in (0, 1):
        raise SystemExit(f"{' '.join(command)} ended with {code}")
    return time.perf_counter() - started, watched.peak


def _last_run(data: Path) -> dict[str, str]:
    """What the warehouse says of the latest run."""
    query = "SELECT documents_seen, documents_read, documents_unchanged FROM runs ORDER BY started_at DESC LIMIT 1"
    command = [sys.executable, "-m", "warehouse", "sql", query, "--data", str(data), "--format", "csv"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return next(csv.DictReader(io.StringIO(printed.lstrip("\ufeff"))))


def weekly_job(count: int, jobs: int) -> None:
    """Read ``count`` reports, then the same folder again, of which nothing may be read anew."""
    with tempfile.TemporaryDirectory() as place:
        folder, data = Path(place, "reports"), Path(place, "data")
        folder.mkdir()
        write(folder, corpus(count, 1, ("html",)), Path(place, "truth.jsonl"))
        command = [sys.executable, "-m", "etl", "run", str(folder), "--data", str(data), "--jobs", str(jobs)]
        seconds, peak = _run(command)
        click.echo(f"\nfirst run:  {count / seconds:,.0f} reports/s, peak {peak / 1e6:,.0f} MB, {_last_run(data)}")
        again, _ = _run(command)
        last = _last_run(data)
        click.echo(f"\nsecond run: {again:.1f} s, {seconds / again:.1f} times faster, {last}")
        if last["documents_read"] != "0":
            raise SystemExit("the second run read documents that it had read before")


def _cpu_seconds(action: Callable[[], object]) -> float:
    started = time.process_time()
    action()
    return time.process_time() - started


def _pdf_tables(content: bytes) -> None:
    with pdfplumber.open(io.BytesIO(content)) as file:
        for page in file.pages:
            page.extract_tables()


Pair = tuple[Callable[[], object], Callable[[], object]]


def _pairs() -> dict[str, list[Pair]]:
    """Our whole reading (cells, prose, checks) and a library that only takes the tables apart, of the same files."""
    made = list(reports(Random(1), DOCUMENTS))
    pages = [html(report, HtmlLayout(markup=markup)) for report, markup in zip(made, cycle(MARKUPS), strict=False)]
    files = [pdf(report, PdfLayout()) for report in made[: DOCUMENTS // 3]]
    return {
        "web page against pandas.read_html (lxml)": [
            (partial(_read, "report.html", page), partial(_web_tables, page)) for page in pages if _lxml_reads(page)
        ],
        "PDF against pdfplumber": [(partial(_read, "report.pdf", file), partial(_pdf_tables, file)) for file in files],
    }


def _read(name: str, content: bytes) -> None:
    read_document(document_of(name, content))


def _web_tables(page: bytes) -> None:
    pandas.read_html(io.BytesIO(page), flavor="lxml")


def _lxml_reads(page: bytes) -> bool:
    """Whether the library takes the page at all: its time for pages that it gives up on says nothing."""
    try:
        _web_tables(page)
    except (ValueError, IndexError):
        return False
    return True


def one_document() -> None:
    """Milliseconds of CPU a document, the median over interleaved rounds, and their ratio."""
    for name, pairs in _pairs().items():
        rounds = [[(_cpu_seconds(ours), _cpu_seconds(theirs)) for ours, theirs in pairs] for _ in range(ROUNDS + 1)][1:]
        whole, tables = (
            statistics.median(sum(times[side] for times in one) / len(pairs) for one in rounds) for side in (0, 1)
        )
        ratios = sorted(sum(t[0] for t in one) / sum(t[1] for t in one) for one in rounds)
        click.echo(
            f"{name}, {len(pairs)} documents, {ROUNDS} rounds: ours, whole {whole * 1000:.1f} ms; "
            f"theirs, tables alone {tables * 1000:.1f} ms; ratio {whole / tables:.2f} "
            f"(rounds {ratios[0]:.2f} to {ratios[-1]:.2f}), {tables / whole:.1f} times as fast"
        )


@click.command()
@click.option("--count", default=10_000, show_default=True, help="Reports for the weekly job.")
@click.option("--jobs", default=2, show_default=True, help="Processes that read.")
@click.option("--documents-only", is_flag=True, help="Leave the weekly job out.")
def main(count: int, jobs: int, documents_only: bool) -> None:
    """Measure the weekly job and the reading of one document."""
    one_document()
    if not documents_only:
        weekly_job(count, jobs)


if __name__ == "__main__":
    main()
