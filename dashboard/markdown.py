"""Text of others on a page."""

import re
import string

_MARKDOWN = re.compile(f"([{re.escape(string.punctuation)}])")


def escaped(text: str) -> str:
    """Text of a document, so that Markdown leaves it alone."""
    return _MARKDOWN.sub(r"\\\1", text.replace("\n", " "))
