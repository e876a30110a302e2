"""Charts over years answered from sums that the snapshot holds ready, where the filters allow it.

The sums are the views ``totals_by_province``, ``totals_by_function``, ``totals_within_provinces`` and ``totals_by_run``, with
``largest_changes`` beside them. The question as it is shown asks the reports themselves; its answer is the same, and a test holds
the two against each other.
"""

from collections.abc import Callable, Collection, Mapping
from typing import cast

import polars as pl

from dashboard.queries import Parameter

_Topic = Callable[[Mapping[str, Parameter]], str]


def _of(parameter: str, before: str = "") -> _Topic:
    return lambda parameters: f"{before}{parameters[parameter]}"


_SUMMED: Mapping[str, tuple[str, _Topic]] = {
    "applications_by_year": ("by_year", lambda _: "applications"),
    "publications_by_year": ("by_year", lambda _: "publications"),
    "disputes_by_year": ("by_year", _of("kind")),
    "applicants_by_year": ("by_year", lambda _: "applicants"),
    "application_flow": ("by_year", lambda _: "flow"),
    "carry_over_by_year": ("by_year", lambda _: "carry_over"),
    "outcome_grounds": ("by_year", _of("outcome_group")),
    "change_by_agency": ("change_by_agency", lambda _: "change_agencies"),
    "change_by_ground": ("changes", _of("outcome_group", "change_")),
    "change_by_applicant": ("changes", lambda _: "change_applicants"),
    "rates_by_year": ("rates", lambda _: "rates"),
    "coverage_by_year": ("coverage", lambda _: "coverage"),
    "findings_by_rule": ("findings_by_rule", lambda _: "findings"),
    "findings_by_year": ("findings_by_year", lambda _: "findings"),
}
QUESTIONS = frozenset(_SUMMED)
"""The questions that can be answered so."""
_EVER: Mapping[str, Parameter] = {"from_year": 0, "to_year": 9999}
_OVER_YEARS = frozenset({"outcome_grounds", "findings_by_rule"})
"""Those that sum the chosen years."""
_OF_LAST_YEAR = frozenset({"change_by_agency", "change_by_ground", "change_by_applicant"})
"""Those that are of the last chosen year alone."""
_LISTED = 200
"""Agencies of each group that the view ``largest_changes`` has."""
_COUNTED = frozenset({"value", "given", "absent", "reports", "disputed"})
_OF_PLACES = frozenset({"coverage_by_year"})
"""Those that follow the filters of place, level and function alone."""


def summed(
    question: str, parameters: Mapping[str, Parameter], provinces: Collection[str]
) -> tuple[str, dict[str, Parameter]] | None:
    """The question to ask of the sums in its place, with its parameters; None where only the reports can tell.

    It is asked of all years once, so that other years are at hand when they are chosen: ``chosen`` takes those of the filters.
    ``provinces``: those that the sums are kept by; none if the snapshot has no sums.
    """
    if question not in _SUMMED or not provinces:
        return None
    name, topic = _SUMMED[question]
    asked = {**parameters, "topic": topic(parameters)}
    if question in _OF_PLACES:
        asked |= {"agencies": None, "panel_from": None, "panel_to": None}
    if question == "change_by_agency":
        part = _part_of_largest(asked, provinces)
        return None if part is None else (f"totals/{name}@{part}", asked)
    part = _part(asked, provinces)
    return None if part is None else (f"totals/{name}@{part}", {**asked, **_EVER})


def chosen(question: str, parameters: Mapping[str, Parameter], every_year: pl.DataFrame) -> pl.DataFrame:
    """The answer to a question under its parameters, out of what ``summed`` gives for all years."""
    first, last = cast("int", parameters["from_year"]), cast("int", parameters["to_year"])
    rows = every_year.filter(pl.col("year").is_between(last if question in _OF_LAST_YEAR else first, last))
    return _over_years(rows) if question in _OVER_YEARS else rows


def _over_years(rows: pl.DataFrame) -> pl.DataFrame:
    figures = [name for name in rows.columns if name in _COUNTED]
    keys = [name for name in rows.columns if name not in (*figures, "year")]
    # a figure that no year gives is missing, where polars would have the sum of nothing be 0
    sums = [pl.when(pl.col(name).is_not_null().any()).then(pl.col(name).sum()) for name in figures]
    return rows.group_by(keys).agg(sums).sort(keys)


def _part(parameters: Mapping[str, Parameter], provinces: Collection[str]) -> str | None:
    """The sums to ask under these filters; there are none of single organs, nor of a constant panel within a place or function."""
    regions, functions = cast("list[str]", parameters["regions"] or []), parameters["functions"]
    if parameters["agencies"] is not None or not set(regions) <= set(provinces):
        return None
    if parameters["panel_from"] is not None:
        return None if regions or functions else "sums_by_run"
    if functions:
        return "sums_within_provinces" if regions else "sums_by_function"
    return "sums_by_province"


def _part_of_largest(parameters: Mapping[str, Parameter], provinces: Collection[str]) -> str | None:
    """The sums that go with the list of the largest changes: a constant panel has them of the two years that are compared alone."""
    year, panel = cast("int", parameters["to_year"]), (parameters["panel_from"], parameters["panel_to"])
    if panel not in ((None, None), (year - 1, year)) or cast("int", parameters["agency_limit"]) > _LISTED:
        return None
    part = _part({**parameters, "panel_from": None}, provinces)
    return None if part == "sums_within_provinces" else part
