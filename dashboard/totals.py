"""Charts over years answered from sums that the snapshot holds ready, where the filters allow it.

The sums are the views ``totals_by_province`` and ``totals_by_function``. The question as it is shown asks the reports
themselves; its answer is the same, and a test holds the two against each other.
"""

from collections.abc import Callable, Collection, Mapping
from typing import cast

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
    "outcome_grounds": ("over_years", _of("outcome_group")),
    "change_by_ground": ("changes", _of("outcome_group", "change_")),
    "change_by_applicant": ("changes", lambda _: "change_applicants"),
    "rates_by_year": ("rates", lambda _: "rates"),
}
QUESTIONS = frozenset(_SUMMED)
"""The questions that can be answered so."""


def summed(
    question: str, parameters: Mapping[str, Parameter], provinces: Collection[str]
) -> tuple[str, dict[str, Parameter]] | None:
    """The question to ask of the sums in its place, with its parameters; None where only the reports can tell.

    ``provinces``: those that the sums are kept by; none if the snapshot has no sums.
    """
    if question not in _SUMMED or not provinces:
        return None
    regions = cast("list[str]", parameters["regions"] or [])
    is_told_apart = parameters["agencies"] is not None or parameters["panel_from"] is not None
    if is_told_apart or not set(regions) <= set(provinces) or (regions and parameters["functions"]):
        return None
    name, topic = _SUMMED[question]
    return f"totals/{name}", {**parameters, "topic": topic(parameters)}
