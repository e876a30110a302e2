"""Adds up scores by form and by oddity, and prints them as tables."""

from collections import Counter, defaultdict
from collections.abc import Iterable

COLUMNS = (
    "documents", "cells", "right", "withheld", "missed", "unexplained", "flagged", "silent",
    "agency_wrong", "year_wrong", "edition_wrong", "findings_lacking", "unread",
)  # fmt: skip


class Tally:
    """Counts under a heading each."""

    def __init__(self) -> None:
        self.rows: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, names: Iterable[str], counts: Counter[str]) -> None:
        for name in names:
            self.rows[name].update(counts)

    def table(self, title: str) -> str:
        """Lines of the table, the heading's name first; counts of 0 are dots."""
        width = max([len(title), *(len(name) for name in self.rows)])
        lines = [f"{title:<{width}} " + " ".join(f"{column[:11]:>11}" for column in COLUMNS)]
        for name in sorted(self.rows):
            counts = self.rows[name]
            lines.append(f"{name:<{width}} " + " ".join(f"{counts[column] or '.':>11}" for column in COLUMNS))
        return "\n".join(lines)
