"""What a new snapshot must stand before it is served: its checks, its readability, and the comparison with the old one."""

import logging
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import duckdb

from warehouse.expectations import Falls, expectations
from warehouse.parts import in_parts
from warehouse.relations import Relation
from warehouse.snapshot import NoSnapshot, connect

_log = logging.getLogger(__name__)

ROWS_COUNTED = ("reports", "cells", "agencies", "indicators", "findings")
_MUST_NOT_FALL = ("reports", "cells", "agencies", "indicators")
_COVERAGE = """
    select
        year,
        count(*) as "年报份数",
        count(*) filter (where cell_count > 0) as "有单元格的年报份数",
        sum(value_count) as "有数的单元格数"
    from {schema}.reports
    left join (select report_id, count(value) as value_count from {schema}.cells group by report_id) using (report_id)
    where year is not null and {condition}
    group by year
"""

_PART = "report_id between getvariable('part_from') and getvariable('part_to')"
_UNDECIDED = "report_id not in (select report_id from moved_reports)"


class PublishRefused(Exception):
    """A check failed: the new snapshot is discarded, and the old one is still served."""


def grain_checks(built: Sequence[Relation]) -> dict[str, str]:
    """A check for each relation that stays: no two rows of one grain."""
    return {
        f"grain_of_{relation.name}": (
            f"select {', '.join(relation.grain)}, count(*) as row_count from {stored_name(relation)} "  # noqa: S608
            f"where {_PART if _PART in relation.query else 'true'} group by all having count(*) > 1"
        )
        for relation in built
        if relation.kind in ("table", "kept")
    }


def run_checks(connection: duckdb.DuckDBPyConnection, queries: Mapping[str, str]) -> None:
    """Run the checks; raises ``PublishRefused`` naming each that fails, with its first rows."""
    failures = []
    for name, query in queries.items():
        rows: list[tuple[object, ...]] = []
        for _ in in_parts(connection, query):
            rows += connection.execute(query).fetchmany(3)
            connection.fetchall()
        if rows:
            failures.append(f"{name}: {rows[:3]}")
    if failures:
        raise PublishRefused(
            "检查未通过，仍使用原有快照 / checks failed, the old snapshot stays:\n" + "\n".join(failures)
        )


def try_as_reader(path: Path, views: Sequence[str]) -> None:
    """Open the finished file as its readers will, and look into each view; raises ``PublishRefused``."""
    try:
        with closing(connect(path)) as connection:
            for view in views:
                connection.execute(f'select * from main."{view}" limit 1').fetchall()  # noqa: S608
    except (NoSnapshot, duckdb.Error) as error:
        raise PublishRefused(
            f"新快照打不开或有视图读不出，仍使用原有快照 / the new snapshot cannot be read: {error}"
        ) from error


def row_counts(connection: duckdb.DuckDBPyConnection, schema: str, left_out: str = "") -> dict[str, int]:
    """The rows of the main views, all or all but one."""
    return {
        view: connection.execute(f"select count(*) from {schema}.{view}").fetchall()[0][0]  # noqa: S608
        for view in ROWS_COUNTED
        if view != left_out
    }


def held_against(connection: duckdb.DuckDBPyConnection, previous: Path, *, allow_fall: bool) -> dict[str, int]:
    """Hold the new snapshot against the one that is served, whose row counts this gives.

    Raises ``PublishRefused`` where views have fewer rows, or a year fewer reports or figures, by more than
    ``expectations.toml`` takes for growth and correction, unless ``allow_fall``.
    """
    escaped = str(previous).replace("'", "''")
    try:
        connection.execute(f"attach '{escaped}' as previous (read_only)")
    except duckdb.Error:
        # One that is damaged holds up no new one.
        _log.exception("the snapshot served cannot be opened: %s", previous)
        return {}
    try:
        before = row_counts(connection, "previous.main")
        comparable = _undecided(connection, before)
        falls = expectations().falls
        fallen = [] if allow_fall else _fewer_rows(connection, comparable, falls) + _less_coverage(connection, falls)
    finally:
        connection.execute("detach previous")
    if fallen:
        raise PublishRefused(
            "新快照比当前快照少，仍使用原有快照；核对后确属应当减少的，用 python -m etl run --allow-fall 发布 / "
            f"there is less than in the snapshot served, which stays: {'；'.join(fallen)}"
        )
    return before


def _undecided(connection: duckdb.DuckDBPyConnection, before: Mapping[str, int]) -> dict[str, int]:
    """The rows of the snapshot that is served, without what decisions of people take away or put together."""
    put_together = "select (select count(distinct agency_id) from ledger.reports) - (select count(distinct agency_id) from placed_reports)"
    counts = {
        view: connection.execute(
            f"select count(*) from previous.main.{view} anti join moved_reports using (report_id)"  # noqa: S608
        ).fetchall()[0][0]
        for view in _MUST_NOT_FALL
        if view != "agencies"
    }
    ((joined,),) = connection.execute(put_together).fetchall()
    return counts | {"agencies": before["agencies"] - max(0, joined)}


def _fewer_rows(connection: duckdb.DuckDBPyConnection, before: Mapping[str, int], falls: Falls) -> list[str]:
    counts = row_counts(connection, "main")
    return [
        f"{view}: {before[view]} → {counts[view]}"
        for view in _MUST_NOT_FALL
        if counts[view] < before[view] * (1 - falls.rows)
    ]


def _less_coverage(connection: duckdb.DuckDBPyConnection, falls: Falls) -> list[str]:
    """Year by year: all in all there may be more, and one year gone."""
    answer = connection.execute(_COVERAGE.format(schema="main", condition="true"))
    names = [column[0] for column in answer.description[1:]]
    now = {row[0]: row[1:] for row in answer.fetchall()}
    before = {
        row[0]: row[1:]
        for row in connection.execute(_COVERAGE.format(schema="previous.main", condition=_UNDECIDED)).fetchall()
    }
    nothing = (0,) * len(names)
    return [
        f"{year} 年度{name}: {old} → {new}"
        for year, olds in sorted(before.items())
        for name, old, new in zip(names, olds, now.get(year, nothing), strict=True)
        if old is not None and (new or 0) < old * (1 - falls.coverage)
    ]


def stored_name(relation: Relation) -> str:
    """Where the rows of a relation stand while the snapshot is built."""
    schema = {"table": relation.folder, "kept": relation.folder, "view": "main"}.get(relation.kind, "temp")
    return f"{schema}.{relation.name}"
