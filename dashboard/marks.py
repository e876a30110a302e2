"""The data status marks that statistics offices print beside a figure."""

from collections.abc import Mapping
from typing import Any

FORM_STARTS = (2019, 2021)
"""The first years of the two common forms (国办公开办函〔2019〕60号, 〔2021〕30号)."""
FORM_NAMES = ("pre2019", "2019", "2021")


def form_of(year: int) -> str:
    """The form that is due for a year."""
    return FORM_NAMES[sum(year >= start for start in FORM_STARTS)]


def is_suppressed(row: Mapping[str, Any]) -> bool:
    """Whether a row is a rate that is not given for want of cases."""
    return row["value"] is None and row.get("cases") is not None


def marks_of(row: Mapping[str, Any], *, is_first_year: bool = False) -> tuple[str, ...]:
    """The marks of one row of a chart's frame: b, c, d, p, r, x, z."""
    found = []
    if row.get("year") in FORM_STARTS and not is_first_year:
        found.append("b")
    if is_suppressed(row):
        found.append("c")
    if row.get("disputed"):
        found.append("d")
    if row["series"] == "publication_items" and row["value"] is not None:
        found.append("p")
    if row.get("revised"):
        found.append("r")
    if row["value"] is None:
        if is_suppressed(row):
            return tuple(found)
        is_in_no_form = row.get("reports") and row.get("absent") == row.get("reports")
        found.append("z" if is_in_no_form else "x")
    return tuple(found)
