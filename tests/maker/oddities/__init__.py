"""What real reports do to the form, as switches that combine: each changes what is printed, and with it the truth."""

from random import Random

from tests.maker.oddities.cells import CELLS
from tests.maker.oddities.flat import FLAT
from tests.maker.oddities.pages import PAGES
from tests.maker.oddities.setting import Oddity, Setting
from tests.maker.oddities.shapes import SHAPES
from tests.maker.oddities.words import WORDS

ODDITIES: dict[str, Oddity] = {oddity.name: oddity for oddity in (*CELLS, *SHAPES, *WORDS, *FLAT, *PAGES)}
"""Every switch by its name."""


def odd(rng: Random, setting: Setting, count: int, only: str | None = None) -> Setting:
    """The setting with so many oddities that suit its form and each other, or with the one that is named."""
    names = [name for name, oddity in ODDITIES.items() if setting.form in oddity.forms]
    rng.shuffle(names)
    if only is not None:
        names = [only]
    topics: set[str] = set()
    for name in names:
        if len(setting.oddities) >= count:
            break
        oddity = ODDITIES[name]
        if topics & set(oddity.topics):
            continue
        changed = oddity.apply(rng, setting)
        if changed is not None:
            topics |= set(oddity.topics)
            setting = changed.named(name)
    return setting
