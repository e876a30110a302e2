"""``make bench``: the weekly job under load, and one document against the libraries that read tables only.

Times are this machine's; what carries over are the ratios, both sides of which come from the same run.
"""

import csv
import io
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import click
import pandas
import pdfplumber

from etl.pipeline import document_of, read_document
from tests.maker.compose import reports
from tests.maker.corpus import corpus, write
from tests.maker.typeset.html import HtmlLayout, html
from tests.maker.typeset.pdf import PdfLayout, pdf

POLL_SECONDS = 0.2


def _proportional_bytes(pid: int) -> int:
    """The memory of one process, a page that several share counted in parts; nothing once it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _family(root: int) -> list[int]:
    """A process and all its descendants, from /proc."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue

    def belongs(pid: int) -> bool:
        while pid and pid != root:
            pid = parents.get(pid, 0)
        return pid == root

    return [pid for pid in parents if belongs(pid)]


def _run(command: list[str]) -> tuple[float, int]:
    """Seconds and peak bytes of a command and its children; its output goes to the terminal."""
    started = time.perf_counter()
    process = subprocess.Popen(command)
    peak = 0
    ended = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not ended.wait(POLL_SECONDS):
            peak = max(peak, sum(map(_proportional_bytes, _family(process.pid))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    ended.set()
    watcher.join()
    if code not in (0, 1):
        raise SystemExit(f"{' '.join(command)} ended with {code}")
    return time.perf_counter() - started, peak


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


def one_document() -> None:
    """The whole reading of one report against a library that only takes its tables apart."""
    report = next(reports(Random(1), 1))
    page, file = html(report, HtmlLayout()), pdf(report, PdfLayout())
    words = page.decode()
    pairs: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "web page, pandas.read_html": (
            lambda: read_document(document_of("report.html", page)),
            lambda: pandas.read_html(io.StringIO(words)),
        ),
        "PDF, pdfplumber": (
            lambda: read_document(document_of("report.pdf", file)),
            lambda: _pdf_tables(file),
        ),
    }
    for name, (ours, theirs) in pairs.items():
        whole, tables = (statistics.median(_cpu_seconds(action) for _ in range(15)) for action in (ours, theirs))
        click.echo(f"{name}: our whole reading takes {whole / tables:.2f} of the CPU time of its tables alone")


@click.command()
@click.option("--count", default=10_000, show_default=True, help="Reports for the weekly job.")
@click.option("--jobs", default=2, show_default=True, help="Processes that read.")
def main(count: int, jobs: int) -> None:
    """Measure the weekly job and the reading of one document."""
    one_document()
    weekly_job(count, jobs)


if __name__ == "__main__":
    main()
