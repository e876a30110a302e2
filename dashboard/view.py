"""What a page is given: the snapshot, the words, the filters, and the links to other pages."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import polars as pl
from streamlit.navigation.page import StreamlitPage

from dashboard import source
from dashboard.filters import Choices, Filters
from dashboard.language import Words
from dashboard.queries import Parameter
from warehouse.snapshot import Snapshot


@dataclass(frozen=True)
class View:
    """One look at the snapshot; ``pages`` are the pages by their code."""

    snapshot: Snapshot
    words: Words
    filters: Filters
    choices: Choices
    is_connected: bool
    pages: Mapping[str, StreamlitPage]
    address: Mapping[str, list[str]]
    """The shared part of the address: language, filters, lines across breaks."""
    reviewer: str | None = None
    """Who may record decisions; None for a reader."""
    is_signed_in: bool = False

    def parameters(self, **own: Parameter) -> dict[str, Parameter]:
        """The filters, and what a query wants beside them."""
        return {**self.filters.parameters(), "least_cases": source.least_cases(), **own}

    def frame(self, query: str, **own: Parameter) -> pl.DataFrame:
        """The answer of a query under the filters."""
        return source.frame(self.snapshot, query, **self.parameters(**own))

    def link(self, **own: object) -> dict[str, list[str]]:
        """The address of a page that keeps language and filters; parts that are None are left out."""
        return {**self.address, **{key: [str(value)] for key, value in own.items() if value is not None}}

    def href(self, page: str, **own: object) -> str:
        """The same as the text of an address, as seen from any page."""
        return f"./{self.pages[page].url_path}?{urlencode(self.link(**own), doseq=True)}"

    def of_years(self, first_year: int, last_year: int) -> "View":
        """The same look at some years."""
        return replace(self, filters=replace(self.filters, first_year=first_year, last_year=last_year))

    def of_agency(self, agency_id: str) -> "View":
        """The same look at one agency alone, over all years."""
        filters = Filters(self.choices.first_year, self.choices.last_year, agencies=(agency_id,))
        return replace(self, filters=filters)
