"""Bytes -> prose and grids; no idea what a report is."""

from collections.abc import Callable

from etl.model import Content, Document
from etl.readers import (
    archive,
    docx,
    eml,
    html,
    media_types,
    mhtml,
    odt,
    ofd,
    office_binary,
    pdf,
    radicals,
    rtf,
    spreadsheet,
    text,
)
from etl.readers.errors import UnreadableDocument
from etl.readers.media_types import media_type

__all__ = ["READERS", "UNSUPPORTED", "UnreadableDocument", "media_type", "read"]

Reader = Callable[[bytes], Content]


def _read_picture(content: bytes) -> Content:
    # Recognition costs a second to load, and most documents are no pictures.
    from etl.readers import scan  # noqa: PLC0415

    return scan.read(content)


def _read_archive(content: bytes) -> Content:
    return archive.read(content, _read_member)


def _read_mail(content: bytes) -> Content:
    return eml.read(content, _read_attachment)


def _read_attachment(name: str, content: bytes) -> Content:
    return _read_archive(content) if media_type(content, name) == media_types.ZIP else _read_member(name, content)


def _read_member(name: str, content: bytes) -> Content:
    form = media_type(content, name)
    if form == media_types.ZIP:
        raise UnreadableDocument(f"这是压缩包中的压缩包；{_UNPACK}")
    if form == media_types.EML:
        return eml.read(content, _read_member)
    return read(Document(name, content, sha256=""))


READERS: dict[str, Reader] = {
    media_types.HTML: html.read,
    media_types.TEXT: text.read,
    media_types.DOCX: docx.read,
    media_types.PDF: pdf.read,
    media_types.OFD: ofd.read,
    media_types.DOC: office_binary.read,
    media_types.XLSX: spreadsheet.read,
    media_types.XLS: spreadsheet.read,
    media_types.ODS: spreadsheet.read,
    media_types.ODT: odt.read,
    media_types.RTF: rtf.read,
    media_types.MHTML: mhtml.read,
    media_types.EML: _read_mail,
    media_types.ZIP: _read_archive,
    **dict.fromkeys(media_types.PICTURES, _read_picture),
}
"""Media type -> the function that reads it: the one registry of forms."""

_SAVE_AS = "请用 Word 或 WPS 另存为 DOCX 或 PDF 后再读"
_UNPACK = "请解压后，把其中的年度报告逐份读入"

UNSUPPORTED: dict[str, str] = {
    media_types.OFFICE_XML: f"这是 Office 2003 的 XML 文档，尚不支持；{_SAVE_AS}",
    media_types.ENCRYPTED_OFFICE: f"这是加密的 Office 文档；请解除密码，{_SAVE_AS}",
    media_types.PPT: "这是 PowerPoint 演示文稿（PPT），尚不支持；请另存为 PDF 后再读",
    media_types.PPTX: "这是 PowerPoint 演示文稿（PPTX），尚不支持；请另存为 PDF 后再读",
    media_types.RAR: f"这是 RAR 压缩包；{_UNPACK}",
    media_types.SEVEN_ZIP: f"这是 7z 压缩包；{_UNPACK}",
    media_types.GZIP: f"这是 GZIP 压缩文件；{_UNPACK}",
    media_types.DAMAGED_ZIP: "压缩包或 Office 文件已损坏；请重新下载，或用 Word、WPS 打开修复后另存",
    media_types.EMPTY: "文件是空的；请核对下载是否完整，重新取得后再读",
    media_types.UNKNOWN: "无法识别的文件格式；请用原程序打开后另存为 DOCX 或 PDF 再读",
}
"""Media type -> why a form that is recognised is not read, and the remedy."""


def read(document: Document) -> Content:
    """Read a document in whatever form its content has.

    Raises:
        UnreadableDocument: the form is not supported, or nothing can be read in it; the reason is Chinese.
    """
    form = media_type(document.content, document.source_name)
    reader = READERS.get(form)
    if reader is None:
        raise UnreadableDocument(UNSUPPORTED[form])
    content = reader(document.content)
    return radicals.put_right(content) if radicals.has_radicals(content) else content
