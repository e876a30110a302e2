"""What was read against what was printed, cell by cell."""

from collections import Counter
from dataclasses import dataclass, field

from etl.editions import editions
from etl.model import CellKey, Finding, Report
from etl.pipeline import Outcome
from tests.maker import report as maker

REASONS = frozenset({"missing_table", "unreadable_cell", "ambiguous_cell", "blank_total"})
"""Rules that say why a cell has no value; a sum that is broken elsewhere in the table says nothing of it."""
NOTED = ("silent", "unexplained", "flagged", "missed")
TABLE_NAMES = {2: "表二", 3: "表三", 4: "表四"}


@dataclass(frozen=True)
class Score:
    """Counts of one document, and the worst of it in words."""

    counts: Counter[str]
    notes: tuple[str, ...] = field(default=())


def score(truth: maker.Report, outcome: Outcome) -> Score:
    """``right``, ``missed`` (a finding says why), ``unexplained``, ``flagged`` and ``silent`` cells; identity."""
    if len(outcome.reports) != 1:
        lost = sum(cell.value is not None for cell in truth.cells.values())
        return Score(Counter(documents=1, cells=lost, missed=lost, unread=1), (f"unread: {outcome.reason}",))
    found = outcome.reports[0]
    counts: Counter[str] = Counter(documents=1)
    notes: list[str] = []
    readings = {reading.key: reading for reading in found.readings}
    flagged = {key for finding in found.findings for key in finding.cells}
    for key in truth.cells.keys() | readings.keys():
        reading = readings.get(key)
        value = reading.value if reading else None
        verdict = _verdict(truth, key, value, flagged, found)
        if verdict in NOTED:
            notes.append(f"{verdict} {key}: printed {_printed(truth, key)!r}, read {value!r}")
        counts[verdict] += 1
        counts["cells"] += 1
    for name in ("agency", "year", "edition"):
        counts[f"{name}_wrong"] += getattr(found, name) != getattr(truth, name)
    rules = {finding.rule for finding in found.findings}
    lacking = [rule for rule in truth.expect if rule not in rules]
    counts["findings_lacking"] += len(lacking)
    if lacking and counts["unexplained"] + counts["silent"] == 0:
        notes.append(f"finding lacking: {', '.join(lacking)}")
    return Score(counts, tuple(notes))


def _printed(truth: maker.Report, key: CellKey) -> str | None:
    return truth.cells[key].raw if key in truth.cells and key not in truth.unprinted else None


def _verdict(truth: maker.Report, key: CellKey, value: float | None, flagged: set[CellKey], found: Report) -> str:
    cell = truth.cells.get(key)
    expected = cell.value if cell is not None and key not in truth.unprinted else None
    if value == expected:
        return "right"
    if value is not None:
        return "flagged" if key in flagged else "silent"
    if not any(_explains(finding, key, found) for finding in found.findings):
        return "unexplained"
    return "withheld" if key in truth.unknowable else "missed"


def _explains(finding: Finding, key: CellKey, found: Report) -> bool:
    """Whether a finding says why this cell has no value."""
    if finding.rule not in REASONS:
        return False
    if finding.cells:
        return key in finding.cells
    if TABLE_NAMES[key[0]] not in finding.message:
        return False
    edition = editions().get(found.edition or "")
    if edition is None or "缺少以下各行" not in finding.message:
        return True
    stands_for = [code for a in edition.alternatives if a.row == key[1] for code in a.replaces]
    return any(row.code in (key[1], *stands_for) and row.label in finding.message for row in edition.rows(key[0]))
