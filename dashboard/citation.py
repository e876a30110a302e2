"""How a report is cited in a paper: GB/T 7714, a report that is read online."""

from collections.abc import Mapping
from typing import Any

from dashboard.clock import day
from dashboard.language import Words


def citation(report: Mapping[str, Any], words: Words) -> str:
    """机关. 题名[R/OL]. (公布日期)[取得日期]. 来源地址. SHA-256: ...; what is not known is left out, never made up.

    ``report`` is a row of ``agency_reports.sql``. A document that came without an address is named by its file, as [R].
    """
    published = report["published_on"]
    retrieved = None if report["retrieved_at"] is None else day(report["retrieved_at"])
    title = words("citation.title", year=report["year"]) if report["year"] else words("citation.title_no_year")
    days = (f"({published})" if published else "") + (f"[{retrieved}]" if retrieved else "")
    parts = (
        report["agency"],
        f"{title}[R/OL]" if report["source_url"] else f"{title}[R]",
        days,
        report["source_url"] or report["source_name"],
        f"SHA-256: {report['sha256']}",
    )
    return ". ".join(part for part in parts if part) + "."
