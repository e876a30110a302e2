"""The words of the screen: one TOML file a language, and the dictionary that travels in the snapshot."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Any

LANGUAGES = ("zh", "en")
"""The first is the default."""
_FOLDER = Path(__file__).parent / "text"


@dataclass(frozen=True)
class Term:
    """One entry of the dictionary, in one language."""

    name: str
    unit: str
    definition: str


@cache
def texts(language: str) -> Mapping[str, str]:
    """Every text of a language, under its dotted key."""
    with (_FOLDER / f"{language}.toml").open("rb") as file:
        return MappingProxyType(dict(_flat(tomllib.load(file))))


def _flat(table: Mapping[str, object], prefix: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            found.extend(_flat(value, f"{prefix}{key}."))
        else:
            found.append((f"{prefix}{key}", str(value)))
    return found


class _Counted(Formatter):
    """Knows ``{count:report|reports}``: a number and the word behind it, for one and for any other number."""

    def format_field(self, value: object, format_spec: str) -> str:
        one, bar, several = format_spec.partition("|")
        if not bar:
            return str(super().format_field(value, format_spec))
        return f"{value} {one if str(value) == '1' else several}"


_COUNTED = _Counted()


@dataclass(frozen=True)
class Words:
    """The texts of one language; ``terms`` is the snapshot's dictionary in that language."""

    language: str
    terms: Mapping[str, Term] = field(default_factory=dict)

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of a key, with its blanks filled in; an unknown key is our own fault (KeyError)."""
        text = texts(self.language)[key]
        if not values:
            return text
        return _COUNTED.format(text, **values) if "|" in text else text.format(**values)

    def label(self, code: str) -> str:
        """The short name of a figure, category or series: ours for the screen, else the dictionary's, else the code."""
        own = texts(self.language).get(f"label.{code}")
        if own is not None:
            return own
        # A rule among the definitions: ``rule.balance``.
        return self.terms[code].name if code in self.terms else texts(self.language).get(code, code)

    def full_name(self, code: str) -> str:
        """The name of a figure as it stands alone: the dictionary's, else the short one."""
        return self.terms[code].name if code in self.terms else self.label(code)

    def coded(self, kind: str, code: str | None) -> str:
        """The name of a code of one kind (``level``, ``rule`` ...), else the dictionary's; unknown without a code."""
        if code is None:
            return self("app.unknown")
        own = texts(self.language).get(f"{kind}.{code}")
        return own if own is not None else self.label(code)

    def places(self, places: Sequence[str]) -> str:
        """The places that a reader may see."""
        return self("app.comma").join(places) or self("access.nowhere")

    def standing(self, row: Mapping[str, Any]) -> str:
        """Place, level and function of an agency; a national one is of no place."""
        place = row["region"] or (None if row["level"] == "national" else self("app.unknown"))
        parts = (place, self.coded("level", row["level"]), self.coded("function", row["function"]))
        return self("app.dot").join(part for part in parts if part)

    def form_label(self, code: str, printed: str | None) -> str:
        """The label of a row or column of the statutory tables: as printed, in another language what it means."""
        if printed and self.language == LANGUAGES[0]:
            return printed
        own = texts(self.language).get(f"form_label.{code}")
        if own is not None:
            return own
        return self.terms[code].name if code in self.terms else printed or code

    def unit(self, code: str) -> str:
        """The unit of a figure, ours first, else the dictionary's."""
        own = texts(self.language).get(f"unit.{code}")
        if own is not None:
            return own
        if code not in self.terms:
            return self("unit.default")
        unit = self.terms[code].unit
        return texts(self.language).get(f"measure.{unit}", unit)

    def definition(self, code: str) -> str:
        """The definition of a figure: the dictionary's, else ours for the figures that only the dashboard makes."""
        if code in self.terms and self.terms[code].definition:
            return self.terms[code].definition
        return texts(self.language).get(f"definition.{code}", self("definition.none"))

    def number(self, value: float | None, digits: int = 2) -> str:
        """A number as it is read: thousands apart, no needless decimals; a dash where there is none."""
        if value is None:
            return self("app.missing")
        if float(value).is_integer():
            return f"{int(value):,}"
        return f"{value:,.{digits}f}".rstrip("0").rstrip(".")

    def signed(self, value: float | None) -> str:
        """A change as it is read: more with a plus, less with a minus as wide."""
        return f"+{self.number(value)}" if value is not None and value > 0 else self.number(value).replace("-", "−")

    def signed_percent(self, share: float) -> str:
        """A change as a share of what there was."""
        return f"{share:+.1%}".replace("-", "−")

    def listed(self, names: Sequence[str], shown: int = 5) -> str:
        """Names in a row, the first few of a long list."""
        text = self("app.comma").join(names[:shown])
        return text if len(names) <= shown else self("app.and_more", names=text)

    def amount(self, value: float | None, code: str) -> str:
        """A number with its unit."""
        if value is None:
            return self("app.missing")
        return self("app.amount", number=self.number(value), unit=self.unit(code)).strip()
