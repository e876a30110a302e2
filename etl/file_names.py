"""What the name of a file says of it, before anything is read."""

import re

_PAGES = (".html", ".htm", ".shtml", ".xhtml", ".mht", ".mhtml", ".txt", ".md")


def is_page(name: str) -> bool:
    """Whether a file is a page, to which others are attachments, by the ending of its name."""
    return name.lower().endswith(_PAGES)


def reading_order(name: str) -> tuple[bool, list[tuple[int, str]]]:
    """Sort key: pages before attachments, and 2 before 10."""
    pieces = re.findall(r"\d+|\D+", name)
    return not is_page(name), [(int(piece), "") if piece.isdigit() else (-1, piece) for piece in pieces]
