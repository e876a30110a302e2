"""Reading a typeset report with the product, and holding what it says against what was printed."""

from etl.model import Reading, Report, Status
from etl.narrative import publication_items
from etl.pipeline import document_of, read_document
from tests.maker import report as maker
from tests.maker.figures import CellKey


def read(name: str, content: bytes) -> Report:
    """The report that the product reads from these bytes."""
    outcome = read_document(document_of(name, content))
    assert len(outcome.reports) == 1, outcome.reason
    return outcome.reports[0]


def bare(text: str) -> str:
    """A text without white space, for lines that a narrow cell has broken."""
    return "".join(text.split())


def cells_of(report: Report) -> dict[CellKey, tuple[str, object, str]]:
    """Status, value and text of every reading."""
    return {reading.key: (reading.status.value, reading.value, bare(reading.printed)) for reading in report.readings}


def truth_of(report: maker.Report) -> dict[CellKey, tuple[str, object, str]]:
    """Status, value and text of every cell as it was printed."""
    return {key: (cell.status, cell.value, bare(cell.text)) for key, cell in report.cells.items()}


def assert_same_cells(report: maker.Report, found: Report) -> None:
    truth, read_back = truth_of(report), cells_of(found)
    wrong = {
        key: (truth.get(key), read_back.get(key))
        for key in truth.keys() | read_back.keys()
        if truth.get(key) != read_back.get(key)
    }
    assert wrong == {}, "printed against read"


def assert_same_report(report: maker.Report, found: Report, has_day: bool) -> None:
    """The same cells, organ, year, edition and items; the day of publication where the page names it."""
    assert_same_cells(report, found)
    assert (found.agency, found.year, found.edition) == (report.agency, report.year, report.edition)
    assert publication_items(found.statements) == report.narrative.get("publication_items")
    assert found.published_on == (report.published_on if has_day else None)


def silently_wrong(report: maker.Report, found: Report) -> list[Reading]:
    """Readings with a number that is not the printed one, and no finding on their cell."""
    flagged = {cell for finding in found.findings for cell in finding.cells}
    return [
        reading
        for reading in found.readings
        if reading.status is Status.REPORTED
        and reading.key not in flagged
        and (reading.key not in report.cells or report.cells[reading.key].value != reading.value)
    ]
