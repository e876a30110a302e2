"""What the runs are tortured on: a published warehouse, and an inbox with new, changed and unchanged reports beside it.

Some documents of the warehouse count as read by an older reader, and otherwise than now: the run reads them again, too.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb

from warehouse.ledger import ledger_path
from warehouse.snapshot import NoSnapshot, connect, current_path

SAMPLES = Path(__file__).parents[2] / "etl" / "samples" / "reports"
LEDGER = (
    "documents",
    "seen_files",
    "reports",
    "readings",
    "indicators",
    "statements",
    "findings",
    "sections",
    "signatures",
    "rereadings",
)
VIEWS = (
    "reports",
    "cells",
    "findings",
    "applications",
    "disputes",
    "publications",
    "revisions",
    "documents",
    "coverage",
)
_OF_THE_MOMENT = "name not in ('batch_no', 'loaded_at', 'seen_at')"
Rows = dict[str, list[tuple]]


class Runner:
    """Starts runs, and waits for them."""

    def __init__(self, output: Path) -> None:
        self.output = output
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.torture.runner"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def start(self, inbox: Path, data: Path, file_size: int | None = None) -> int:
        """The process id of a run that has begun; ``file_size`` (bytes): no file may grow larger."""
        log = self.output.with_name("events.jsonl")
        log.unlink(missing_ok=True)
        arguments = ["run", str(inbox), "--data", str(data), "--jobs", "1", "--log", str(log)]
        self._say({"arguments": arguments, "file_size": file_size, "output": str(self.output)})
        return self._answer()

    def wait(self) -> int:
        """The exit code of that run; negative: the signal that ended it."""
        return self._answer()

    def run(self, inbox: Path, data: Path, file_size: int | None = None) -> int:
        self.start(inbox, data, file_size)
        return self.wait()

    def stage(self) -> str:
        """How far the last run got."""
        log = self.output.with_name("events.jsonl")
        lines = log.read_text("utf-8").splitlines() if log.exists() else []
        events = [json.loads(line)["event"] for line in lines if line.endswith("}")]
        return events[-1] if events else "start"

    def close(self) -> None:
        self._process.communicate(timeout=60)

    def _say(self, order: dict) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def _answer(self) -> int:
        assert self._process.stdout
        return int(json.loads(self._process.stdout.readline()))


@contextmanager
def runner(place: Path) -> Iterator[Runner]:
    started = Runner(place / "output.txt")
    try:
        yield started
    finally:
        started.close()


def set_scene(place: Path, count: int, run: Runner) -> tuple[Path, Path]:
    """The inbox and the data folder; ``count`` reports, of which a third is new to the warehouse and one has changed."""
    inbox, base = place / "inbox", place / "base"
    inbox.mkdir()
    samples = sorted(path for path in SAMPLES.iterdir() if path.suffix in (".html", ".txt"))[:count]
    known = samples[: count * 2 // 3]
    for sample in known:
        shutil.copy2(sample, inbox)
    assert run.run(inbox, base) == 0, run.output.read_text("utf-8")
    with duckdb.connect(ledger_path(base)) as ledger:
        older = f"(select sha256 from documents order by sha256 limit {max(1, count // 6)})"
        ledger.execute(f"update documents set reader_version = '0' where sha256 in {older}")
        ledger.execute(
            "update readings set value = value + 1 where status = 'reported' and row_code = 'received'"
            f" and report_id in (select report_id from reports where sha256 in {older})"
        )
    for sample in samples[len(known) :]:
        shutil.copy2(sample, inbox)
    changed = inbox / known[-1].name
    changed.write_text(changed.read_text("utf-8").replace("0", "1", 3) + "\n更正。\n", encoding="utf-8")
    return inbox, base


def reports_served(data: Path) -> int | None:
    """How many reports the current snapshot has; None if it cannot be opened."""
    path = current_path(data)
    try:
        with closing(connect(path)) as connection:  # type: ignore[arg-type]
            return connection.execute("select count(*) from reports join cells using (report_id)").fetchall()[0][0]
    except (NoSnapshot, duckdb.Error, TypeError):
        return None


def contents(data: Path) -> Rows:
    """Every row of the ledger and of the main views, but for what tells the moment, and the documents of the store."""
    rows: Rows = {}
    with duckdb.connect(ledger_path(data), read_only=True) as ledger:
        for table in LEDGER:
            rows[f"ledger.{table}"] = _rows(ledger, table)
    with closing(connect(current_path(data))) as snapshot:  # type: ignore[arg-type]
        for view in VIEWS:
            rows[view] = _rows(snapshot, view)
    rows["store"] = sorted(
        (path.name, path.stat().st_size) for path in (data / "documents").rglob("*") if path.is_file()
    )
    return rows


def _rows(connection: duckdb.DuckDBPyConnection, relation: str) -> list[tuple]:
    return sorted(
        connection.execute(f"select columns(lambda name: {_OF_THE_MOMENT}) from {relation}").fetchall(), key=repr
    )


def leftovers(data: Path) -> list[str]:
    """What no run should leave behind once the next is through."""
    patterns = ("*.part*", ".*", "tmp/*", "documents/incoming/*", "*.wal")
    return sorted(path.name for pattern in patterns for path in data.glob(pattern))


def end(process: int, whom: str) -> None:
    """Kill a run: with all its workers (as a power cut does), alone, or one of its workers."""
    if whom == "all":
        os.killpg(process, signal.SIGKILL)
    elif whom == "run":
        os.kill(process, signal.SIGKILL)
    else:
        workers = [pid for pid in _descendants(process) if pid != process]
        for worker in workers[-1:]:
            os.kill(worker, signal.SIGKILL)


def _descendants(process: int) -> list[int]:
    """Of the same group, oldest first."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            if int(fields[2]) == process:
                found.append(int(folder.name))
    return sorted(found)
