"""Which figures of a chart rest on cells that changed after they were served (view ``revisions``): those that carry [r]."""

from collections import Counter
from collections.abc import Mapping

import polars as pl

from dashboard import source
from dashboard.cells import Cell
from dashboard.panels import Panel
from dashboard.queries import Parameter
from dashboard.view import View

_Changed = Mapping[tuple[str | None, Cell], Counter[int]]
"""By agency (None for all of them) and cell: in each year how many such cells changed."""


def with_changes(view: View, panel: Panel, **own: Parameter) -> pl.DataFrame:
    """The frame of a chart with a column ``revised``: how many of the cells behind each figure changed."""
    frame = view.frame(panel.query, **{**panel.parameters, **own})
    # Snapshots of earlier versions keep no record of changed figures.
    if "revisions" not in set(source.frame(view.snapshot, "schema")["view_name"]):
        return frame
    if not source.frame(view.snapshot, "revisions_known")["known"][0]:
        return frame.with_columns(revised=pl.lit(0, pl.Int64))
    is_by_agency = "agency_id" in frame.columns
    back = max(
        panel.years_back, *(cell.years_before for series in frame["series"].unique() for cell in panel.cells(series)), 0
    )
    changed_in = {
        series: _changed(view, is_by_agency, panel.point(series).get("regions"), back)
        for series in frame["series"].unique()
        if panel.cells(series)
    }
    counts = []
    for row in frame.iter_rows(named=True):
        changed = changed_in.get(row["series"], {})
        years = None if row.get("year") is None else range(row["year"] - panel.years_back, row["year"] + 1)
        counts.append(sum(_count(changed, row.get("agency_id"), cell, years) for cell in panel.cells(row["series"])))
    return frame.with_columns(pl.Series("revised", counts, dtype=pl.Int64))


def _count(changed: _Changed, agency_id: str | None, cell: Cell, years: range | None) -> int:
    found = changed.get((agency_id, cell._replace(years_before=0)), Counter())
    return found.total() if years is None else sum(found[year - cell.years_before] for year in years)


def _changed(view: View, is_by_agency: bool, places: Parameter, back: int) -> _Changed:
    """``back``: so many years before the first of the filters count as well."""
    narrowed: dict[str, Parameter] = {"from_year": view.filters.first_year - back}
    if places is not None:
        narrowed["regions"] = places
    rows: dict[tuple[str | None, Cell], Counter[int]] = {}
    for row in view.frame("revised_cells", by_agency=is_by_agency, **narrowed).iter_rows(named=True):
        for name in {row["row_code"], row["row_group"]} - {None}:
            cell = Cell(row["table_no"], name, row["column_code"])
            rows.setdefault((row["agency_id"], cell), Counter())[row["year"]] += row["revised"]
    return rows
