"""Whether the report of an agency for a year came in, and when it was due, in a sentence."""

from collections.abc import Mapping
from typing import Any

from dashboard import source
from dashboard.view import View


def why(view: View, row: Mapping[str, Any]) -> str:
    """Deadline, day of publication, and why the report is expected; ``row`` is one of ``filing.sql`` or ``filings_list.sql``."""
    words = view.words
    known = {
        "due": row["due_on"] or words("app.unknown"),
        "published": row["published_on"],
        "days": row["days_late"],
        "basis": words.coded("basis", row["basis"] or "none"),
    }
    return words(f"filing_why.{row['state']}", **known)


def why_none(view: View, agency_id: str, year: int) -> str | None:
    """That no report of an agency came in for a year, and since when it is due; None where one did."""
    found = source.frame(view.snapshot, "filing", agency_id=agency_id, year=year)
    if found.is_empty():
        is_known = not source.frame(view.snapshot, "agencies_named", agencies=[agency_id]).is_empty()
        return view.words("filing_why.none" if is_known else "filing_why.unknown", year=year)
    row = found.row(0, named=True)
    if row["report_id"] is not None:
        return None
    return view.words("filing_why.no_report", year=year, why=why(view, row))
