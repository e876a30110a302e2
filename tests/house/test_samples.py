"""The bundled reports are those that the maker makes, and enough of every kind."""

from functools import cache
from io import BytesIO

import pypdfium2
import pytest
from docx import Document

from etl.model import Number
from tests.maker.real import real_reports
from tests.maker.report import Truth
from tests.maker.samples import FOLDER, samples

SIX_MEGABYTES = 6_000_000


@cache
def made() -> dict[str, tuple[Truth, bytes]]:
    return {truth.file: (truth, content) for truth, content in samples()}


def _words(name: str, content: bytes) -> object:
    """What a file says: its bytes for pages and text, else the text of its cells, or of its pages without line breaks.

    Where the lines of a PDF break depends on the fonts of the machine that set it.
    """
    if name.endswith(".docx"):
        document = Document(BytesIO(content))
        cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
        return [paragraph.text for paragraph in document.paragraphs], cells
    if name.endswith(".pdf"):
        text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))
        return "".join(text.split())
    return content


def test_the_folder_holds_what_the_maker_makes() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(made())


@pytest.mark.parametrize("form", ["html", "txt", "docx", "pdf"])
def test_committed_samples_equal_the_makers(form: str) -> None:
    names = [name for name in made() if name.endswith(f".{form}")]
    assert len(names) >= 15
    for name in names:
        assert _words(name, (FOLDER / name).read_bytes()) == _words(name, made()[name][1]), name


def test_there_are_enough_of_every_kind() -> None:
    reports = [truth.report for truth, _ in made().values()]
    assert len(reports) >= 80
    years: dict[str, set[int]] = {}
    for report in reports:
        years.setdefault(report.agency, set()).add(report.year)
    assert len(years) >= 20
    assert sum(1 for found in years.values() if {2018, 2024} <= found) >= 3
    assert {report.edition for report in reports} == {"pre2019", "2019", "2021"}
    assert sum((FOLDER / name).stat().st_size for name in made()) < SIX_MEGABYTES


def test_real_figures_name_their_source() -> None:
    for report in real_reports():
        assert f"数字取自{report.agency}" in report.opening[0]
        assert str(report.year) in report.opening[0]


def test_carried_cases_run_on_but_for_the_breaks() -> None:
    carried: dict[tuple[str, int], tuple[Number | None, Number | None]] = {}
    for truth, _ in made().values():
        cells = truth.report.cells
        if (3, "received", "natural_person") in cells and "real" not in truth.report.quirks:
            carried[truth.report.agency, truth.report.year] = (
                cells[3, "carried_in", "natural_person"].value,
                cells[3, "carried_out", "natural_person"].value,
            )
    broken = {
        (agency, year)
        for (agency, year), (carried_in, _) in carried.items()
        if (agency, year - 1) in carried
        and None not in (carried_in, carried[agency, year - 1][1])
        and carried_in != carried[agency, year - 1][1]
    }
    assert broken == {
        (truth.report.agency, truth.report.year) for truth, _ in made().values() if "carry_break" in truth.report.quirks
    }
