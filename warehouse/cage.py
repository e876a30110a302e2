"""Strangers' SQL on a snapshot: what it may say, how long it may take, and what it is told when it fails.

Two walls. The statement is parsed, and only what reads the snapshot is let in: one SELECT, DESCRIBE, SHOW, SUMMARIZE or
EXPLAIN of such, and of the functions that make rows only those that touch nothing outside. The connection behind it
(``warehouse.snapshot.connect``) is read-only, without files, extensions, settings, Python frames or a temporary directory.
"""

import difflib
import json
import os
import re
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import duckdb

from warehouse.scope import narrow

TIMEOUT_SECONDS = 30.0
_GRACE_SECONDS = 5.0
_CHUNK = 10_000

_QUERY_NODES = {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"}
_TABLE_FUNCTIONS = {
    "range", "generate_series", "unnest", "repeat", "repeat_row", "json_each", "json_tree", "summary",
    "duckdb_columns", "duckdb_views", "duckdb_tables", "duckdb_schemas", "duckdb_functions", "duckdb_types",
    "duckdb_keywords", "pragma_table_info", "pragma_version",
}  # fmt: skip
_REFUSED_FUNCTIONS = {
    "getenv",
    "current_setting",
    "getvariable",
    "write_log",
    "nextval",
    "currval",
    "setval",
    "setseed",
}
_REFUSED_TABLES = {
    "pg_settings", "pragma_database_list", "duckdb_settings", "duckdb_secrets", "duckdb_databases", "duckdb_logs",
}  # fmt: skip
_EXPLAIN = re.compile(r"\s*explain\b(\s+analyze\b)?(\s*\([^)]*\))?", re.IGNORECASE)
FAILED = "查询失败 / the query failed: "
"""What stands before DuckDB's own words."""
_NO_TABLE = re.compile(r"Table with name \"?(.+?)\"? does not exist")


class Refused(Exception):
    """The statement is not one that the cage lets in."""


class QueryFailed(Exception):
    """The statement was let in, and failed: its message says why, in one line."""


class Answer:
    """The rows of a statement, to be read once, in chunks."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor
        self.columns = _distinct([str(column[0]) for column in cursor.description or []])

    def chunks(self) -> Iterator[list[tuple[Any, ...]]]:
        """The rows in order, some thousands at a time."""
        while rows := self._cursor.fetchmany(_CHUNK):
            yield rows


def admit(sql: str, *, is_narrowed: bool = False) -> str:
    """The one statement in ``sql``, without the comments before it; raises ``Refused``, or ``QueryFailed`` if it is no SQL.

    ``is_narrowed``: views are asked by their bare names only, which is where a reader's scope is.
    """
    # A connection of its own, empty: nothing is bound or run here, only parsed.
    with duckdb.connect(":memory:") as parser:
        try:
            statements = parser.extract_statements(sql)
        except duckdb.Error as error:
            raise QueryFailed(_explained(error)) from error
        if len(statements) != 1:
            raise Refused(
                f"一次只运行一条语句，这里有 {len(statements)} 条 / one statement at a time, here are {len(statements)}"
            )
        text = statements[0].query.strip()
        explained = _EXPLAIN.match(text)
        tree = _tree(parser, text[explained.end() :] if explained else text)
    for node in _nodes(tree):
        _judge(node)
        if (
            is_narrowed
            and node.get("type") in {"BASE_TABLE", "SHOW_REF"}
            and (node["schema_name"] or node["catalog_name"])
        ):
            raise Refused("视图只写名称，不加前缀 / name views without a prefix")
    return text


class TooSlow(QueryFailed):
    """The statement did not end in time."""


@contextmanager
def ask(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    *,
    timeout: float = TIMEOUT_SECONDS,
    places: Sequence[str] | None = None,
) -> Iterator[Answer]:
    """Run one statement on a connection from ``snapshot.connect``; the block, reading included, has ``timeout`` seconds.

    With ``places``, only what belongs to them is seen.
    Raises ``Refused`` before anything runs, ``QueryFailed`` for what goes wrong after.
    """
    statement = admit(sql, is_narrowed=places is not None)
    cursor = connection.cursor()
    if places is not None:
        narrow(cursor, places)
    with _time_limit(cursor, timeout) as is_over:
        try:
            yield Answer(cursor.execute(statement))
        except duckdb.Error as error:
            if is_over.is_set():
                raise TooSlow(too_slow(timeout)) from error
            raise QueryFailed(_explained(error, _table_names(connection, error))) from error
        finally:
            cursor.close()


@contextmanager
def _time_limit(cursor: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[threading.Event]:
    """Interrupt the cursor after so many seconds; the event says that it was."""
    is_over, is_done = threading.Event(), threading.Event()

    def watch() -> None:
        if not is_done.wait(seconds):
            is_over.set()
            # The query may end, and its cursor be closed, between the look and the call.
            with suppress(duckdb.ConnectionException):
                while not is_done.wait(0.05):
                    cursor.interrupt()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield is_over
    finally:
        is_done.set()
        watcher.join()


@contextmanager
def last_resort(seconds: float) -> Iterator[None]:
    """End this process some seconds after the limit, for a statement that does not heed its interruption."""

    def end() -> None:
        sys.stderr.write(too_slow(seconds) + "\n")
        sys.stderr.flush()
        os._exit(1)

    timer = threading.Timer(seconds + _GRACE_SECONDS, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


def _tree(parser: duckdb.DuckDBPyConnection, sql: str) -> list[Any]:
    """The parsed statement; DuckDB gives the tree of what selects, and of nothing else."""
    (text,) = parser.execute("select json_serialize_sql($sql::varchar)", {"sql": sql}).fetchall()[0]
    try:
        tree = json.loads(text)
    except RecursionError as error:
        raise Refused("语句嵌套过深 / the statement is nested too deeply") from error
    if tree["error"] or len(tree["statements"]) != 1:
        raise Refused(
            "只可运行 SELECT、DESCRIBE、SHOW、SUMMARIZE、EXPLAIN / "
            "only SELECT, DESCRIBE, SHOW, SUMMARIZE and EXPLAIN are run here"
        )
    return list(tree["statements"])


def _nodes(tree: list[Any]) -> Iterator[dict[str, Any]]:
    waiting = list(tree)
    while waiting:
        branch = waiting.pop()
        if isinstance(branch, dict):
            yield branch
            waiting.extend(branch.values())
        elif isinstance(branch, list):
            waiting.extend(branch)


def _judge(node: dict[str, Any]) -> None:
    kind = str(node.get("type"))
    if kind.endswith("_NODE") and kind not in _QUERY_NODES:
        raise Refused("查询内部也不可写入 / a query may not write, in its parts neither")
    if kind == "TABLE_FUNCTION":
        name = str(node["function"].get("function_name")).lower()
        if name not in _TABLE_FUNCTIONS:
            raise Refused(
                f"不可使用 {name}()：只查询快照中的视图 / {name}() is not allowed: query the views of the snapshot"
            )
    if kind == "FUNCTION" and str(node.get("function_name")).lower() in _REFUSED_FUNCTIONS:
        raise Refused(f"不可使用函数 {node['function_name']}() / function {node['function_name']}() is not allowed")
    if kind == "BASE_TABLE" and str(node.get("table_name")).lower() in _REFUSED_TABLES:
        raise Refused(f"不可查询 {node['table_name']} / {node['table_name']} is not allowed")


def _explained(error: duckdb.Error, tables: list[str] | None = None) -> str:
    """One line of what DuckDB says, and what to do."""
    text = str(error)
    missing = _NO_TABLE.search(text)
    if missing and tables:
        name = missing[1]
        near = difflib.get_close_matches(name, tables, n=3, cutoff=0.5) or tables
        return (
            f"没有名为“{name}”的视图；可用：{'、'.join(near)} / there is no view {name}; there are: {', '.join(near)}"
        )
    if isinstance(error, duckdb.OutOfMemoryException):
        return "超过内存上限：先筛选或汇总，再查询 / over the memory limit: filter or aggregate first"
    if isinstance(error, duckdb.PermissionException):
        return "不可读写文件、附加数据库或更改设置 / no files, no attached databases and no settings here"
    line = " ".join(part.strip() for part in text.partition("\n\nLINE")[0].split("\n") if part.strip())
    return FAILED + line


def _table_names(connection: duckdb.DuckDBPyConnection, error: duckdb.Error) -> list[str]:
    if not isinstance(error, duckdb.CatalogException):
        return []
    rows = connection.cursor().execute("select view_name from duckdb_views() where not internal order by 1").fetchall()
    return [name for (name,) in rows]


def too_slow(seconds: float) -> str:
    """What a statement is told that did not end in time."""
    return (
        f"超过 {seconds:g} 秒的时限，已中断：请缩小范围（如 WHERE year = 2023），或先汇总 / "
        f"interrupted after {seconds:g} s: narrow the query (as in WHERE year = 2023), or aggregate first"
    )


def _distinct(names: list[str]) -> list[str]:
    """Names without repetition: a, a -> a, a_2."""
    seen: dict[str, int] = {}
    result = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return result
