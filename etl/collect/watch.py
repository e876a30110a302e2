"""Who wants to know while sources are collected from."""

from collections.abc import Callable

from msgspec import Struct

from warehouse.records import SourceRunRecord


class Watch(Struct, frozen=True):
    """Who wants to know while a plan is carried out: how many documents came off sites so far, and each source when it is through."""

    retrieved: Callable[[int], None] = lambda count: None
    through: Callable[[SourceRunRecord], None] = lambda run: None
