"""The catalogue of editions against the public codes, and against itself."""

import csv
from pathlib import Path

import msgspec
import pytest

from etl import editions as module
from etl.editions import CatalogueError, Edition, editions
from etl.labels import core

CODES = Path(__file__).parents[3] / "shared" / "codes.csv"
FILES = sorted((Path(module.__file__).parent / "catalogue" / "editions").glob("*.toml"))


def public_cells(edition):
    """The cells of the public list, in its order; nothing where the list is not at hand."""
    if not CODES.exists():
        return None
    with CODES.open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if edition in row["edition"].split()]
    return [((int(r["table"]), r["row"], r["column"]), r["row_label"], r["column_label"]) for r in rows]


@pytest.mark.parametrize("code", ["2021", "2019"])
def test_every_public_cell_stands_in_the_catalogue_in_printed_order(code):
    replaced = {(a.table, a.row) for a in editions()[code].alternatives}
    ours = [(key, row, column) for key, row, column in editions()[code].cells() if key[:2] not in replaced]
    assert len(ours) == {"2021": 200, "2019": 198}[code]
    public = public_cells(code)
    if public is not None:
        assert [key for key, _, _ in ours] == [key for key, _, _ in public]
        for (_, row, column), (_, row_label, column_label) in zip(ours, public, strict=True):
            assert core(column.label).whole == core(column_label).whole
            assert core(row.label).text in core(row_label).text


def test_the_newest_edition_comes_first():
    assert list(editions()) == ["2021", "2019"]


@pytest.mark.parametrize(("code", "years"), [("2019", {2019, 2020}), ("2021", {2021, 2022, 2030})])
def test_an_edition_knows_its_years(code, years):
    assert {year for year in (2018, 2019, 2020, 2021, 2022, 2030) if editions()[code].fits(year)} == years


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('left = ["concluded"]', 'left = ["conclude"]'),
        ("first_year", "firstyear"),
        ('code = "carried_out"', 'code = "received"'),
    ],
)
def test_a_broken_edition_is_refused(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises((CatalogueError, msgspec.ValidationError)):
        module._check(msgspec.toml.decode(text.replace(old, new), type=Edition))


def test_a_cell_is_named_in_the_words_of_the_form():
    assert editions()["2021"].label((3, "concluded", "total")) == "（七）总计·总计"
