"""What stands in a cell: the same number in the many ways that organs print it."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Literal

from tests.maker.figures import CellKey, Figures, Number

StatusName = Literal["reported", "blank", "not_applicable", "unreadable"]
Style = Literal["plain", "thousands", "fullwidth", "dash", "slash", "blank", "unit", "spaces", "notes"]
STYLES: tuple[Style, ...] = ("plain", "thousands", "fullwidth", "dash", "slash", "blank", "unit", "spaces", "notes")

FULL_WIDTH = str.maketrans("0123456789.-+,", "０１２３４５６７８９．－＋，")
DASHES = ("-", "—", "－", "——")
UNREADABLE_TEXTS = ("若干", "约20", "3或4", "十余", "1 2", "见附件", "12/15", "2—3", "1.2.3", "#REF!", "5件3次")
"""Texts that no careful reader turns into one number."""


@dataclass(frozen=True)
class Printed:
    """One cell as printed: ``raw`` with its spaces, ``text`` without, and what a reader must make of it."""

    raw: str
    value: Number | None
    status: StatusName
    superscript: str = ""
    """A footnote mark set small beside the figure."""
    struck: str = ""
    """Digits before the figure that are struck out."""
    unseen: str = ""
    """Digits beside the figure that are not shown."""

    @property
    def text(self) -> str:
        """The text of the cell without surrounding white space."""
        return self.raw.strip()


def printed(raw: str, value: Number) -> Printed:
    """A cell whose number can be read."""
    return Printed(raw, value, "reported")


BLANK = Printed("", None, "blank")


def not_applicable(sign: str) -> Printed:
    """A cell with a sign that means that there is nothing to report."""
    return Printed(sign, None, "not_applicable")


def unreadable(text: str) -> Printed:
    """A cell that a reader must not turn into a number."""
    return Printed(text, None, "unreadable")


def plain(value: Number) -> str:
    """The number as Python writes it, a change without a sign for plus."""
    return str(value)


def _unit(key: CellKey, value: Number) -> str:
    table, row, column = key
    if column == "amount_10k_yuan":
        return f"{value}万元"
    if column == "amount":
        return f"{value}万元"
    if table == 2 and row in ("regulations", "normative_documents"):
        return f"{value}件"
    if table == 2 and column != "decisions":
        return f"{value}项"
    return f"{value}件"


def _spaced(rng: Random, text: str) -> str:
    space = rng.choice((" ", "  ", "\u00a0", "\u3000", " \u00a0"))
    return rng.choice((space + text, text + space, space + text + space))


def print_cells(rng: Random, figures: Figures, style: Style) -> dict[CellKey, Printed]:
    """Every cell of the figures in one style; signs for zero keep clear of the totals that a sum rests on."""
    return dict(_print(rng, figures, style))


def _print(rng: Random, figures: Figures, style: Style) -> Iterator[tuple[CellKey, Printed]]:
    dash = rng.choice(DASHES)
    tables = rng.choice(({2, 3, 4}, {2}, {3}, {3, 4}))
    for key, value in figures.cells.items():
        yield key, _print_cell(rng, key, value, style if key[0] in tables or value else "plain", dash)


def _print_cell(rng: Random, key: CellKey, value: Number, style: Style, dash: str) -> Printed:
    if not value and style in ("dash", "slash"):
        return not_applicable(dash if style == "dash" else "/")
    if not value and style == "blank":
        return BLANK
    return printed(_reported(rng, key, value, style), value)


def _reported(rng: Random, key: CellKey, value: Number, style: Style) -> str:
    _, row, column = key
    if style == "notes" and row == "normative_documents" and column in ("issued", "in_force") and value > 1:
        note = rng.choice(("其中修订{}件", "含自然失效{}件", "含联合发文{}件"))
        return f"{value}（{note.format(rng.randint(1, int(value) - 1))}）"
    if style in ("plain", "notes") and column == "items_change" and value > 0 and rng.random() < 0.3:
        return f"+{value}"
    return {
        "thousands": f"{value:,}",
        "fullwidth": plain(value).translate(FULL_WIDTH),
        "unit": _unit(key, value),
        "spaces": _spaced(rng, plain(value)),
    }.get(style, plain(value))
