"""The relations of a snapshot, built one after the other into its file, worded and checked."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from warehouse import parts
from warehouse.acceptance import PublishRefused, run_checks, stored_name
from warehouse.decided import put_decisions
from warehouse.dialect import register
from warehouse.expectations import put_expectations
from warehouse.records import Term
from warehouse.relations import Relation
from warehouse.wording import word


def make(
    connection: duckdb.DuckDBPyConnection, data_dir: Path, built: Sequence[Relation], queries: Mapping[str, str]
) -> None:
    """Everything that a snapshot has, worded and checked. Raises ``PublishRefused``."""
    put_expectations(connection, data_dir)
    put_decisions(connection, data_dir)
    register(connection)
    build(connection, built)
    word(connection, built, _terms(connection))
    run_checks(connection, queries)


def build(connection: duckdb.DuckDBPyConnection, built: Sequence[Relation]) -> None:
    """Run the relations in order, each held against the columns that its header names."""
    connection.execute("set variable part_size = $size", {"size": parts.PART_SIZE})
    for schema in ("core", "marts"):
        connection.execute(f"create schema {schema}")
    for relation in built:
        columns = ", ".join(f'"{name}"' for name in relation.columns)
        match relation.kind:
            case "table" | "kept":
                _store(connection, f"table {relation.folder}.{relation.name}", relation.query)
            case "step":
                _store(connection, f"temp table {relation.name}", relation.query)
            case "lens":
                connection.execute(f"create temp view {relation.name} as {relation.query}")
            case "view":
                connection.execute(f"create view main.{relation.name} as {relation.query}")
        if relation.kind == "table":
            stored = f"{relation.folder}.{relation.name}"
            connection.execute(f"create view main.{relation.name} as select {columns} from {stored}")  # noqa: S608
        found = tuple(d[0] for d in connection.execute(f"from {stored_name(relation)} limit 0").description)
        connection.fetchall()
        if found != relation.columns:
            raise PublishRefused(f"{relation.name}: its header names {relation.columns}, its query gives {found}")


def _store(connection: duckdb.DuckDBPyConnection, table: str, query: str) -> None:
    """Make a ``table`` (or ``temp table``) of a name, part by part where the query keeps to a part."""
    for number, _ in enumerate(parts.in_parts(connection, query)):
        head = f"insert into {table.rpartition(' ')[2]}" if number else f"create {table} as"
        connection.execute(f"{head} {query}")


def _terms(connection: duckdb.DuckDBPyConnection) -> list[Term]:
    rows = connection.execute("select code, zh, en, unit, definition_zh, definition_en from ledger.terms").fetchall()
    return [
        Term(code=code, zh=zh, en=en, unit=unit, definition_zh=definition_zh, definition_en=definition_en)
        for code, zh, en, unit, definition_zh, definition_en in rows
    ]
