"""Which number each cell may hold, by the sums that tie them: all solutions are found, and a cell read wrongly spoils no other."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from etl.interpret.solving import Tie, possible

CELLS = "abcdef"
TIES = [Tie(("a", "b"), ("c",)), Tie(("d", "e"), ("f",)), Tie(("a", "d"), ("e",))]
numbers = st.integers(0, 4)


@given(st.fixed_dictionaries({cell: st.frozensets(numbers, min_size=1, max_size=3) for cell in CELLS}))
def test_a_cell_may_hold_what_it_holds_in_some_solution(domains):
    solutions = [
        way
        for numbers in product(*(domains[cell] for cell in CELLS))
        if (way := dict(zip(CELLS, numbers, strict=True)))
        and all(sum(way[c] for c in tie.left) == sum(way[c] for c in tie.right) for tie in TIES)
    ]
    if solutions:
        assert possible(domains, TIES) == {cell: {way[cell] for way in solutions} for cell in CELLS}


def only(**numbers):
    return {cell: frozenset(held if isinstance(held, tuple) else (held,)) for cell, held in numbers.items()}


def test_the_cell_whose_sums_all_fail_is_set_aside_and_the_others_are_told():
    # Two rows and two columns with their totals; 9 is no number of the cell in which both sums fail.
    ties = [
        Tie(("11", "12"), ("1t",)),
        Tie(("21", "22"), ("2t",)),
        Tie(("11", "21"), ("t1",)),
        Tie(("12", "22"), ("t2",)),
    ]
    domains = {
        "11": frozenset((9,)),
        "12": frozenset((2,)),
        "1t": frozenset((3,)),
        "21": frozenset((4,)),
        "22": frozenset((5, 6)),
        "2t": frozenset((9,)),
        "t1": frozenset((5,)),
        "t2": frozenset((7,)),
    }
    told = possible(domains, ties)
    assert "11" not in told
    assert told["22"] == {5}


def test_nothing_is_told_of_the_cells_of_a_sum_that_cannot_hold():
    assert possible(only(a=1, b=(1, 2), c=9), [Tie(("a", "b"), ("c",))]) == {}


def test_where_the_ways_are_too_many_nothing_is_told():
    many = {f"{n}": frozenset(range(n, n + 9)) for n in range(40)}
    ties = [Tie(tuple(str(n) for n in range(start, start + 20)), (str(start + 20),)) for start in range(19)]
    told = possible(many, ties)
    assert all(len(held) > 1 for held in told.values())


def test_where_more_is_wrong_than_can_be_set_aside_the_search_ends_and_nothing_is_told():
    # Each pair must be alike and add up to 1; all hang together by one sum, with many cells that have nothing to do with it.
    ties, domains = [], {"one": frozenset((1,)), "all": frozenset(range(60))}
    for n in range(6):
        domains |= {f"a{n}": frozenset((0, 1)), f"b{n}": frozenset((0, 1))}
        ties += [Tie((f"a{n}", f"b{n}"), ("one",)), Tie((f"a{n}",), (f"b{n}",))]
    others = [f"c{n}" for n in range(40)]
    domains |= dict.fromkeys(others, frozenset((0, 1)))
    ties.append(Tie((*(f"a{n}" for n in range(6)), *others), ("all",)))
    assert possible(domains, ties) == {}
