"""A long list, a page at a time."""

from collections.abc import Iterator
from typing import Any

import polars as pl
import streamlit as st


def rows_in_sight(rows: pl.DataFrame, size: int, key: str) -> Iterator[dict[str, Any]]:
    """The rows on the page that the reader turned to, ``size`` of them; a list of one page has nothing to turn."""
    pages = -(-len(rows) // size)
    number = st.pagination(pages, key=key) if pages > 1 else 1
    return rows.slice((number - 1) * size, size).iter_rows(named=True)
