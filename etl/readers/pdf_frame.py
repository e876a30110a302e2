"""The frame of a page: from the user space of a PDF to points from the top left corner, and back."""

from typing import NamedTuple

from etl.model import Box


class Frame(NamedTuple):
    """The visible box of a page in PDF user space, and the quarter turns clockwise in which it is looked at."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    def to_view(self, x: float, y: float) -> tuple[float, float]:
        """User space -> points from the top left corner."""
        match self.turns:
            case 0:
                return (x - self.left, self.top - y)
            case 1:
                return (y - self.bottom, x - self.left)
            case 2:
                return (self.right - x, y - self.bottom)
            case _:
                return (self.top - y, self.right - x)

    def box_to_view(self, left: float, top: float, right: float, bottom: float) -> Box:
        """Edges in user space -> the box in points from the top left corner."""
        left, top, right, bottom = *self.to_view(left, top), *self.to_view(right, bottom)
        return (min(left, right), min(top, bottom), max(left, right), max(top, bottom))

    def to_user(self, u: float, v: float) -> tuple[float, float]:
        """Points from the top left corner -> user space."""
        return (
            (self.left + u, self.top - v),
            (self.left + v, self.bottom + u),
            (self.right - u, self.bottom + v),
            (self.right - v, self.top - u),
        )[self.turns]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as looked at."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turns % 2 else (width, height)
