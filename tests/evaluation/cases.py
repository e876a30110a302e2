"""A case from a seed and a number: a report with up to three oddities, laid out in one form."""

from random import Random

from tests.maker.compose import STYLE_WEIGHTS, compose
from tests.maker.figures import yearly
from tests.maker.layouts import FORMS, ScannedLayout
from tests.maker.oddities import odd
from tests.maker.oddities.setting import Setting
from tests.maker.places import organs
from tests.maker.printing import STYLES
from tests.maker.report import Report

FORM_WEIGHTS = {"html": 50, "txt": 22, "docx": 9, "pdf": 10, "xlsx": 9}
"""How often each form is drawn: web pages are what is mostly published. Scans cost seconds each, and are counted apart."""
SCAN = "scan"
ODDITY_COUNTS = (0, 1, 2, 3)
ODDITY_WEIGHTS = (10, 50, 25, 15)


def plain_report(rng: Random) -> Report:
    """A report without a fault but its style, of either edition, the old form sometimes in a later year."""
    year = rng.randint(2019, 2025)
    edition = "2019" if year < 2021 or rng.random() < 0.15 else "2021"
    figures = yearly(rng, rng.choice(organs()), [(year - 1, edition), (year, edition)])[-1]
    style = rng.choices(STYLES, STYLE_WEIGHTS)[0]
    return compose(rng, figures, style, one_row_other=rng.random() < 0.15)


def case(seed: int, number: int, forms: tuple[str, ...], only: str | None = None, plain: bool = False) -> Setting:
    """The case of this number. ``only`` puts the one oddity of that name into every case that has a place for it,
    ``plain`` puts none into any.
    """
    rng = Random(f"{seed}:{number}")
    form = rng.choices(forms, [FORM_WEIGHTS.get(name, 1) for name in forms])[0]
    report = plain_report(rng)
    draw, _ = FORMS[form]
    layout = draw(rng)
    count = 1 if only else rng.choices(ODDITY_COUNTS, ODDITY_WEIGHTS)[0]
    if plain:
        return Setting(report, form, layout)
    return odd(rng, Setting(report, form, layout), count, only)


def qualities(setting: Setting) -> tuple[str, ...]:
    """What a scan is like, under a heading for each of its switches; nothing for another form."""
    layout = setting.layout
    if not isinstance(layout, ScannedLayout):
        return ()
    wear = layout.wear
    ink = "black and white" if wear.black_and_white else "grey" if wear.grey else "colour"
    if not layout.is_legible:
        return ("beyond legibility",)
    lines = ("torn, " if wear.torn else "") + ("dashed" if layout.dash else "drawn through")
    return (
        "legible",
        f"report {'odd' if setting.oddities else 'clean'}",
        f"dpi {wear.dpi}",
        f"noise {wear.noise:g}",
        f"skew {wear.skew:g}",
        f"blur {wear.blur:g}",
        f"faded {wear.fading:.0%}",
        f"lines {lines}",
        f"{ink}, {'seal' if wear.stamp else 'no seal'}",
    )
