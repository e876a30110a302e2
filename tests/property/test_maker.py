"""The maker's own promises: every sum holds, stocks and carried cases run on, the same seed makes the same bytes."""

from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.maker.compose import compose
from tests.maker.corpus import corpus
from tests.maker.figures import APPLICANTS, Figures, fold_other, yearly
from tests.maker.places import Organ, organs
from tests.maker.quirks import broken_sums
from tests.property.strategies import SEEDS, USUAL

YEARS = [(year, "2019" if year < 2021 else "2021") for year in range(2019, 2025)]


@USUAL
@given(SEEDS, st.sampled_from(organs()))
def test_every_sum_holds_in_every_year(seed: int, organ: Organ) -> None:
    rng = Random(seed)
    for figures in yearly(rng, organ, YEARS):
        assert broken_sums(compose(rng, figures)) == set()
        assert broken_sums(compose(rng, fold_other(figures), one_row_other=True)) == set()


def carried_on(before: Figures, after: Figures) -> bool:
    return all(before.cells[3, "carried_out", who] == after.cells[3, "carried_in", who] for who in APPLICANTS)


@USUAL
@given(SEEDS, st.sampled_from(organs()))
def test_carried_cases_and_stocks_run_on(seed: int, organ: Organ) -> None:
    made = yearly(Random(seed), organ, YEARS)
    assert all(carried_on(before, after) for before, after in pairwise(made))
    for before, after in pairwise(figures for figures in made if figures.edition == "2021"):
        for row in ("regulations", "normative_documents"):
            change = after.cells[2, row, "issued"] - after.cells[2, row, "repealed"]
            assert after.cells[2, row, "in_force"] == before.cells[2, row, "in_force"] + change


def test_a_carry_break_is_one() -> None:
    made = yearly(Random(1), organs()[2], YEARS, carry_breaks=frozenset({2023}))
    assert [carried_on(before, after) for before, after in pairwise(made)] == [True, True, True, False, True]


def test_the_same_seed_makes_the_same_bytes() -> None:
    forms = ("html", "txt", "docx", "pdf")
    once, again = ([content for _, content in corpus(8, 5, forms)] for _ in range(2))
    assert once == again
