"""A ledger of made-up reports, for trials of the size of a country: the same SQL then publishes it as any other.

Everything is made by sets inside the database, from a seed: the same call makes the same figures. What comes of it says
in every snapshot that it is synthetic (``snapshot_info.is_synthetic``).
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from warehouse.ledger import Ledger
from warehouse.records import RunRecord

_SQL = Path(__file__).parent / "sql" / "trial"
LAST_YEAR = 2024

Progress = Callable[[str], None]
"""Told the name of each step as it begins."""


class Trial(Struct, frozen=True):
    """How large, and which: ``years`` are those up to ``LAST_YEAR``; the forms of 2019 and 2021 are used from those years."""

    organs: int
    years: int
    seed: int = 1


def fill(ledger: Ledger, trial: Trial, functions: Mapping[str, str], progress: Progress) -> int:
    """Fill an empty ledger, whose catalogue is in force; gives the number of reports.

    ``functions``: the code of each function that an organ may have -> the name of such an organ, without its place.
    """
    made_at = datetime.now(UTC).replace(tzinfo=None)
    settings = {
        "organs": trial.organs,
        "first_year": LAST_YEAR - trial.years + 1,
        "last_year": LAST_YEAR,
        "seed": trial.seed,
        "made_at": made_at,
    }
    names = {"functions": list(functions), "words": list(functions.values())}
    run_id = ledger.begin_run()
    connection = ledger.connection
    for name, value in settings.items():
        connection.execute(f"set variable trial_{name} = $value", {"value": value})
    connection.execute("insert into trials values ($organs, $years, $seed, $at)", {**_shape(trial), "at": made_at})
    for path in sorted(_SQL.glob("*.sql")):
        progress(path.stem.partition("_")[2])
        text = path.read_text(encoding="utf-8")
        connection.execute(text, names if "$functions" in text else None)
    ((count,),) = connection.execute("select count(*) from reports").fetchall()
    ledger.end_run(
        RunRecord(
            run_id=run_id, ended_at=datetime.now(UTC), outcome="publishing", exit_code=0, documents_seen=count,
            documents_read=count, documents_unchanged=0, documents_unreadable=0, reports_new=count, reports_changed=0,
            reader_version="trial", message="合成数据，仅供试用",
        )
    )  # fmt: skip
    return int(count)


def _shape(trial: Trial) -> dict[str, int]:
    return {"organs": trial.organs, "years": trial.years, "seed": trial.seed}
