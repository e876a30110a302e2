"""The published snapshot, as the pages read it: asked through the ``.sql`` files, small answers kept."""

import os
from pathlib import Path

import polars as pl

from dashboard import DATA_VARIABLE, LEAST_CASES, LEAST_CASES_VARIABLE, near, queries, totals
from dashboard.kept import KeptOf, key_of
from dashboard.language import Term
from dashboard.queries import Parameter
from warehouse.scope import ScopedSnapshot
from warehouse.snapshot import Snapshot, current_snapshot, snapshot_as_of

_frames: KeptOf[pl.DataFrame] = KeptOf(1000)
_dictionaries: KeptOf[dict[str, Term]] = KeptOf(4)
_narrowed: KeptOf[ScopedSnapshot] = KeptOf(32)


def data_dir() -> Path:
    """The folder that ``etl run`` writes to."""
    return Path(os.environ.get(DATA_VARIABLE, "data"))


def least_cases() -> int:
    """The number of cases below which no rate is given."""
    return int(os.environ.get(LEAST_CASES_VARIABLE, LEAST_CASES))


def current(places: tuple[str, ...] | None = None) -> Snapshot:
    """The snapshot that is current now, narrowed to places if any are given; raises ``NoSnapshot``."""
    return _seen_by(places, current_snapshot(data_dir()))


def as_of(snapshot_id: str, places: tuple[str, ...] | None = None) -> Snapshot:
    """An older snapshot that is still kept, narrowed alike; raises ``NoSnapshot``."""
    return _seen_by(places, snapshot_as_of(data_dir(), snapshot_id))


def _seen_by(places: tuple[str, ...] | None, whole: Snapshot) -> Snapshot:
    return whole if places is None else _narrowed.get(whole, places, lambda: ScopedSnapshot(whole, places))


def frame(snapshot: Snapshot, name: str, **parameters: Parameter) -> pl.DataFrame:
    """The answer of ``dashboard/sql/<name>.sql``; parameters that the query does not bind are left out.

    Where the snapshot holds what the question sums, the sums are asked instead (``dashboard.totals``).
    """
    if name in totals.QUESTIONS and snapshot.places is None:
        provinces = _answer(snapshot, "provinces", {})["province"].to_list()
        instead = totals.summed(name, parameters, provinces)
        if instead is not None:
            return totals.chosen(name, parameters, _answer(snapshot, *instead))
    return _answer(snapshot, name, parameters)


def is_synthetic(snapshot: Snapshot) -> bool:
    """Whether the reports of the snapshot were made up for trials."""
    return bool(frame(snapshot, "snapshot")["is_synthetic"][0])


def _answer(snapshot: Snapshot, name: str, parameters: dict[str, Parameter]) -> pl.DataFrame:
    text = queries.load(name)
    wanted = queries.bound(text, {**dict.fromkeys(near.BOUNDS), **parameters})
    if wanted.keys() >= near.BOUNDS:
        wanted.update(near.bounds(snapshot, wanted))
    return _frames.get(snapshot, (name, key_of(wanted)), lambda: snapshot.frame(text, wanted))


def terms(snapshot: Snapshot, language: str) -> dict[str, Term]:
    """The dictionary of the snapshot in one language, by code."""
    return _dictionaries.get(snapshot, language, lambda: _terms(snapshot, language))


def _terms(snapshot: Snapshot, language: str) -> dict[str, Term]:
    rows = snapshot.frame(queries.load("terms")).iter_rows(named=True)
    return {
        row["code"]: Term(_capital(row[language]), row["unit"] or "", _capital(row[f"definition_{language}"] or ""))
        for row in rows
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
