"""What real reports do to the form, as switches that combine: each changes what is printed, and with it the truth."""

from random import Random

from tests.maker.oddities.cells import CELLS
from tests.maker.oddities.columns import COLUMNS
from tests.maker.oddities.flat import FLAT
from tests.maker.oddities.pages import PAGES
from tests.maker.oddities.setting import Oddity, Setting
from tests.maker.oddities.shapes import SHAPES
from tests.maker.oddities.words import WORDS

ODDITIES: dict[str, Oddity] = {oddity.name: oddity for oddity in (*CELLS, *WORDS, *SHAPES, *COLUMNS, *FLAT, *PAGES)}
"""Every switch by its name, in the order in which they come about."""


def odd(rng: Random, setting: Setting, count: int, only: str | None = None) -> Setting:
    """The setting with up to so many oddities that suit its form and each other, or with the one that is named.

    They befall the report in the order of ``ODDITIES``: what is printed, how it is worded and set, then the page.
    """
    for name in [only] if only is not None else _chosen(rng, setting.form, count):
        oddity = ODDITIES[name]
        changed = oddity.apply(rng, setting) if setting.form in oddity.forms else None
        setting = changed.named(name) if changed is not None else setting
    return setting


def _chosen(rng: Random, form: str, count: int) -> list[str]:
    names = [name for name, oddity in ODDITIES.items() if form in oddity.forms]
    topics: set[str] = set()
    chosen: list[str] = []
    for name in rng.sample(names, len(names)):
        if len(chosen) < count and not topics & set(ODDITIES[name].topics):
            topics |= set(ODDITIES[name].topics)
            chosen.append(name)
    return sorted(chosen, key=names.index)
