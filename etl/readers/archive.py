"""ZIP: a page with its attachments, or a flip-book page by page, packed in one file -> one content in reading order."""

from collections.abc import Callable
from pathlib import PurePosixPath

from etl.file_names import reading_order
from etl.model import Content
from etl.readers.errors import UnreadableDocument
from etl.readers.package import open_zip, part

MOST_MEMBERS = 60
MOST_BYTES = 200 * 1024 * 1024

ReadMember = Callable[[str, bytes], Content]


def read(content: bytes, read_member: ReadMember) -> Content:
    """Read the members one after the other; what cannot be read among them is noted.

    Raises:
        UnreadableDocument: damaged, too large, or nothing in it can be read.
    """
    package = open_zip(content, "ZIP")
    members = [info for info in package.infolist() if not info.is_dir() and not _is_hidden(info.filename)]
    if len(members) > MOST_MEMBERS or sum(info.file_size for info in members) > MOST_BYTES:
        raise UnreadableDocument("压缩包中的文件过多或过大；请解压后，把其中的年度报告逐份读入")
    found: list[Content] = []
    refused: list[str] = []
    for info in sorted(members, key=lambda info: reading_order(info.filename)):
        name = PurePosixPath(info.filename).name
        try:
            found.append(read_member(name, part(package, info.filename, "ZIP") or b""))
        except UnreadableDocument as error:
            refused.append(f"“{name}”未读：{error}")
    if not found:
        raise UnreadableDocument("压缩包中没有可以读取的文件；" + ("；".join(refused) or "请核对后重新提供"))
    return joined(found, tuple(refused))


def joined(contents: list[Content], notes: tuple[str, ...] = ()) -> Content:
    """Several contents as one: the first one's metadata count, the others' fill in."""
    metadata: dict[str, str] = {}
    for content in contents:
        metadata = content.metadata | metadata
    return Content(
        tuple(block for content in contents for block in content.blocks),
        metadata,
        None,
        (*(note for content in contents for note in content.notes), *notes),
    )


def _is_hidden(name: str) -> bool:
    return any(piece.startswith((".", "__MACOSX", "~$")) for piece in PurePosixPath(name).parts)
