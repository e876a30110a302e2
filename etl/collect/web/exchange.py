"""What goes to the crawling process and what comes back."""

from collections.abc import Iterator
from typing import IO, Literal

import msgspec
from msgspec import Struct

from etl.collect.sources import Crawler, Site
from warehouse.records import RetrievalRecord, SourceRunRecord

State = Literal["new", "changed", "unchanged", "gone"]


class Task(Struct, frozen=True):
    """A crawl. ``is_trial``: nothing is kept, and each site stops after ``most_documents``."""

    data_dir: str
    sites: tuple[Site, ...]
    crawler: Crawler
    known: tuple[RetrievalRecord, ...] = ()
    is_trial: bool = False
    most_documents: int | None = None


class Retrieved(Struct, frozen=True, tag="retrieved"):
    """A document, and how it stands to what was known of its address."""

    state: State
    record: RetrievalRecord


class Failure(Struct, frozen=True):
    """An address that could not be had, and why (Chinese)."""

    url: str
    reason: str


class SiteDone(Struct, frozen=True, tag="done"):
    """A site is through: its counts, what failed, and hosts that its lists lead to but the source does not name."""

    record: SourceRunRecord
    failures: tuple[Failure, ...] = ()
    other_hosts: tuple[str, ...] = ()


class PageSeen(Struct, frozen=True, tag="page"):
    """A page as it was had, for who proposes a source."""

    url: str
    body: bytes


Event = Retrieved | SiteDone | PageSeen

_LENGTH = 4
"""Bytes before each event that say how long it is."""


def put(event: Event, stream: IO[bytes]) -> None:
    """Write one event at once."""
    content = msgspec.msgpack.encode(event)
    stream.write(len(content).to_bytes(_LENGTH, "big") + content)
    stream.flush()


def frames(stream: IO[bytes]) -> Iterator[Event]:
    """The events of a stream to its end; one that is cut off is none."""
    while len(length := stream.read(_LENGTH)) == _LENGTH:
        size = int.from_bytes(length, "big")
        content = stream.read(size)
        if len(content) < size:
            return
        yield msgspec.msgpack.decode(content, type=Event)
