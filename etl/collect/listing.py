"""A folder at a glance: one short text for the paths, sizes and times of all its files, made by the machine's own ``find``."""

import hashlib
import subprocess
from functools import partial
from pathlib import Path

from etl import file_names
from etl.collect import files

_AT_A_TIME = 1 << 20
_RULES = (Path(files.__file__), Path(file_names.__file__))
"""What says which files make a document: another program may find others in the same folder."""


def listed(folder: Path) -> str | None:
    """The same text for the same files, as far as names, sizes and times tell; None where they cannot be listed like this."""
    # What a link leads to is not seen here, but by ``discover``: a link is an end with a code that is not 0.
    refused, told = ["-type", "l", "-exec", "false", "{}", "+"], ["-type", "f", "-printf", r"%s %T@ %p\0"]
    command = ["find", str(folder.resolve()), *refused, "-o", *told]
    digest = hashlib.blake2b(b"".join(rules.read_bytes() for rules in _RULES), digest_size=16)
    try:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            assert process.stdout is not None
            for piece in iter(partial(process.stdout.read, _AT_A_TIME), b""):
                digest.update(piece)
    except OSError:
        return None
    return None if process.returncode else digest.hexdigest()
