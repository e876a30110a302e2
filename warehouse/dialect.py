"""The dialect of a build: what its SQL can call beside DuckDB's own functions."""

import duckdb

from warehouse import duplicates, pinyin


def register(connection: duckdb.DuckDBPyConnection) -> None:
    """Give the SQL of this connection all of them."""
    duplicates.register(connection)
    pinyin.register(connection)
