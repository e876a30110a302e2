"""What one reader may see: a connection on which every public view holds the rows of some places alone.

Each view is shadowed by a temporary one of the same name, so that every question, the pages' own and a stranger's, is
asked of the narrowed views. Whatever has no known tie to a place is empty there: a new view is closed until it is tied.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from queue import Empty, LifoQueue
from typing import Any

import duckdb
import polars as pl

from warehouse.snapshot import Snapshot, connect

OPEN_TO_ALL = frozenset({"terms", "cell_catalogue", "snapshot_info"})
"""Views that tell of the warehouse, not of organs."""
_COUNTED = {"snapshot_info": {"report_count": "scope_reports", "agency_count": "scope_agencies"}}
"""Figures in them that count all organs: within a scope, those of its places."""
_TIES: Mapping[str, str] = {
    "region": "exists (from scope_places as s where starts_with({column}, s.place))",
    "report_id": "{column} in (select report_id from scope_reports)",
    "agency_id": "{column} in (select agency_id from scope_agencies)",
}
"""How a row is tied to a place, the surest first."""
_KEPT = 4


class ScopedSnapshot(Snapshot):
    """A snapshot of which only the reports and organs of some places are seen; safe to share between threads.

    ``places`` are regions written in full, as in ``reports.region``; what lies below them is seen too.
    """

    def __init__(self, snapshot: Snapshot, places: Sequence[str]) -> None:
        # The connection of the whole snapshot is not handed on: nothing here can look past the scope.
        self.path, self.snapshot_id = snapshot.path, snapshot.snapshot_id
        self.places = self._seen = tuple(places)
        self._narrowed: LifoQueue[duckdb.DuckDBPyConnection] = LifoQueue(_KEPT)

    def frame(self, sql: str, params: Mapping[str, Any] | None = None) -> pl.DataFrame:
        """The rows of a query, whole, its ``$name`` parameters bound."""
        with self._connection() as connection:
            frame: pl.DataFrame = connection.sql(sql, params=dict(params or {})).pl()
            return frame

    @contextmanager
    def _connection(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A narrowed connection, for one query at a time: its temporary views are its own."""
        try:
            connection = self._narrowed.get_nowait()
        except Empty:
            connection = connect(self.path)
            narrow(connection, self._seen)
        try:
            yield connection
        finally:
            if self._narrowed.full():
                connection.close()
            else:
                self._narrowed.put(connection)


def narrow(connection: duckdb.DuckDBPyConnection, places: Sequence[str]) -> None:
    """Shadow every view of ``main``; the names that belong to ``places`` alone are left in them."""
    (database,) = connection.execute("select current_database()").fetchall()[0]
    views = connection.execute(
        """select table_name, list(column_name order by column_index) from duckdb_columns()
        where database_name = current_database() and schema_name = 'main' and not internal group by all order by all"""
    ).fetchall()
    # A twin's columns are known by their terms; a term of one view's own column reads view.column.
    terms = connection.execute("select zh, split_part(code, '.', -1) from terms").fetchall()
    english = dict(terms)
    connection.execute(
        "create temp table scope_places as select unnest($places::varchar[]) as place", {"places": list(places)}
    )
    main = f"{_quoted(database)}.main"
    tie = _TIES["region"].format(column="region")
    connection.execute(f"create temp table scope_reports as select report_id from {main}.reports where {tie}")  # noqa: S608 - names of our own catalogue
    connection.execute(f"create temp table scope_agencies as select agency_id from {main}.agencies where {tie}")  # noqa: S608
    for view, columns in views:
        name, by_name = english.get(view, view), {english.get(column, column): column for column in columns}
        kept = f"select *{_recounted(name, by_name)} from {main}.{_quoted(view)} where {_condition(name, by_name)}"  # noqa: S608
        connection.execute(f"create temp view {_quoted(view)} as {kept}")


def _recounted(view: str, columns: Mapping[str, str]) -> str:
    counts = [
        f"(select count(*) from {table}) as {_quoted(columns[name])}"  # noqa: S608
        for name, table in _COUNTED.get(view, {}).items()
        if name in columns
    ]
    return f" replace ({', '.join(counts)})" if counts else ""


def _condition(view: str, columns: Mapping[str, str]) -> str:
    """The condition that ties a view's rows to the places; ``columns`` by their English names."""
    if view in OPEN_TO_ALL:
        return "true"
    return next((tie.format(column=_quoted(columns[name])) for name, tie in _TIES.items() if name in columns), "false")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
