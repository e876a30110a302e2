"""The filters in words, for what is taken away."""

from dashboard import source
from dashboard.view import View


def filter_facts(view: View) -> dict[str, str]:
    """The filters in words."""
    words = view.words
    filters = view.filters
    first, last = filters.first_year, filters.last_year
    chosen = {
        "filter.regions": filters.regions,
        "filter.levels": tuple(words.coded("level", code) for code in filters.levels),
        "filter.functions": tuple(words.coded("function", code) for code in filters.functions),
        "filter.agencies": _agency_names(view),
        "filter.constant": (words("filter.on"),) if filters.is_constant else (words("filter.off"),),
    }
    places = view.snapshot.places
    return {
        **({} if places is None else {words("access.scope"): words.places(places)}),
        words("filter.years"): str(first) if first == last else f"{first}–{last}",
        **{words(key): words("hover.separator").join(values) or words("filter.all") for key, values in chosen.items()},
    }


def _agency_names(view: View) -> tuple[str, ...]:
    if not view.filters.agencies:
        return ()
    chosen = source.frame(view.snapshot, "agencies_named", agencies=sorted(view.filters.agencies))
    return tuple(chosen["agency"])
