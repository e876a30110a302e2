"""The streams of a Word 97-2003 file -> its paragraphs with the properties that matter ([MS-DOC]).

Text lies in pieces of one or two bytes a character; properties of paragraphs and characters lie in pages of 512 bytes,
found by the file position of the text that they are for.
"""

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from etl.readers.doc_modifiers import CellDefinition, Modifier, cells_defined, modifiers_in
from etl.readers.errors import UnreadableDocument

Role = Literal["title", "heading", "text"]

_WORD_MAGIC = 0xA5EC
_WORD_97 = 0xC1
_PAGE = 512
_IS_ENCRYPTED, _IS_TABLE_1 = 0x0100, 0x0200
_FIB_SIZE = 0x1AA
_COUNTS_AT = 0x4C
"""Characters of the text, then of footnotes, headers, macros, remarks, endnotes, text boxes."""
_STYLES_AT, _CHARACTERS_AT, _PARAGRAPHS_AT, _PIECES_AT = 0xA2, 0xFA, 0x102, 0x1A2
"""Where the file says where these tables lie."""
_COMPRESSED = 0x40000000
_IN_TABLE, _ROW_END, _DEPTH = 0x2416, 0x2417, 0x6649
_INNER_CELL_END, _INNER_ROW_END = 0x244B, 0x244C
_OUTLINE_LEVEL = 0x2640
_HUGE = (0x6645, 0x6646)
_HIDDEN, _DELETED, _SYMBOL = 0x083C, 0x0800, 0x6A09
_HEADING_STYLES, _TITLE_STYLE = range(1, 10), 62
_SEGMENT = re.compile("[^\r\x07\x0c]*[\r\x07\x0c]?")
_PARAGRAPH_END, _CELL_END = "\r\x0c", "\x07"
_FIELD = re.compile("\x13[^\x13\x14\x15]*\x14?([^\x13\x14\x15]*)\x15")
"""A field is shown by what stands behind its separator, if it has one."""
_SIGNS = {**dict.fromkeys(range(0x20), ""), 0x09: "\t", 0x0B: "\n", 0x1E: "-"}


class WordParagraph(Struct, frozen=True):
    """A paragraph; ``depth`` counts the tables that it stands in, ``row`` is set where it ends a row of the deepest."""

    text: str
    role: Role
    depth: int
    ends_cell: bool
    ends_row: bool
    row: tuple[CellDefinition, ...] = ()


class _Piece(Struct, frozen=True):
    start: int
    """Position of the first character in the file."""
    width: int
    text: str
    modifiers: tuple[Modifier, ...]


class _Properties(Struct, frozen=True):
    style: int
    modifiers: tuple[Modifier, ...]


