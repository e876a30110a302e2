"""Places as squares: provinces where they lie among each other, the parts of a place in rows. HTML, no map, no outside call.

Each square is a link and says its place, share and counts in words; colour only repeats the share.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files

from dashboard.language import Words

_STEPS = (0.6, 0.8, 0.95, 1.0)
"""Shares from which the next darker colour begins; the last is for all."""


@dataclass(frozen=True)
class Tile:
    """One place: ``part`` of ``whole`` agencies; ``part`` is None where nothing is known. ``place`` is a full name, or None."""

    place: str | None
    part: int | None
    whole: int


@dataclass(frozen=True)
class _Province:
    """A province on the map: its names in Chinese and English, and its column and row, counted from 1."""

    short: str
    code: str
    at: tuple[int, int]


@cache
def _provinces() -> Mapping[str, _Province]:
    listed = tomllib.loads(files("dashboard.charts").joinpath("tiles.toml").read_text("utf-8"))
    return {name: _Province(**about) for name, about in listed.items()}


def province_map(tiles: Sequence[Tile], words: Words, link: Callable[[str], str]) -> str:
    """Every province in its square, also those of which nothing is known; other places follow in rows of their own."""
    of_place = {tile.place: tile for tile in tiles}
    squares = []
    for name, about in _provinces().items():
        column, row = about.at
        short = about.short if words.language == "zh" else about.code
        tile = of_place.get(name, Tile(name, None, 0))
        squares.append(_square(tile, short, words, link, f"grid-column:{column};grid-row:{row}"))
    others = [tile for tile in tiles if tile.place not in _provinces()]
    below = rows(others, words, link, within="") if others else ""
    return f'<ul class="tiles country">{"".join(squares)}</ul>{below}'


def rows(tiles: Sequence[Tile], words: Words, link: Callable[[str], str], *, within: str) -> str:
    """The parts of a place, ``within`` its full name, one after the other."""
    squares = [
        _square(tile, name_within(tile.place, within, words), words, link if tile.place != within else None)
        for tile in tiles
    ]
    return f'<ul class="tiles">{"".join(squares)}</ul>'


def name_within(place: str | None, within: str, words: Words) -> str:
    """The name of a place without that of the place it lies in; the place itself stands for its own organs."""
    if place is None:
        return words("tiles.no_place")
    return place.removeprefix(within) or words("tiles.own")


def _square(tile: Tile, name: str, words: Words, link: Callable[[str], str] | None, style: str = "") -> str:
    full = tile.place or name
    if tile.part is None or not tile.whole:
        step, percent, counts, title = "none", words("app.missing"), "", words("tiles.none", place=full)
    else:
        share = tile.part / tile.whole
        step = str(sum(share >= least for least in _STEPS))
        percent, counts = f"{int(share * 100)}%", f"{tile.part}/{tile.whole}"
        title = words("tiles.title", place=full, percent=percent, counts=counts)
    text = f"<b>{escape(name)}</b><span>{percent}</span><small>{counts}</small>"
    if link is not None and tile.place is not None and step != "none":
        text = f'<a href="{escape(link(tile.place))}">{text}</a>'
    return f'<li class="step-{step}" style="{style}" title="{escape(title)}">{text}</li>'
