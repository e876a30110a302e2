"""Figures and words into a report; and a corpus of reports, drawn at random under a seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tests.maker import prose
from tests.maker.figures import Figures, edition_for, fold_other, yearly
from tests.maker.places import Organ, many_organs
from tests.maker.printing import STYLES, Style, print_cells
from tests.maker.quirks import QUIRKS
from tests.maker.report import Report

CORPUS_YEARS = range(2019, 2026)
STYLE_WEIGHTS = (60, 5, 4, 5, 6, 6, 3, 6, 5)
QUIRK_SHARE = 0.12


def compose(rng: Random, figures: Figures, style: Style = "plain", one_row_other: bool = False) -> Report:
    """A report without a fault, apart from an edition that may not fit its year."""
    shown = fold_other(figures) if one_row_other and figures.edition == "2021" else figures
    words = prose.write(rng, figures)
    fits = figures.edition == edition_for(figures.year)
    return Report(
        agency=figures.organ.name,
        year=figures.year,
        edition=figures.edition,
        published_on=_published_on(rng, figures.organ, figures.year),
        title=words.title,
        opening=words.opening,
        sections=words.sections,
        cells=print_cells(rng, shown, style),
        narrative=words.narrative,
        issuer=figures.organ.name,
        style=style,
        quirks=("one_row_other",) if shown is not figures else (),
        expect=() if fits else ("edition_year",),
    )


def _published_on(rng: Random, organ: Organ, year: int) -> str:
    """A day in January of the next year, for a government's summary up to March; a few are late."""
    days = 88 if organ.name.endswith("人民政府") else 30
    late = rng.randint(20, 90) if rng.random() < 0.06 else 0
    return (date(year + 1, 1, 2) + timedelta(days=rng.randrange(days) + late)).isoformat()


@dataclass(frozen=True)
class Draw:
    """How often the corpus strays from the plain form."""

    quirk_share: float = QUIRK_SHARE
    wrong_form_share: float = 0.08


def _forms(rng: Random, draw: Draw) -> list[tuple[int, str]]:
    """The years of an organ with the edition of each: the old form is sometimes used a year too long."""
    first = rng.choice(CORPUS_YEARS[:3])
    late = 2022 if rng.random() < draw.wrong_form_share else 2021
    return [(year, "2019" if year < late else "2021") for year in range(first, CORPUS_YEARS.stop)]


def reports(rng: Random, count: int, draw: Draw | None = None) -> Iterator[Report]:
    """So many reports, organ by organ and year by year."""
    habits = draw or Draw()
    organs = list(many_organs(rng, max(120, count // 4)))
    rng.shuffle(organs)
    queue = iter(organs)
    made = 0
    while made < count:
        organ = next(queue)
        for report in _series(rng, organ, habits):
            yield report
            made += 1
            if made == count:
                return


def _series(rng: Random, organ: Organ, draw: Draw) -> Iterator[Report]:
    for figures in yearly(rng, organ, _forms(rng, draw)):
        style = rng.choices(STYLES, STYLE_WEIGHTS)[0]
        report = compose(rng, figures, style, one_row_other=rng.random() < 0.15)
        if rng.random() < draw.quirk_share:
            report = rng.choice(tuple(QUIRKS.values()))(rng, report)
        yield report
