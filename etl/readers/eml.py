"""EML, a mail in one file (RFC 5322) -> the text of the mail, then what is attached to it, as one content."""

from msgspec.structs import replace

from etl.model import Content
from etl.readers import html, mime, text
from etl.readers.archive import MOST_MEMBERS, ReadMember, joined
from etl.readers.errors import UnreadableDocument


def read(content: bytes, read_member: ReadMember) -> Content:
    """Read the body of a mail, as a page where it has one, and its attachments; what cannot be read among them is noted.

    ``metadata`` adds ``Subject``, ``From`` and ``Date``.

    Raises:
        UnreadableDocument: there is no text in the mail, and no attachment that can be read.
    """
    mail = mime.parse(content)
    attached = [part for part in mail.parts if _is_attached(part)]
    if len(attached) > MOST_MEMBERS:
        raise UnreadableDocument(f"邮件的附件超过 {MOST_MEMBERS} 个；请将附件另存后，逐份读入")
    body = _body(mail)
    found = [body] if body is not None else []
    refused: list[str] = []
    for part in attached:
        try:
            found.append(read_member(part.file_name, part.content))
        except UnreadableDocument as error:
            refused.append(f"邮件的附件“{part.file_name}”未读：{error}")
    if not found:
        reasons = "；".join(refused) or "也没有附件；请核对邮件，重新导出后再读"
        raise UnreadableDocument(f"邮件没有正文，{reasons}")
    headers = {
        name: mail.headers[name.lower()] for name in ("Subject", "From", "Date") if mail.headers.get(name.lower())
    }
    whole = joined(found, tuple(refused)) if attached else found[0]
    return replace(whole, metadata={**whole.metadata, **headers})


def _body(mail: mime.Mime) -> Content | None:
    """The text of the mail itself; None where it has none."""
    parts = (*mail.of_type("text/html"), *mail.of_type("text/plain"))
    part = next((part for part in parts if part.content.strip()), None)
    if part is None:
        return None
    return html.read(part.content) if part.media_type == "text/html" else text.read(part.content)


def _is_attached(part: mime.Part) -> bool:
    """Whether a part is a file of its own, not a picture in the text."""
    return bool(part.file_name) and (part.is_attachment or not part.media_type.startswith(("image/", "text/")))
