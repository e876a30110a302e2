"""Cells that may hold one of several numbers, tied by sums -> the numbers that each may hold where every sum holds."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import accumulate, combinations
from typing import Generic, NamedTuple, TypeVar

from etl.model import Number

K = TypeVar("K", bound=Hashable)

_MOST_STEPS = 1_000
"""Assignments, and choices of cells to set aside, that are tried for one group of cells; where that is not enough, nothing is said."""
_MOST_ASIDE = 3
"""Cells that are set aside together."""
_MOST_SUMS = 4_000
"""Different sums of some cells of a tie; where there are more, that tie narrows nothing by itself."""


class Tie(NamedTuple, Generic[K]):
    """A sum: the cells of ``left`` add up to those of ``right``."""

    left: tuple[K, ...]
    right: tuple[K, ...]

    @property
    def keys(self) -> tuple[K, ...]:
        """All its cells."""
        return self.left + self.right


Domains = Mapping[K, frozenset[Number]]


class _Exhausted(Exception):
    """Too many assignments to try."""


def possible(domains: Domains[K], ties: Sequence[Tie[K]]) -> Domains[K]:
    """What each cell may hold in some way to make every sum hold; a cell of which nothing can be said is left out.

    Where no way makes all sums hold, some cells hold none of their numbers, or a sum is wrong as printed. The fewest cells are
    then set aside with their sums so that the others hold; where there are several such choices, what all leave is said.
    """
    try:
        steps = [0]
        if found := _supported(domains, ties, steps):
            return found
        ways = list(_ways_without(domains, ties, steps))
    except _Exhausted:
        return {}
    kept = [key for key in domains if ways and all(key in found for found in ways)]
    return {key: frozenset[Number]().union(*(found[key] for found in ways)) for key in kept}


def _ways_without(domains: Domains[K], ties: Sequence[Tie[K]], steps: list[int]) -> Iterator[Domains[K]]:
    """For each choice of the fewest open cells without whose sums the others hold: what the cells of the others may hold."""
    broken = [set(tie.keys) for tie in ties if not _narrowed(domains, [tie])]
    suspects = [key for key in domains if key in set().union(*broken) or not broken]
    is_found = False
    for count in range(1, _MOST_ASIDE + 1):
        for aside in map(set, combinations(suspects, count)):
            if not all(aside & keys for keys in broken):
                continue
            steps[0] += 1
            if steps[0] > _MOST_STEPS:
                raise _Exhausted
            kept = [tie for tie in ties if not aside & set(tie.keys)]
            held = {key for tie in kept for key in tie.keys}
            if found := _supported({key: domains[key] for key in domains if key in held}, kept, steps):
                is_found = True
                yield found
        if is_found:
            return


def _supported(domains: Domains[K], ties: Sequence[Tie[K]], steps: list[int]) -> Domains[K]:
    """The numbers of each cell that stand in some solution; empty if there is none."""
    narrowed = _narrowed(domains, ties)
    if not narrowed:
        return {}
    seen: dict[K, set[Number]] = {key: set() for key in narrowed}
    for key, values in narrowed.items():
        for value in values - seen[key] if len(values) > 1 or not seen[key] else ():
            solution = _solution({**narrowed, key: frozenset((value,))}, ties, steps)
            for cell, held in solution.items():
                seen[cell] |= held
    return {key: frozenset(values) for key, values in seen.items()} if all(seen.values()) else {}


def _solution(domains: Domains[K], ties: Sequence[Tie[K]], steps: list[int]) -> Domains[K]:
    """One number for each cell so that all sums hold; empty if there is no way."""
    steps[0] += 1
    if steps[0] > _MOST_STEPS:
        raise _Exhausted
    narrowed = _narrowed(domains, ties)
    if not narrowed:
        return {}
    still_open = [key for key, values in narrowed.items() if len(values) > 1]
    if not still_open:
        return narrowed
    key = min(still_open, key=lambda cell: len(narrowed[cell]))
    for value in sorted(narrowed[key]):
        if found := _solution({**narrowed, key: frozenset((value,))}, ties, steps):
            return found
    return {}


def _narrowed(domains: Domains[K], ties: Sequence[Tie[K]]) -> Domains[K]:
    """The domains without the numbers with which some sum cannot hold; empty if a cell is left without any."""
    now = dict(domains)
    is_changed = True
    while is_changed:
        is_changed = False
        for tie in ties:
            for key, values in _of_tie(tie, now):
                if not values:
                    return {}
                if values != now[key]:
                    now[key] = values
                    is_changed = True
    return now


def _of_tie(tie: Tie[K], domains: Domains[K]) -> Iterator[tuple[K, frozenset[Number]]]:
    """Each cell of a sum with the numbers that some numbers of the others go with."""
    signed = [(key, 1) for key in tie.left] + [(key, -1) for key in tie.right]

    def plus(sums: frozenset[Number], cell: tuple[K, int]) -> frozenset[Number]:
        key, sign = cell
        return frozenset(round(sum_ + sign * value, 6) for sum_ in sums for value in domains[key])

    start: frozenset[Number] = frozenset((0,))
    before = list(accumulate(signed, plus, initial=start))
    behind = list(accumulate(reversed(signed), plus, initial=start))[::-1]
    if max(map(len, before + behind)) > _MOST_SUMS:
        return
    for place, (key, sign) in enumerate(signed):
        yield (
            key,
            frozenset(
                value
                for value in domains[key]
                if any(round(-sum_ - sign * value, 6) in behind[place + 1] for sum_ in before[place])
            ),
        )
