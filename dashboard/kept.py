"""Answers kept for whoever asks the same again: by a plain key, shared between sessions and threads, and never changed."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from threading import Lock
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from dashboard.queries import Parameter
from warehouse.snapshot import Snapshot

Answer = TypeVar("Answer")


class Kept(Generic[Answer]):
    """At most ``most`` answers; the one that was asked for longest ago goes first.

    Streamlit's own caches hash and copy what they are given: thirty of them cost a page more than all its questions.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """The answer under this key, made now if there is none; two that ask at once may both make it."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        answer = make()
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return answer


class KeptOf(Generic[Answer]):
    """Answers of snapshots, at most ``most`` of each: they go with their snapshot, once nobody holds it any more.

    No answer may hold the snapshot that it is of.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._by_snapshot: WeakKeyDictionary[Snapshot, Kept[Answer]] = WeakKeyDictionary()
        self._lock = Lock()

    def get(self, snapshot: Snapshot, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """The answer of this snapshot under this key, made now if there is none."""
        with self._lock:
            kept = self._by_snapshot.setdefault(snapshot, Kept(self._most))
        return kept.get(key, make)


def key_of(parameters: Mapping[str, Parameter]) -> Hashable:
    """The parameters of a question as a key; a list counts by its items, in their order."""
    return tuple(
        (name, tuple(value) if isinstance(value, Sequence) and not isinstance(value, str) else value)
        for name, value in sorted(parameters.items())
    )
