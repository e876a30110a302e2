"""Which readers these are: documents that others have read are read anew."""

from etl import local
from etl.agencies.catalogue import fingerprint

_READER_VERSION = "13"
"""Goes up whenever the same document could be read otherwise."""


def reader_version() -> str:
    """The version of the readers, and of what the user adds to places, functions, lists and labels: by any of them a
    document may be read otherwise.
    """
    return "+".join(filter(None, (_READER_VERSION, fingerprint(), local.fingerprint())))
