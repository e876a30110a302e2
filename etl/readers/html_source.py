"""The source of a web page before it is taken apart: what was cut out of a script or a table, made whole."""

import re

_TABLE_TAG = re.compile(r"<(table|tbody|tr|t[dh])\b", re.IGNORECASE)


def put_right(source: str) -> str:
    """The source without the quotes of a script around it, and with the table that its first rows lack."""
    return _in_table(_unquoted(source))


def _unquoted(source: str) -> str:
    """A fragment cut out of a script still has its quotes escaped."""
    if '=\\"' in source and source.count('=\\"') > source.count('="'):
        return (
            source.replace('\\"', '"')
            .replace("\\/", "/")
            .replace("\\r", "\r")
            .replace("\\n", "\n")
            .replace("\\t", "\t")
        )
    return source


def _in_table(source: str) -> str:
    """A fragment that begins inside a table, with the table put before its rows: without it all cells would be one text."""
    first = _TABLE_TAG.search(source)
    if first is None or first[1].lower() == "table":
        return source
    return f"{source[: first.start()]}<table>{source[first.start() :]}"
