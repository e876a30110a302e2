"""MHTML, a web page saved with its pictures in one file (RFC 2557) -> what the page reader finds in its pages."""

from etl.model import Content
from etl.readers import html, mime
from etl.readers.errors import UnreadableDocument

_NO_PAGE = "网页存档中没有网页正文；请在浏览器中打开后另存为网页（HTML）或 PDF 再读"


def read(content: bytes) -> Content:
    """Read a saved page, then the pages that it shows in frames; metadata are those of the first page.

    Raises:
        UnreadableDocument: there is no page in it, or none of its pages shows any text.
    """
    pages = mime.parse(content).of_type("text/html")
    found: list[Content] = []
    refusal = UnreadableDocument(_NO_PAGE)
    for page in pages:
        try:
            found.append(html.read(page.content))
        except UnreadableDocument as error:
            refusal = error
    if not found:
        raise refusal
    return Content(
        blocks=tuple(block for page in found for block in page.blocks),
        metadata=found[0].metadata,
        notes=tuple(dict.fromkeys(note for page in found for note in page.notes)),
    )
