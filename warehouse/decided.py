"""Decisions -> the snapshot that is built: laid before its relations as the table ``decisions_made``."""

from pathlib import Path

import duckdb
import polars as pl

from warehouse.decisions import Decision, read_decisions
from warehouse.records import CellKey, utc

_TEXTS = (
    "decided_by", "subject", "verdict", "reason", "sha256", "report_id", "agency_id", "agency", "rule", "about", "message",
    "other_agency_id", "other_agency",
)  # fmt: skip
_CELL = pl.Struct({"table_no": pl.UInt8, "row_code": pl.String, "column_code": pl.String})


def put_decisions(connection: duckdb.DuckDBPyConnection, data_dir: Path) -> None:
    """Make the table, in the order of the file; raises ``BrokenDecisions``. ``cells_key`` tells sets of cells apart."""
    made = {decision.decision_id: decision for decision in read_decisions(data_dir)}
    decisions = list(made.values())
    columns = {
        "position": pl.Series(range(len(decisions)), dtype=pl.Int64),
        "decision_id": pl.Series(list(made), dtype=pl.String),
        "decided_at": pl.Series([utc(d.decided_at) for d in decisions], dtype=pl.Datetime("us")),
        "year": pl.Series([d.year for d in decisions], dtype=pl.Int32),
        "cells": pl.Series([_cells(d) for d in decisions], dtype=pl.List(_CELL)),
        "cells_key": pl.Series([cells_key(d.cells) for d in decisions], dtype=pl.String),
        **{name: pl.Series([getattr(d, name) for d in decisions], dtype=pl.String) for name in _TEXTS},
    }
    connection.register("incoming_decisions", pl.DataFrame(columns).to_arrow())
    connection.execute("create temp table decisions_made as from incoming_decisions")
    connection.unregister("incoming_decisions")


def _cells(decision: Decision) -> list[dict[str, object]]:
    return [{"table_no": table, "row_code": row, "column_code": column} for table, row, column in decision.cells]


def cells_key(cells: tuple[CellKey, ...]) -> str:
    """The cells as one text, in one order, as ``076_decided_findings.sql`` writes them."""
    return " ".join(sorted(f"{table}/{row}/{column}" for table, row, column in cells))
