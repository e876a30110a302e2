"""What is made or checked in parts: the readings of a country are hundreds of millions, the memory of a machine is not."""

from collections.abc import Iterator

import duckdb

PART_SIZE = 10_000_000
"""Readings in a part, about."""


def in_parts(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[None]:
    """Once for a query; for one that keeps between ``part_from`` and ``part_to``, once for each part of the readings, with both set."""
    if "getvariable('part_from')" not in query:
        yield
        return
    parts = connection.execute("select part_from, part_to from reading_parts order by part_no").fetchall()
    for first, last in parts:
        connection.execute("set variable part_from = $first", {"first": first})
        connection.execute("set variable part_to = $last", {"last": last})
        yield
