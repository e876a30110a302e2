"""A run as metrics for Prometheus, in the format of the textfile collector of its node exporter."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from etl.tally import Summary
from warehouse.files import write_whole
from warehouse.last_run import LastRun


def write_metrics(path: Path, run: LastRun, summary: Summary | None) -> None:
    """Put them in the place of the last ones; what only a published run tells is absent after another one."""
    lines = [*_of_the_run(run), *(_of_the_summary(summary) if summary else ())]
    write_whole(path, ("\n".join(lines) + "\n").encode())


def _of_the_run(run: LastRun) -> Iterator[str]:
    if run.exit_code is not None:
        yield from _gauge("nianbao_run_exit_code", "Exit code of the last run", {"": run.exit_code})
    yield from _gauge(
        "nianbao_run_start_timestamp_seconds", "When the last run began", {"": run.started_at.timestamp()}
    )
    if run.ended_at:
        yield from _gauge(
            "nianbao_run_end_timestamp_seconds", "When the last run ended", {"": run.ended_at.timestamp()}
        )
    if run.published_at:
        yield from _gauge(
            "nianbao_publish_timestamp_seconds", "When a run last published", {"": run.published_at.timestamp()}
        )


def _of_the_summary(summary: Summary) -> Iterator[str]:
    documents = {
        "seen": summary.seen,
        "read": summary.read,
        "read_again": summary.read_again,
        "unchanged": summary.unchanged,
        "no_report": len(summary.no_report),
        "unreadable": len(summary.unreadable),
    }
    reports = {
        "new": summary.reports_new,
        "changed": summary.reports_changed,
        "revised": summary.revised,
        "reread": summary.reread,
    }
    sizes = {"read": summary.bytes_read, "ledger": summary.ledger_bytes, "snapshot": summary.snapshot_bytes,
             "free": summary.free_bytes}  # fmt: skip
    yield from _gauge("nianbao_run_duration_seconds", "How long the last run took", {"": summary.seconds})
    yield from _gauge("nianbao_documents", "Documents of the last run", _labelled("state", documents))
    yield from _gauge("nianbao_reports", "Reports that the last run changed", _labelled("change", reports))
    yield from _gauge("nianbao_findings", "Findings in what the last run read", _labelled("rule", summary.findings))
    yield from _gauge("nianbao_rows", "Rows of the published views", _labelled("view", summary.row_counts))
    yield from _gauge("nianbao_bytes", "Sizes and free space", _labelled("what", sizes))


def _labelled(label: str, values: Mapping[str, float]) -> dict[str, float]:
    return {f'{{{label}="{name}"}}': value for name, value in values.items()}


def _gauge(name: str, meaning: str, values: Mapping[str, float]) -> Iterator[str]:
    if values:
        yield f"# HELP {name} {meaning}."
        yield f"# TYPE {name} gauge"
        yield from (f"{name}{labels} {value}" for labels, value in values.items())
