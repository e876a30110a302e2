"""The names that an organ has borne, and the organs that it came from or went into."""

from typing import Any

import streamlit as st

from dashboard.markdown import escaped
from dashboard.source import frame
from dashboard.view import View


def show(view: View, agency_id: str) -> None:
    """Its names with their years, and its links; nothing where it has one name and no link."""
    words = view.words
    names = frame(view.snapshot, "agency_names", agency_id=agency_id).to_dicts()
    links = frame(view.snapshot, "agency_links", agency_id=agency_id).to_dicts()
    if len(names) < 2 and not links:
        return
    has_changed = bool(links) or any(row["kind"] == "former" for row in names)
    with st.expander(words("history.title", names=len(names), links=len(links)), expanded=has_changed):
        for row in names:
            st.markdown(
                words(
                    "history.name",
                    name=escaped(row["name"]),
                    kind=words(f"name_kind.{row['kind']}"),
                    years=_years(view, row),
                )
            )
        for row in links:
            _link(view, row)


def _years(view: View, row: dict[str, Any]) -> str:
    first, last = row["first_year"], row["last_year"]
    if first == last:
        return view.words("page.agency.of_year", year=first)
    return view.words("history.years", first=first, last=last)


def _link(view: View, row: dict[str, Any]) -> None:
    words = view.words
    key = f"link_to.{row['kind']}" if row["is_from"] else f"link_from.{row['kind']}"
    text = words(key, agency=escaped(row["agency"]), year=row["year"] or words("app.unknown"))
    if row["has_report"]:
        st.page_link(
            view.pages["agency"], label=text, icon=":material/history:", query_params=view.link(organ=row["agency_id"])
        )
    else:
        st.markdown(text)
