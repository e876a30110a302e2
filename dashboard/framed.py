"""Tables of our own markup in a frame: whatever does not fit is scrolled to, by the keyboard too."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple


class Linked(NamedTuple):
    """A text of a table that leads somewhere; ``href`` is None where it leads nowhere."""

    text: str
    href: str | None


def framed(tables: str, label: str, kind: str = "") -> str:
    """``tables``, finished markup, in a frame that a screen reader calls ``label``."""
    classes = f"form {kind}".strip()
    return f'<div class="{classes}" role="region" aria-label="{escape(label)}" tabindex="0">{tables}</div>'


def plain_table(
    label: str, headings: Sequence[str], rows: Sequence[Sequence[str | Linked]], *, kind: str = "counts"
) -> str:
    """A table as HTML, its first column the heading of each row; ``kind`` is counts or words."""
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    lines = "".join(
        f'<tr><th scope="row">{_text(first)}</th>{"".join(f"<td>{_text(cell)}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    return framed(f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>", label, kind)


def _text(cell: str | Linked) -> str:
    if isinstance(cell, str):
        return escape(cell)
    return escape(cell.text) if cell.href is None else f'<a href="{escape(cell.href)}">{escape(cell.text)}</a>'
