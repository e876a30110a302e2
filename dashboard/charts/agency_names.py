"""Names of agencies on charts: long ones on several lines, so that they leave room for what they name; where a name may break."""

import tomllib
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from dashboard.charts import hover

_LINE, _NEAR = 9, 3
_ENDS_OF_PLACES: str = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["ends_of_places"]


def folded(name: str) -> str:
    """A name on lines of about nine signs, cut after a place where that is near; each line escaped for plotly."""
    count = -(-len(name) // _LINE)
    if count < 2:
        return hover.plain(name)
    cut = _cut(name, round(len(name) / count), len(name) - (count - 1) * _LINE)
    return f"{hover.plain(name[:cut])}<br>{folded(name[cut:])}"


def pieces(name: str) -> list[str]:
    """A name in pieces, each but the last ending with a place: a line may end between them."""
    cuts = [0, *_ends(name), len(name)]
    return [name[begin:end] for begin, end in pairwise(cuts) if begin < end]


def row_height(names: Iterable[str]) -> int:
    """The pixels that a row needs for the longest of folded names, at a size of print of 12."""
    return max(34, 16 * max((name.count("<br>") + 1 for name in names), default=1))


def _cut(name: str, wanted: int, least: int) -> int:
    """Where the first line ends: after the place that ends nearest to where it should, if one does and the rest has room."""
    places = [place for place in _ends(name[: _LINE + 1]) if place >= least and abs(place - wanted) <= _NEAR]
    return min(places, key=lambda place: abs(place - wanted), default=wanted)


def _ends(name: str) -> list[int]:
    """Where places end. Of two such signs in a row the second begins what follows (市 市场监督)."""
    return [
        place
        for place, (before, sign) in enumerate(pairwise(name), 2)
        if sign in _ENDS_OF_PLACES and before not in _ENDS_OF_PLACES
    ]
