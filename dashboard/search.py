"""What a person types to find an organ -> what the search binds."""

from dashboard.queries import Parameter


def search(typed: str) -> dict[str, Parameter]:
    """``letters`` of the pinyin where only Latin letters and digits are typed, else ``pattern``, a part of a name.

    Blanks count for nothing. One of the two is None, so that a search looks through one column.
    """
    text = "".join(typed.split())
    return {"pattern": None, "letters": text.lower() or None} if text.isascii() else {"pattern": text, "letters": None}
