"""Bounds of the place codes within which the answer to a question lies: tables are stored by place, and little else is read then.

They change no answer: what the filters keep lies within them. The SQL that is shown goes without.
"""

from collections.abc import Mapping

from dashboard import queries
from dashboard.kept import KeptOf, key_of
from dashboard.queries import Parameter
from warehouse.snapshot import Snapshot

BOUNDS = frozenset({"near_from", "near_to"})
_NONE: Mapping[str, Parameter] = dict.fromkeys(BOUNDS)
_kept: KeptOf[Mapping[str, Parameter]] = KeptOf(1000)


def bounds(snapshot: Snapshot, wanted: Mapping[str, Parameter]) -> Mapping[str, Parameter]:
    """``near_from`` and ``near_to`` for a question that binds these parameters; None where nothing narrows it to a place."""
    one = wanted.get("agency_id")
    asked = {"regions": wanted.get("regions"), "agencies": wanted.get("agencies") if one is None else [str(one)]}
    if snapshot.places is None and not any(asked.values()):
        return _NONE
    return _kept.get(snapshot, key_of(asked), lambda: _bounds(snapshot, asked))


def _bounds(snapshot: Snapshot, asked: Mapping[str, Parameter]) -> Mapping[str, Parameter]:
    found = snapshot.frame(queries.load("near"), asked)
    return _NONE if found.is_empty() else found.row(0, named=True)
