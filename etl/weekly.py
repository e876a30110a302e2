"""A run with all that surrounds it: progress, log, summary, the note of the last run, metrics, and notices of failure."""

import socket
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import click
import msgspec
from msgspec import Struct

from etl.failure import Failure, failure_of
from etl.journal import Journal
from etl.metrics import write_metrics
from etl.notice import Notice, Notices, notices, tell
from etl.run import run
from etl.summary import source_line, summary_text
from etl.tally import Progress as Told
from etl.tally import Summary
from warehouse.last_run import LastRun, last_run, put_last_run
from warehouse.lock import WarehouseLocked
from warehouse.records import SourceRunRecord
from warehouse.schedule import schedule


class Request(Struct, frozen=True):
    """What the command line asks for."""

    sources: tuple[Path, ...]
    data_dir: Path
    jobs: int
    allow_fall: bool = False
    form: Literal["text", "jsonl"] = "text"
    log: Path | None = None
    metrics: Path | None = None


def weekly(request: Request) -> int:
    """Run, tell, and give the exit code of the contract."""
    with ExitStack() as stack:
        streams = [sys.stdout.buffer] if request.form == "jsonl" else []
        try:
            if request.log:
                streams.append(stack.enter_context(request.log.open("ab")))
        except OSError as error:
            click.echo(f"运行日志打不开：{request.log}：{error.strerror}。请检查路径和权限。", err=True)
            return 2
        return _Weekly(request, Journal(streams)).run()


class _Weekly:
    def __init__(self, request: Request, journal: Journal) -> None:
        self.request, self.journal = request, journal
        self.data_dir = request.data_dir
        self.told: Notices | None = None
        before = last_run(self.data_dir) if self.data_dir.is_dir() else None
        self.last = LastRun(datetime.now(UTC), published_at=before.published_at if before else None)

    def run(self) -> int:
        try:
            summary = self._summary()
        except KeyboardInterrupt:
            return self._failed(Failure("已中断，没有发布；重新运行即接着做。", 3), is_known=True)
        except Exception as error:  # noqa: BLE001 - see below
            # The border of the command, where what has a name is told by it (``failure_of``). What has none is a fault of ours, and
            # it, too, must reach the note of the last run and whoever is to be told: nobody watches this process.
            failure = failure_of(error, self.data_dir)
            return self._failed(failure, is_known=not isinstance(error, WarehouseLocked))
        now = datetime.now(UTC)
        self._put(
            ended_at=now,
            exit_code=summary.exit_code,
            snapshot_id=summary.snapshot_id,
            published_at=now,
            summary=summary,
        )
        facts = msgspec.to_builtins(summary, enc_hook=str)
        self.journal.note("published", exit_code=summary.exit_code, snapshot_id=summary.snapshot_id, **facts)
        if self.request.form == "text":
            click.echo(summary_text(summary))
        self._tell(summary.exit_code, f"已发布，有 {len(summary.unreadable)} 份文档无法读取。")
        return summary.exit_code

    def _summary(self) -> Summary:
        self.told = notices(self.data_dir)
        schedule(self.data_dir)
        places = self.request.sources
        self.journal.note("started", sources=[str(place) for place in places], data=str(self.data_dir))
        with _shown() as (show, say):

            def through(source: SourceRunRecord) -> None:
                self.journal.note("source", **msgspec.to_builtins(source))
                say(source_line(source))

            def progress(stage: str, done: int, total: int) -> None:
                if (stage, done) == ("collect", 0):
                    self._put()
                if done in (0, total):
                    self.journal.note(stage, done=done, total=total)
                show(stage, done, total)

            return run(
                places,
                self.data_dir,
                self.request.jobs,
                progress,
                allow_fall=self.request.allow_fall,
                through=through,
            )

    def _failed(self, failure: Failure, *, is_known: bool) -> int:
        """``is_known``: it was this run that failed, and not a call while another goes on."""
        click.echo(failure.message, err=True)
        self.journal.note("failed", exit_code=failure.exit_code, message=failure.message)
        if is_known and self.data_dir.is_dir():
            self._put(ended_at=datetime.now(UTC), exit_code=failure.exit_code, message=failure.message)
        self._tell(failure.exit_code, failure.message)
        return failure.exit_code

    def _put(self, summary: Summary | None = None, **facts: object) -> None:
        """Note how far it got; that this cannot be written is said, and changes nothing else."""
        self.last = msgspec.structs.replace(self.last, **facts)
        try:
            put_last_run(self.data_dir, self.last)
            write_metrics(self.request.metrics or self.data_dir / "metrics.prom", self.last, summary)
        except OSError as error:
            click.echo(f"运行状态写不进去：{error}", err=True)

    def _tell(self, exit_code: int, message: str) -> None:
        if self.told is None:
            return
        at = datetime.now(UTC).isoformat(timespec="seconds")
        notice = Notice(exit_code, message, str(self.data_dir.absolute()), socket.gethostname(), at)
        for fault in tell(self.told, notice):
            click.echo(fault, err=True)
            self.journal.note("notice_failed", message=fault)


def _shown() -> AbstractContextManager[tuple[Told, Callable[[str], None]]]:
    """Who shows how far the run is, and who says a line: on a terminal with bars, else lines alone."""
    if sys.stderr.isatty():
        from etl.bars import bars  # noqa: PLC0415 - where nobody looks, what draws them is not loaded

        return bars()
    return nullcontext((lambda stage, done, total: None, lambda line: click.echo(line, err=True)))
