"""What happens in a run as JSON lines: one event a line, in the log file and, if asked for, on the standard output."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import BinaryIO

import click
import msgspec

_encoder = msgspec.json.Encoder(enc_hook=str)


class Journal:
    """Writes each event to all streams. A stream that cannot be written is given up, and that is said: the run goes on."""

    def __init__(self, streams: Iterable[BinaryIO] = ()) -> None:
        self._streams = list(streams)

    def note(self, event: str, **facts: object) -> None:
        """Add a line: ``{"at": ISO 8601 UTC, "event": ..., ...}``."""
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = _encoder.encode({"at": at, "event": event, **facts}) + b"\n"
        for stream in list(self._streams):
            try:
                stream.write(line)
                stream.flush()
            except OSError as error:
                self._streams.remove(stream)
                click.echo(f"运行日志写不进去，以后的内容不再记录：{error}", err=True)
