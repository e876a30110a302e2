"""Runs the collection of one week, without reading what it brings."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from etl.collect.collection import Collected, collect, planned
from warehouse.ledger import Ledger
from warehouse.provenance import holdings
from warehouse.records import RetrievalRecord, SourceRunRecord

SETTINGS = '[crawler]\ncontact = "mailto:test@example.cn"\nfirst_pause = 0.01\nretries = 2\n'


@dataclass(frozen=True)
class Week:
    collected: Collected
    held: list[RetrievalRecord]
    stored: set[str]

    @property
    def sources(self) -> dict[str, SourceRunRecord]:
        return {run.source: run for run in self.collected.sources}

    @property
    def pages(self) -> Counter[str]:
        return Counter(record.page_url for record in self.held)

    def total(self, count: str) -> int:
        return sum(getattr(run, count) for run in self.collected.sources)


def configure(data_dir: Path, sites: str, settings: str = SETTINGS) -> None:
    data_dir.mkdir(exist_ok=True)
    (data_dir / "sources.toml").write_text(settings + sites, encoding="utf-8")


def entry(name: str, **keys: object) -> str:
    """One site of ``sources.toml``; strings, numbers, lists of them and truth are written alike in TOML and here."""
    lines = {"name": name, "delay": 0, "allow_private": True, **keys}
    return "[[sites]]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in lines.items())


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(inner)}" for key, inner in value.items()) + "}"
    return repr(value)


def week(data_dir: Path) -> Week:
    plan = planned([], data_dir)
    with Ledger.open(data_dir) as ledger:
        collected = collect(plan, data_dir, ledger, ledger.begin_run())
        held = holdings(ledger)
    stored = {path.name for path in (data_dir / "documents").rglob("*") if path.is_file()}
    return Week(collected, held, stored)