class WordFile:
    """A Word file taken apart; raises ``UnreadableDocument`` where its form is older, or it is encrypted.

    What is cut or contradicts itself raises ``struct.error``, ``LookupError`` or ``ValueError``.
    """

    def __init__(self, main: bytes, tables: dict[str, bytes], data: bytes) -> None:
        if len(main) < _FIB_SIZE:
            raise ValueError("the file information block is cut")
        magic, version = struct.unpack_from("<HH", main, 0)
        (flags,) = struct.unpack_from("<H", main, 0x0A)
        if magic != _WORD_MAGIC or version < _WORD_97:
            raise UnreadableDocument("这是 Word 97 以前的文档，无法读取；请用 Word 或 WPS 另存为 DOCX 后再读")
        if flags & _IS_ENCRYPTED:
            raise UnreadableDocument("Word 文档已加密：请解除密码后另存为 DOCX 再读")
        self._main = main
        self._data = data
        self._table = tables["1Table" if flags & _IS_TABLE_1 else "0Table"]
        self._styles = self._read_styles()
        self._pieces = self._read_pieces()
        self._paragraph_starts, self._paragraph_properties = self._read_pages(_PARAGRAPHS_AT, 13)
        self._character_starts, self._character_properties = self._read_pages(_CHARACTERS_AT, 1)

    def paragraphs(self) -> Iterator[WordParagraph]:
        """The paragraphs of the text, then those of footnotes, endnotes and text boxes."""
        text, footnotes, headers, macros, remarks, endnotes, boxes = struct.unpack_from("<7I", self._main, _COUNTS_AT)
        yield from self._part(0, text)
        yield from self._part(text, footnotes)
        start = text + footnotes + headers + macros + remarks
        yield from self._part(start, endnotes)
        yield from self._part(start + endnotes, boxes)

    def _at(self, where: int) -> bytes:
        start, size = struct.unpack_from("<II", self._main, where)
        return self._table[start : start + size]

    def _read_pieces(self) -> list[_Piece]:
        table = self._at(_PIECES_AT)
        groups: list[tuple[Modifier, ...]] = []
        at = 0
        while table[at] == 1:
            (size,) = struct.unpack_from("<H", table, at + 1)
            groups.append(tuple(modifiers_in(table[at + 3 : at + 3 + size])))
            at += 3 + size
        if table[at] != 2:
            raise ValueError("no table of pieces")
        (size,) = struct.unpack_from("<I", table, at + 1)
        count = (size - 4) // 12
        at += 5
        borders = struct.unpack_from(f"<{count + 1}I", table, at)
        if borders[-1] > len(self._main):
            raise ValueError("more text than there are bytes")
        pieces = []
        for number in range(count):
            position, changes = struct.unpack_from("<IH", table, at + 4 * (count + 1) + 8 * number + 2)
            length = max(borders[number + 1] - borders[number], 0)
            modifiers = groups[changes >> 1] if changes & 1 and changes >> 1 < len(groups) else ()
            pieces.append(self._piece(position, length, modifiers))
        return pieces

    def _piece(self, position: int, length: int, modifiers: tuple[Modifier, ...]) -> _Piece:
        if position & _COMPRESSED:
            start = (position & ~_COMPRESSED) // 2
            return _Piece(start, 1, self._slice(start, length).decode("cp1252", "replace"), modifiers)
        units = self._slice(position, 2 * length)
        # A character outside the basic plane takes two units, so each unit becomes a character of its own at first.
        text = "".join(map(chr, struct.unpack(f"<{length}H", units)))
        return _Piece(position, 2, text, modifiers)

    def _slice(self, start: int, size: int) -> bytes:
        if start + size > len(self._main):
            raise ValueError("a piece of the text is cut")
        return self._main[start : start + size]

    def _read_pages(self, where: int, entry_size: int) -> tuple[list[int], list[_Properties]]:
        """File positions at which runs of text start, and the properties of each run, in the order of the file."""
        table = self._at(where)
        count = (len(table) - 4) // 8
        runs: dict[int, _Properties] = {}
        for number in dict.fromkeys(struct.unpack_from(f"<{count}I", table, 4 * (count + 1)) if count > 0 else ()):
            page = self._main[(number & 0x3FFFFF) * _PAGE :][:_PAGE]
            if len(page) < _PAGE:
                raise ValueError("a page of properties is cut")
            run_count = page[-1]
            starts = struct.unpack_from(f"<{run_count + 1}I", page)
            for run, start in enumerate(starts[:-1]):
                at = page[4 * (run_count + 1) + entry_size * run] * 2
                runs[start] = self._properties(page, at, entry_size > 1) if at else _Properties(0, ())
            runs.setdefault(starts[-1], _Properties(0, ()))
        return sorted(runs), [runs[start] for start in sorted(runs)]

    def _properties(self, page: bytes, at: int, of_paragraph: bool) -> _Properties:
        size = page[at]
        if not of_paragraph:
            return _Properties(0, tuple(modifiers_in(page[at + 1 : at + 1 + size])))
        at, size = (at + 1, 2 * size - 1) if size else (at + 2, 2 * page[at + 1])
        (style,) = struct.unpack_from("<H", page, at)
        modifiers = list(modifiers_in(page[at + 2 : at + size]))
        for code, operand in [*modifiers]:
            if code in _HUGE:
                (start,) = struct.unpack("<I", operand)
                (length,) = struct.unpack_from("<H", self._data, start)
                modifiers += modifiers_in(self._data[start + 2 : start + 2 + length])
        return _Properties(style, tuple(modifiers))

    def _read_styles(self) -> dict[int, Role]:
        """Number of a style -> the role that it, or the style that it is based on, gives a paragraph."""
        table = self._at(_STYLES_AT)
        if len(table) < 4:
            return {}
        header, count = struct.unpack_from("<HH", table)
        at = 2 + header
        own: dict[int, Role] = {}
        parents: dict[int, int] = {}
        for number in range(count):
            if at + 6 > len(table):
                break
            size, kind, base = struct.unpack_from("<HHH", table, at)
            at += 2 + size + size % 2
            if size:
                parents[number] = base >> 4
                kind &= 0xFFF
                if kind in _HEADING_STYLES or kind == _TITLE_STYLE:
                    own[number] = "title" if kind == _TITLE_STYLE else "heading"
        roles: dict[int, Role] = {}
        for number in parents:
            ancestor = number
            for _ in range(len(parents)):
                if ancestor in own or ancestor not in parents:
                    break
                ancestor = parents[ancestor]
            roles[number] = own.get(ancestor, "text")
        return roles

    def _part(self, start: int, length: int) -> Iterator[WordParagraph]:
        words: list[str] = []
        position = 0
        for piece in self._pieces:
            first, last = max(start - position, 0), min(start + length - position, len(piece.text))
            position += len(piece.text)
            for match in _SEGMENT.finditer(piece.text, first, max(last, first)):
                segment = match[0]
                if segment:
                    words.append(self._shown(piece, match.start(), segment))
                if segment[-1:] in _PARAGRAPH_END + _CELL_END and segment:
                    mark = piece.start + (match.end() - 1) * piece.width
                    yield self._paragraph("".join(words), segment[-1], mark, piece)
                    words.clear()

    def _shown(self, piece: _Piece, start: int, segment: str) -> str:
        """A segment of a piece without its hidden and its deleted characters; marks at its end go, too."""
        words = []
        at = start
        end = start + len(segment)
        while at < end:
            position = piece.start + at * piece.width
            run = bisect_right(self._character_starts, position) - 1
            modifiers = self._character_properties[run].modifiers if run >= 0 else ()
            limit = end
            if run + 1 < len(self._character_starts):
                stretch = self._character_starts[run + 1] - position
                limit = min(end, at + max(-(-stretch // piece.width), 1))
            on = {code for code, operand in (*modifiers, *piece.modifiers) if operand[:1] in (b"\x01", b"\x81")}
            if not on & {_HIDDEN, _DELETED}:
                text = segment[at - start : limit - start]
                is_symbol = any(code == _SYMBOL for code, _ in modifiers)
                words.append("\ufffd" * len(text) if is_symbol else text)
            at = limit
        return "".join(words)

    def _paragraph(self, words: str, mark: str, position: int, piece: _Piece) -> WordParagraph:
        run = bisect_right(self._paragraph_starts, position) - 1
        properties = self._paragraph_properties[run] if run >= 0 else _Properties(0, ())
        modifiers = (*properties.modifiers, *piece.modifiers)
        last = dict(modifiers)
        depth = int.from_bytes(last[_DEPTH], "little") if _DEPTH in last else int(_is_on(last, _IN_TABLE))
        ends_row = _is_on(last, _INNER_ROW_END) if depth > 1 else mark == _CELL_END and _is_on(last, _ROW_END)
        level = last.get(_OUTLINE_LEVEL, b"\x09")[0]
        return WordParagraph(
            text=_text(words),
            role="heading" if level < 9 else self._styles.get(properties.style, "text"),
            depth=depth,
            ends_cell=_is_on(last, _INNER_CELL_END) if depth > 1 else mark == _CELL_END and not ends_row,
            ends_row=ends_row,
            row=tuple(cells_defined(modifiers)) if ends_row else (),
        )


def _is_on(modifiers: dict[int, bytes], code: int) -> bool:
    return modifiers.get(code, b"\0")[:1] == b"\x01"


def _text(words: str) -> str:
    """The characters that are shown: no field codes, no anchors, no marks."""
    while "\x13" in words:
        words, found = _FIELD.subn(r"\1", words)
        if not found:
            break
    shown = words.translate(_SIGNS)
    return shown.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
