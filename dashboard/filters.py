"""The filters that all pages share, and their form in the address; no Streamlit in here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dashboard.queries import Parameter

Address = Mapping[str, Sequence[str]]
ProblemKind = Literal[
    "not_a_year", "year_out_of_range", "years_reversed", "given_twice", "unknown_value", "no_snapshot"
]
SHARED_KEYS = ("from", "to", "region", "level", "function", "agency", "constant")


@dataclass(frozen=True)
class Choices:
    """What can be chosen in a snapshot."""

    first_year: int
    last_year: int
    regions: frozenset[str]
    levels: frozenset[str]
    functions: frozenset[str]
    agencies: frozenset[str]


@dataclass(frozen=True)
class Problem:
    """One part of an address that could not be followed."""

    kind: ProblemKind
    key: str
    value: str


@dataclass(frozen=True)
class Filters:
    """Years, both ends included, and the codes to keep; an empty tuple keeps everything."""

    first_year: int
    last_year: int
    regions: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    is_constant: bool = False
    """Only agencies that reported in every chosen year."""

    def parameters(self) -> dict[str, Parameter]:
        """The parameters that every query over reports binds."""
        return {
            "from_year": self.first_year,
            "to_year": self.last_year,
            "regions": list(self.regions) or None,
            "levels": list(self.levels) or None,
            "functions": list(self.functions) or None,
            "agencies": list(self.agencies) or None,
            "panel_from": self.first_year if self.is_constant else None,
            "panel_to": self.last_year if self.is_constant else None,
            # bounds that only spare reading; see dashboard.near
            "near_from": None,
            "near_to": None,
        }

    def address(self, choices: Choices) -> dict[str, list[str]]:
        """The part of the address that brings these filters back; what filters nothing is left out."""
        parts = {
            "from": [str(self.first_year)] if self.first_year != choices.first_year else [],
            "to": [str(self.last_year)] if self.last_year != choices.last_year else [],
            "region": list(self.regions),
            "level": list(self.levels),
            "function": list(self.functions),
            "agency": list(self.agencies),
            "constant": ["1"] if self.is_constant else [],
        }
        return {key: values for key, values in parts.items() if values}


def read(address: Address, choices: Choices) -> tuple[Filters, tuple[Problem, ...]]:
    """The filters that an address asks for; whatever cannot be followed is left out and comes back as a problem."""
    problems = [
        Problem("given_twice", key, value) for key in ("from", "to", "constant") for value in address.get(key, ())[:-1]
    ]
    first = _year("from", address, choices.first_year, choices, problems)
    last = _year("to", address, choices.last_year, choices, problems)
    if first > last:
        problems.append(Problem("years_reversed", "from", f"{first}–{last}"))
        first, last = last, first
    filters = Filters(
        first,
        last,
        _codes("region", address, choices.regions, problems),
        _codes("level", address, choices.levels, problems),
        _codes("function", address, choices.functions, problems),
        _codes("agency", address, choices.agencies, problems),
        _switch("constant", address, problems),
    )
    return filters, tuple(problems)


def _year(key: str, address: Address, default: int, choices: Choices, problems: list[Problem]) -> int:
    values = address.get(key, ())
    if not values:
        return default
    text = values[-1]
    if not (text.isascii() and text.isdigit()):
        problems.append(Problem("not_a_year", key, text))
        return default
    year = int(text)
    if not choices.first_year <= year <= choices.last_year:
        problems.append(Problem("year_out_of_range", key, text))
        return default
    return year


def _switch(key: str, address: Address, problems: list[Problem]) -> bool:
    values = address.get(key, ())
    if not values or values[-1] == "1":
        return bool(values)
    problems.append(Problem("unknown_value", key, values[-1]))
    return False


def _codes(key: str, address: Address, known: frozenset[str], problems: list[Problem]) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(address.get(key, ())))
    problems.extend(Problem("unknown_value", key, value) for value in wanted if value not in known)
    return tuple(value for value in wanted if value in known)
