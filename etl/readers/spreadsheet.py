"""Workbooks (XLSX, XLS, ODS) -> prose and grids, sheet after sheet; what is hidden does not count as printed."""

from types import ModuleType

from msgspec.structs import replace

from etl.model import Content, Paragraph
from etl.readers import ods, xls, xlsx
from etl.readers.errors import UnreadableDocument
from etl.readers.package import open_zip
from etl.readers.sheet import Block, blocks

_OLE = b"\xd0\xcf\x11\xe0"
_SENTENCE_MARKS = frozenset("。；，：")
_DEFAULT_NAMES = ("sheet", "工作表", "表格")


def read(content: bytes) -> Content:
    """Read a workbook; numbers as their formats show them, formulas by their stored results.

    Where several sheets hold something, each one's name stands above it as a heading. ``metadata`` of an XLSX holds
    ``title``, ``author`` and ``created`` where the file states them. Pages are not known.
    Raises ``UnreadableDocument`` where it is damaged, encrypted, shows no text, or unpacks to more than the limit.
    """
    notes: list[str] = []
    form = _form(content)
    metadata = xlsx.metadata(content) if form is xlsx else {}
    sheets = [(sheet.name, list(blocks(sheet, notes))) for sheet in form.sheets(content, notes)]
    shown = [(name, found) for name, found in sheets if found]
    if not shown:
        raise UnreadableDocument("工作簿中没有可见的文字；请核对文件，取消隐藏后另存再读")
    found = [block for name, own in shown for block in (*_heading(name, len(shown)), *own)]
    return Content(_with_title(found), metadata, notes=tuple(dict.fromkeys(notes)))


def _form(content: bytes) -> ModuleType:
    """The module of a workbook's form."""
    if content.startswith(_OLE):
        return xls
    with open_zip(content, "Excel") as package:
        is_xlsx = any(name.startswith("xl/") for name in package.namelist())
    return xlsx if is_xlsx else ods


def _heading(name: str, sheet_count: int) -> tuple[Paragraph, ...]:
    """The name of a sheet, where there are several of them and somebody gave it one."""
    is_default = name.lower().startswith(_DEFAULT_NAMES) and name[-1:].isdigit()
    return () if sheet_count == 1 or is_default else (Paragraph(name, "heading"),)


def _with_title(found: list[Block]) -> tuple[Block, ...]:
    """A first row of prose that is no sentence is the title."""
    for number, block in enumerate(found):
        if isinstance(block, Paragraph) and block.role == "heading":
            continue
        if isinstance(block, Paragraph) and not _SENTENCE_MARKS & set(block.text):
            found[number] = replace(block, role="title")
        break
    return tuple(found)
