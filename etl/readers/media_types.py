"""What form a document has: by its bytes first, by the ending of its name only where the bytes leave it open."""

import re
import zipfile
import zlib
from io import BytesIO
from itertools import islice
from pathlib import PurePosixPath

HTML = "text/html"
TEXT = "text/plain"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
OFD = "application/ofd"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
PPT = "application/vnd.ms-powerpoint"
ENCRYPTED_OFFICE = "application/encrypted-office"
OFFICE_XML = "application/vnd.ms-office.xml"
RTF = "application/rtf"
MHTML = "multipart/related"
EML = "message/rfc822"
ZIP = "application/zip"
RAR = "application/vnd.rar"
SEVEN_ZIP = "application/x-7z-compressed"
GZIP = "application/gzip"
DAMAGED_ZIP = "application/x-damaged-zip"
EMPTY = "application/x-empty"
PICTURES = tuple(f"image/{form}" for form in ("png", "jpeg", "gif", "tiff", "bmp", "webp"))
UNKNOWN = "application/octet-stream"

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"{\\rtf", RTF),
    (b"Rar!\x1a\x07", RAR),
    (b"7z\xbc\xaf\x27\x1c", SEVEN_ZIP),
    (b"\x1f\x8b\x08", GZIP),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("EncryptedPackage", ENCRYPTED_OFFICE),
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("Book", XLS),
    ("PowerPoint Document", PPT),
)
_ZIP_MEMBERS = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", XLSX),
    ("xl/workbook.bin", XLSX),
    ("ppt/presentation.xml", PPTX),
    ("OFD.xml", OFD),
)
_ENDINGS = {".html": HTML, ".htm": HTML, ".shtml": HTML, ".xhtml": HTML, ".mht": MHTML, ".mhtml": MHTML}
_SNIFFED = 65_536
_TAG = re.compile(
    rb"<(?:!doctype\s+html|/?(?:html|head|body|title|meta|table|tbody|tr|td|p|div|h[1-6]|ul|li|br|span|b|strong|font|center))"
    rb"(?:[\s/][^<>]*)?>",
    re.IGNORECASE,
)
_INLINE_TAG = re.compile(rb"</?(?:br|span|b|strong|font|center)\b", re.IGNORECASE)
"""Tags that are met in Markdown too, and make no page of it."""
_OFFICE_XML = (b"<?mso-application", b"<w:wordDocument", b'urn:schemas-microsoft-com:office:spreadsheet"')
_MHTML = re.compile(rb"\A(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?Content-Type:\s*multipart/related", re.IGNORECASE)
_EML = re.compile(
    rb"\A(?:[A-Za-z][A-Za-z-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:MIME-Version|Received|Return-Path|Message-ID):\s",
    re.IGNORECASE,
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_SHARE = 0.05


def media_type(content: bytes, source_name: str = "") -> str:
    """The media type of a document; ``UNKNOWN`` for bytes of no known form."""
    if not content.strip():
        return EMPTY
    return _by_magic(content) or _by_text(content, source_name)


def _by_magic(content: bytes) -> str | None:
    if b"%PDF-" in content[:1024]:
        return PDF
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _by_members(content)
    if content.startswith(_OLE):
        return next((form for name, form in _OLE_STREAMS if name.encode("utf-16-le") in content), DOC)
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    if content.startswith(b"BM") and content[6:10] == b"\0\0\0\0":
        return "image/bmp"
    return next((form for magic, form in _MAGIC if content.startswith(magic)), None)


def _by_members(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            declared = archive.open("mimetype").read(100).decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error):
        return DAMAGED_ZIP
    if declared in (ODT, ODS):
        return declared
    return next((form for name, form in _ZIP_MEMBERS if name in names), ZIP)


def _by_text(content: bytes, source_name: str) -> str:
    # UTF-16 puts a zero byte beside every ASCII character; without them its tags look like any others.
    head = content[:_SNIFFED]
    is_wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or _is_utf16(head)
    plain = head.replace(b"\0", b"") if is_wide else head
    if any(sign in plain[:4096] for sign in _OFFICE_XML):
        return OFFICE_XML
    if _MHTML.match(plain):
        return MHTML
    if _EML.match(plain):
        return EML
    by_name = _ENDINGS.get(PurePosixPath(source_name.lower()).suffix, TEXT)
    starts_with_tag = by_name == HTML or plain.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")
    if _is_marked_up(plain) or (starts_with_tag and _TAG.search(plain)):
        return HTML
    if not is_wide and len(_CONTROL.findall(head)) > len(head) * _CONTROL_SHARE:
        return UNKNOWN
    return by_name if by_name != HTML else TEXT


def _is_marked_up(plain: bytes) -> bool:
    """Whether three tags are met that no Markdown has."""
    tags = (tag for tag in _TAG.finditer(plain) if not _INLINE_TAG.match(tag.group()))
    return sum(1 for _ in islice(tags, 3)) == 3


def _is_utf16(head: bytes) -> bool:
    zeros = head.count(0)
    if zeros * 50 < len(head):
        return False
    odd = head[1::2].count(0)
    return max(odd, zeros - odd) >= zeros * 0.95
