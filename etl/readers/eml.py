"""EML, a mail in one file (RFC 5322) -> the text of the mail; what is attached to it is named, not read."""

from msgspec.structs import replace

from etl.model import Content
from etl.readers import html, mime, text
from etl.readers.errors import UnreadableDocument


def read(content: bytes) -> Content:
    """Read the body of a mail, as a page where it has one; ``metadata`` adds ``Subject``, ``From`` and ``Date``.

    Raises:
        UnreadableDocument: there is no text in the mail itself; the reason names what is attached.
    """
    mail = mime.parse(content)
    pages, texts = mail.of_type("text/html"), mail.of_type("text/plain")
    names = "、".join(f"“{part.file_name}”" for part in mail.parts if _is_attached(part))
    body = next((part for part in (*pages, *texts) if part.content.strip()), None)
    if body is None:
        if names:
            raise UnreadableDocument(f"邮件没有正文，报告可能在附件{names}中；请将附件另存后单独读入")
        raise UnreadableDocument("邮件没有正文，也没有附件；请核对邮件，重新导出后再读")
    found = html.read(body.content) if body.media_type == "text/html" else text.read(body.content)
    headers = {
        name: mail.headers[name.lower()] for name in ("Subject", "From", "Date") if mail.headers.get(name.lower())
    }
    notes = (f"邮件的附件{names}未读；请另存后单独读入",) if names else ()
    return replace(found, metadata={**found.metadata, **headers}, notes=(*found.notes, *notes))


def _is_attached(part: mime.Part) -> bool:
    """Whether a part is a file of its own, not a picture in the text."""
    return bool(part.file_name) and (part.is_attachment or not part.media_type.startswith(("image/", "text/")))
