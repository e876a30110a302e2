"""The two buttons by which a table is taken along: CSV, and a workbook that tells what it holds and where it is from."""

from collections.abc import Callable, Mapping, Sequence

import polars as pl
import streamlit as st

from dashboard import downloads
from dashboard.facts import filter_facts
from dashboard.view import View


def buttons(
    view: View,
    name: str,
    title: str,
    table: Callable[[], pl.DataFrame],
    *,
    label: str = "CSV",
    definitions: Sequence[tuple[str, str]] = (),
    about: Mapping[str, str] | None = None,
) -> None:
    """``table`` is made when it is asked for; ``label`` is that of the CSV, ``about`` comes behind the filters in words."""
    words = view.words

    def workbook() -> bytes:
        facts = {words("download.title"): title, words("download.snapshot"): view.snapshot.snapshot_id}
        return downloads.as_workbook(table(), definitions, {**facts, **filter_facts(view), **(about or {})}, words)

    st.download_button(
        label, lambda: downloads.as_csv(table()), file_name=f"{name}.csv", mime="text/csv", on_click="ignore",
        key=f"csv_{name}", icon=":material/download:",
    )  # fmt: skip
    st.download_button(
        "Excel", workbook, file_name=f"{name}.xlsx", mime=downloads.WORKBOOK, on_click="ignore", key=f"xlsx_{name}",
        icon=":material/download:",
    )  # fmt: skip
