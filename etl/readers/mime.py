"""What a MIME message holds (RFC 2045-2049): its parts with their bytes, its headers as text."""

from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser

from msgspec import Struct

from etl.readers.errors import UnreadableDocument

MAX_BYTES = 64 * 1024 * 1024
"""Nothing in this form is packed, so its size on disk bounds what it takes to read it."""
MAX_PARTS = 1_000
_FAULTS = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What the parser of the standard library raises on headers that are broken, and on parts nested without end."""


class Part(Struct, frozen=True):
    """One part that has no parts of its own."""

    media_type: str
    content: bytes
    file_name: str = ""
    is_attachment: bool = False


class Mime(Struct, frozen=True):
    """A message taken apart; ``headers`` are those of the whole, under their names in lower case."""

    headers: dict[str, str]
    parts: tuple[Part, ...]

    def of_type(self, media_type: str) -> list[Part]:
        """The parts of a type that belong to the message itself."""
        return [part for part in self.parts if part.media_type == media_type and not part.is_attachment]


def parse(content: bytes) -> Mime:
    """Take a message apart; raises ``UnreadableDocument`` where it is larger than the limit, or broken."""
    if len(content) > MAX_BYTES:
        raise UnreadableDocument(f"邮件或网页存档超过 {MAX_BYTES // 1024 // 1024} MB；请核对后重新提供")
    try:
        message = BytesParser().parsebytes(content)
        headers = {name.lower(): _words(value) for name, value in reversed(message.items())}
        return Mime(headers, tuple(_parts(message)))
    except _FAULTS as error:
        raise UnreadableDocument("邮件或网页存档已损坏；请在原程序中打开后另存为网页（HTML）或 PDF 再读") from error


def _parts(message: Message) -> Iterator[Part]:
    for number, part in enumerate(message.walk()):
        if number >= MAX_PARTS:
            raise ValueError("more parts than any message has")
        if part.is_multipart():
            continue
        payload = part.get_payload(decode=True)
        yield Part(
            part.get_content_type(),
            payload if isinstance(payload, bytes) else b"",
            _words(part.get_filename() or ""),
            part.get_content_disposition() == "attachment",
        )


def _words(value: object) -> str:
    """A header in plain characters: encoded words decoded, folds opened."""
    text = str(value)
    try:
        text = str(make_header(decode_header(text)))
    except (MessageError, ValueError, LookupError):
        return text
    return " ".join(text.split())
