"""``make bench``: the weekly job under load, and the same job again, in which nothing has changed."""

import csv
import io
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click

from tests.evaluation.memory import Watched
from tests.maker.corpus import corpus, write


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


@click.command()
@click.option("--count", default=10_000, show_default=True, help="Reports for the weekly job.")
@click.option("--jobs", default=2, show_default=True, help="Processes that read.")
def main(count: int, jobs: int) -> None:
    """Measure the weekly job, and the same job again."""
    weekly_job(count, jobs)


if __name__ == "__main__":
    main()
