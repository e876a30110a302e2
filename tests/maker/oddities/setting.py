"""A report on its way to print, and the type of what may befall it there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from tests.maker.figures import CellKey
from tests.maker.layouts import FORMS
from tests.maker.report import Report
from tests.maker.sheet import Reshape

EVERY_FORM = frozenset(FORMS)
GRIDS = frozenset({"html", "docx", "xlsx", "pdf", "scan", "odt", "ofd"})
MARKED = frozenset({"html", "docx", "pdf", "scan", "txt", "odt"})
PRINTED = frozenset({"pdf", "scan", "ofd"})
"""Forms that show what is set and no more."""
RAGGED = frozenset({"html"})
"""Forms in which a row may have more or fewer cells than its table."""


@dataclass(frozen=True)
class Setting:
    """What is set, how, and what was done to it."""

    report: Report
    form: str
    layout: Any
    oddities: tuple[str, ...] = ()

    def named(self, name: str) -> "Setting":
        return replace(self, oddities=(*self.oddities, name))

    def sheet(self, **changes: Any) -> "Setting":
        """The same with other options of its tables."""
        return replace(self, layout=replace(self.layout, sheet=replace(self.layout.sheet, **changes)))

    def reshaped(self, reshape: Reshape) -> "Setting":
        return self.sheet(reshapes=(*self.layout.sheet.reshapes, reshape))

    def paged(self, change: Callable[[str], str]) -> "Setting":
        """The same with a change of the finished page."""
        return replace(self, layout=replace(self.layout, pages=(*self.layout.pages, change)))

    def truth(self, **changes: Any) -> "Setting":
        """The same with a report that says something else."""
        return replace(self, report=replace(self.report, **changes))

    def doubting(self, keys: Iterable[CellKey]) -> "Setting":
        """The same, with cells that nobody can tell for certain."""
        return self.truth(unknowable=self.report.unknowable | frozenset(keys))

    def content(self) -> bytes:
        """The bytes of the file."""
        return FORMS[self.form][1](self.report, self.layout)


@dataclass(frozen=True)
class Oddity:
    """One switch. ``apply`` gives None where the report offers no place for it. No two of a topic go together."""

    name: str
    apply: Callable[[Random, Setting], Setting | None]
    forms: frozenset[str] = EVERY_FORM
    topics: tuple[str, ...] = ()
