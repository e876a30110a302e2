"""Finished documents damaged as transfers and storage damage them; what is printed stays, or goes, but never changes.

A byte is flipped only where no figure of the report stands, so that a value other than the unmutated truth's is the
reader's own: in a package, where a flipped byte breaks its checksum; in text, among the letters of the markup and prose.
"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from random import Random

import pypdfium2 as pdfium

from tests.maker.oddities.setting import Setting

Mutation = Callable[[Random, bytes, str], tuple[bytes, str]]
OTHER_ENDINGS = ("html", "txt", "docx", "pdf", "xlsx", "doc", "xls", "zip", "bin", "")
PACKAGES = frozenset({"docx", "xlsx", "odt", "ofd"})
_NEVER = frozenset(b"0123456789+-.,/<>=\"'&;#|\t\r\n ")
"""Bytes that figures and the cells around them are made of: flipped, they would print something else."""


def flipped(rng: Random, content: bytes, form: str) -> tuple[bytes, str]:
    """A few bytes, each with one bit turned."""
    changed = bytearray(content)
    for _ in range(rng.choice((1, 1, 3, 20))):
        place = rng.randrange(len(changed))
        turned = changed[place] ^ (1 << rng.randrange(8))
        if form in PACKAGES or not {changed[place], turned} & _NEVER:
            changed[place] = turned
    return bytes(changed), form


def cut(rng: Random, content: bytes, form: str) -> tuple[bytes, str]:
    """The end is missing. Where a form does not show that, a figure at the cut goes with it: it would be another figure."""
    end = rng.randrange(len(content))
    if form in PACKAGES or form == "html":
        return content[:end], form
    return re.sub(rb"[0-9.,+-]+$", b"", content[:end]), form


def repeated(rng: Random, content: bytes, form: str) -> tuple[bytes, str]:
    """A stretch stands there twice; in a page or text from line to line, lest two figures become one."""
    if form in PACKAGES or form == "pdf":
        start, end = sorted(rng.randrange(len(content)) for _ in range(2))
        return content[:end] + content[start:], form
    lines = content.splitlines(keepends=True)
    start, end = sorted(rng.randrange(len(lines)) for _ in range(2))
    return b"".join(lines[:end] + lines[start:]), form


def emptied(rng: Random, _content: bytes, form: str) -> tuple[bytes, str]:
    return rng.choice((b"", b"\n", b"\x00" * 64, b"\xef\xbb\xbf", b"<html></html>")), form


def other_ending(rng: Random, content: bytes, _form: str) -> tuple[bytes, str]:
    return content, rng.choice(OTHER_ENDINGS)


def swapped(rng: Random, content: bytes, form: str) -> tuple[bytes, str]:
    """Two members of a package have each other's names; where there is none, the halves of the file change places."""
    if form not in PACKAGES:
        lines = content.splitlines(keepends=True)
        middle = rng.randrange(len(lines))
        return b"".join(lines[middle:] + lines[:middle]), form
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        first, second = rng.sample(names, 2)
        other = {first: second, second: first}
        for name in names:
            target.writestr(zipfile.ZipInfo(name), source.read(other.get(name, name)))
    return written.getvalue(), form


def wrapped(rng: Random, content: bytes, form: str) -> tuple[bytes, str]:
    """Other bytes stand before or after the document."""
    rubbish = bytes(rng.randrange(128, 256) for _ in range(rng.choice((1, 64, 3000))))
    return (rubbish + content if rng.random() < 0.5 else content + rubbish), form


MUTATIONS: dict[str, Mutation] = {
    "flipped": flipped,
    "cut": cut,
    "repeated": repeated,
    "emptied": emptied,
    "other_ending": other_ending,
    "swapped": swapped,
    "wrapped": wrapped,
}


def reprints(before: bytes, after: bytes, form: str) -> bool:
    """Whether a damaged PDF shows figures that the sound one does not: a byte flipped in a packed page is any letter."""
    return form == "pdf" and not _figures(after) <= _figures(before)


def erases(before: bytes, after: bytes, form: str) -> bool:
    """Whether a damaged PDF lacks figures that the sound one shows: a stream cut off leaves the cells of its last row empty."""
    return form == "pdf" and not _figures(before) <= _figures(after)


def _figures(content: bytes) -> Counter[str]:
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError:
        return Counter()
    try:
        return Counter(n for page in document for n in re.findall(r"[0-9.,]+", page.get_textpage().get_text_range()))
    except pdfium.PdfiumError:
        return Counter()
    finally:
        document.close()


def mutated(rng: Random, setting: Setting) -> tuple[str, bytes, str]:
    """The name of the mutation, the bytes of the damaged document, and its file ending."""
    name = rng.choice(tuple(MUTATIONS))
    return (name, *MUTATIONS[name](rng, setting.content(), setting.form))
