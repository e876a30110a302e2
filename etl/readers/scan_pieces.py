"""Pieces of ink that are one digit, which pale print and a coarse scan have broken."""

from collections.abc import Sequence
from typing import NamedTuple

LEAST_DIGIT = 0.5
"""Height of a digit at least, in heights of the tallest."""
LEAST_INK = 0.6
"""Share of its height that the pieces of a digit make up at least; dust over dust leaves more between."""
NEAR = 1.0
"""Heights of a digit within which the next one begins."""
LEVEL = 0.15
"""The same by which a piece of the next may reach above or below."""


class Piece(NamedTuple):
    """The bounds of a piece of ink, in pixels, as OpenCV gives them."""

    left: int
    top: int
    width: int
    height: int

    def is_over(self, other: "Piece") -> bool:
        """Whether one piece stands over the other, in part at least."""
        return self.left < other.left + other.width and other.left < self.left + self.width


def broken_digits(pieces: Sequence[Piece], tallest: int) -> set[int]:
    """Places of the pieces that stand over one another and are as high as a digit together, beside one ``tallest`` pixels high."""
    found: set[int] = set()
    for place, piece in enumerate(pieces):
        over = [number for number, other in enumerate(pieces) if number != place and piece.is_over(other)]
        group = [piece, *(pieces[number] for number in over)]
        height = max(p.top + p.height for p in group) - min(p.top for p in group)
        is_as_high = LEAST_DIGIT * tallest <= height <= (1 + 2 * LEVEL) * tallest
        if over and is_as_high and sum(p.height for p in group) >= LEAST_INK * height:
            found.update((place, *over))
    return found


def beside(digit: Piece, pieces: Sequence[Piece]) -> list[int]:
    """Places of the pieces that stand in the line of a digit, where the one before or behind it would."""
    slack = LEVEL * digit.height
    reach = NEAR * digit.height
    return [
        place
        for place, piece in enumerate(pieces)
        if piece.top >= digit.top - slack
        and piece.top + piece.height <= digit.top + digit.height + slack
        and digit.left - reach <= piece.left
        and piece.left + piece.width <= digit.left + digit.width + reach
    ]
