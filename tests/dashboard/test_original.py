"""The document beside its tables: its page with the cell marked, the original, its citation; and nothing in it is run."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from selectolax.lexbor import LexborHTMLParser
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard import DATA_VARIABLE
from dashboard.language import LANGUAGES, Words
from dashboard.markdown import escaped
from tests.dashboard.test_pages import APP, words_of
from warehouse.snapshot import current_path, current_snapshot
from warehouse.store import document_path

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HOSTILE = "1. ![x](http://stranger.invalid/a.png) <img src=x onerror=alert(1)> **厅** $a$ :red[b] | _c_ &amp; `d`"
ZH = Words("zh")
Open = Callable[..., AppTest]


@pytest.fixture
def copy(samples_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder again, to be changed; its snapshot has a name of its own, so that no answer is taken from a cache."""
    data = tmp_path / "data"
    shutil.copytree(samples_data, data, symlinks=True, ignore=shutil.ignore_patterns("ledger*"))
    published = current_path(samples_data)
    assert published is not None
    (data / "current").unlink()
    own = data / f"warehouse-{tmp_path.name}.duckdb"
    (data / published.name).rename(own)
    (data / "current").symlink_to(own.name)
    monkeypatch.setenv(DATA_VARIABLE, str(data))
    return data


def opened(page: str, **address: object) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    app._page_hash = calc_hash("" if page == "overview" else page)
    for key, value in address.items():
        app.query_params[key] = str(value)
    return app.run()


def some_report(data: Path, media_type: str) -> dict[str, Any]:
    """A report of a type that has a cell of table 3, with that cell."""
    return (
        current_snapshot(data)
        .frame(
            "select r.*, c.page, c.grid_no, c.grid_row, c.grid_column from reports as r join cells as c using (report_id) "
            "where c.table_no = 3 and c.row_code = 'received' and c.column_code = 'total' and r.media_type = $media_type "
            "order by r.report_id limit 1",
            {"media_type": media_type},
        )
        .row(0, named=True)
    )


def asked(data: Path, media_type: str, language: str = "zh") -> tuple[dict[str, Any], AppTest]:
    report = some_report(data, media_type)
    cell = {"table": 3, "row": "received", "column": "total"}
    return report, opened("agency", report=report["report_id"], lang=language, **cell)


def images(app: AppTest) -> list[str]:
    return [image.alt for element in app.get("image") for image in element.proto.imgs]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_marked_cell_of_a_pdf_shows_its_page(copy: Path, language: str) -> None:
    report, app = asked(copy, "application/pdf", language)
    words = Words(language)
    assert not app.exception
    assert images(app) == [words(f"original.{kind}", page=report["page"]) for kind in ("part", "whole")]
    place = {"grid": report["grid_no"] + 1, "row": report["grid_row"] + 1, "column": report["grid_column"] + 1}
    assert words("cell.place", **place).strip() in app.success[0].value


def test_a_count_of_the_prose_shows_its_page(copy: Path) -> None:
    row = current_snapshot(copy).frame(
        "select s.report_id, s.page from statements as s join reports using (report_id) "
        "where s.concept = 'publication_items' and s.page is not null and media_type = 'application/pdf' order by all limit 1"
    )
    report_id, page = row.row(0)
    app = opened("agency", report=report_id, statement="publication_items")
    assert images(app) == [ZH("original.page", page=page)]


def test_a_finding_of_copied_text_shows_both_texts(copy: Path) -> None:
    two = "select report_id from reports where source_name like '%.txt' order by all limit 2"
    with duckdb.connect(current_path(copy)) as connection:
        (one,), (other,) = connection.execute(two).fetchall()
        connection.execute(
            "update core.findings set rule = 'duplicate_text', about = $other, report_id = $one, finding_no = 99 "
            "where (report_id, finding_no) = (select (report_id, finding_no) from core.findings order by all limit 1)",
            {"one": one, "other": other},
        )
    app = opened("agency", report=one, finding="99")
    assert not app.exception
    (body,) = [element.proto.body for element in app.get("html") if "passages" in element.proto.body[:40]]
    assert body.count("<section>") == 2
    assert len(LexborHTMLParser(body).css("p")[0].text()) > 200


def tables_of(app: AppTest) -> list[LexborHTMLParser]:
    """The tables of the document that are laid out anew, apart from those that are set again in the form's order."""
    bodies = [element.proto.body for element in app.get("html")]
    return [LexborHTMLParser(body) for body in bodies if 'class="form original"' in body]


@pytest.mark.parametrize("media_type", ["text/html", "text/plain", DOCX])
def test_a_document_without_pages_shows_its_own_table_with_the_cell_marked(copy: Path, media_type: str) -> None:
    report, app = asked(copy, media_type)
    assert not app.exception
    assert images(app) == []
    (table,) = tables_of(app)
    (cell,) = table.css("td.marked")
    printed = current_snapshot(copy).frame(
        "select printed from cells where report_id = $r and table_no = 3 and row_code = 'received' and column_code = 'total'",
        {"r": report["report_id"]},
    )["printed"][0]
    assert cell.text(deep=False).strip() == printed
    assert ZH("form.asked") in cell.text()
    assert f"第 {report['grid_no'] + 1} 个表格第 {report['grid_row'] + 1} 行" in app.success[0].value


def test_a_table_whose_cells_have_moved_is_not_shown(copy: Path) -> None:
    """Rather no table than one with the wrong cell marked."""
    with duckdb.connect(current_path(copy)) as connection:
        connection.execute("update core.readings set grid_row = grid_row - 1 where grid_row > 1")
    _, app = asked(copy, "text/html")
    assert not app.exception
    assert tables_of(app) == []
    assert ZH("original.no_picture") in [caption.value for caption in app.caption]


def test_an_original_without_a_table_says_where_the_cell_stands(copy: Path) -> None:
    with duckdb.connect(current_path(copy)) as connection:
        connection.execute("update core.readings set grid_no = 99 where grid_no is not null")
    _, app = asked(copy, "text/html")
    assert not app.exception
    assert not app.error
    assert ZH("original.no_picture") in [caption.value for caption in app.caption]


def test_the_cells_of_a_sum_are_marked_on_the_pages_where_they_stand(copy: Path) -> None:
    report = some_report(copy, "application/pdf")
    app = opened("agency", report=report["report_id"], table=3, row="refused", column="total")
    pages = current_snapshot(copy).frame(
        "select count(distinct page) as n from cells join cell_catalogue using (table_no, row_code, column_code) "
        "where report_id = $r and edition = $e and row_group = 'refused' and column_code = 'total'",
        {"r": report["report_id"], "e": report["edition"]},
    )["n"][0]
    assert not app.exception
    assert len(images(app)) == 2 * pages > 0


def test_the_original_is_offered_with_its_hash_and_citation(copy: Path) -> None:
    report, app = asked(copy, "application/pdf")
    assert [button.proto.label for button in app.get("download_button")].count(ZH("original.download")) == 1
    codes = [code.value for code in app.code]
    assert report["sha256"] in codes
    assert [code for code in codes if code.startswith(f"{report['agency']}. {report['year']}年") and "[R]" in code]


def test_an_original_that_is_gone_says_how_to_bring_it_back(copy: Path) -> None:
    document_path(copy, some_report(copy, "application/pdf")["sha256"]).unlink()
    _, app = asked(copy, "application/pdf")
    assert not app.exception
    assert not app.error
    assert ZH("original.missing") in [warning.value for warning in app.warning]
    assert images(app) == []
    assert ZH("original.download") not in [button.proto.label for button in app.get("download_button")]


def test_a_page_that_cannot_be_drawn_says_so_calmly(copy: Path) -> None:
    """A report that points beyond the last page of its document."""
    with duckdb.connect(current_path(copy)) as connection:
        connection.execute("update core.readings set page = 99 where page is not null")
    _, app = asked(copy, "application/pdf")
    assert not app.exception
    assert not app.error
    assert ZH("original.not_drawn", page=99) in [info.value for info in app.info]


def test_hostile_text_of_a_report_is_shown_as_text(copy: Path) -> None:
    """Names, figures, sentences, messages: none of it is Markdown or HTML to the page."""
    with duckdb.connect(current_path(copy)) as connection:
        for table, column in (
            ("core.reports", "agency"), ("core.reports", "region"), ("core.reports", "source_name"),
            ("marts.agencies", "agency"), ("core.readings", "printed"), ("core.readings", "note"),
            ("core.statements", "sentence"), ("core.findings", "message"), ("core.findings", "agency"),
            ("core.documents", "source_name"), ("core.documents", "reason"), ("core.indicators", "label"),
            ("core.indicators", "printed"),
        ):  # fmt: skip
            connection.execute(f"update {table} set {column} = $value", {"value": HOSTILE})
    newest = current_snapshot(copy).frame(
        "select agency_id from reports join findings using (report_id, agency_id, year) order by all limit 1"
    )["agency_id"][0]
    old = current_snapshot(copy).frame("select report_id from indicators order by all limit 1")["report_id"][0]
    apps = [
        opened("overview"),
        opened("agency"),
        opened("findings"),
        opened("agency", organ=newest),
        opened("agency", report=old),
        asked(copy, "application/pdf")[1],
        asked(copy, "text/html")[1],
    ]
    shown = 0
    for app in apps:
        assert not app.exception
        assert not app.error
        labels = "\n".join(link.proto.label for link in app.get("page_link"))
        tables = "\n".join(str(table.value.to_dict()) for table in app.table)
        said = f"{words_of(app)}\n{labels}\n{tables}"
        assert "![x]" not in said
        assert not re.search(r"(?<!\\)<img", said)
        assert "**厅**" not in said
        shown += said.count("stranger")
        html = "".join(element.proto.body for element in app.get("html"))
        assert "<img" not in html
    assert shown > 20


def test_hostile_text_of_an_address_is_shown_as_text(copy: Path) -> None:
    organ = some_report(copy, "text/html")["agency_id"]
    for address in (
        {"organ": HOSTILE},
        {"report": HOSTILE},
        {"organ": organ, "finding": HOSTILE},
        {"organ": organ, "statement": HOSTILE},
        {"organ": organ, "table": HOSTILE, "row": HOSTILE, "column": HOSTILE},
        {"organ": organ, "year": HOSTILE, "level": HOSTILE, HOSTILE: "1"},
    ):
        app = opened("agency", **address)
        assert not app.exception
        assert "stranger" in words_of(app)
        assert "![x]" not in words_of(app)


@pytest.mark.parametrize("sign", list("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"))
def test_every_sign_of_markdown_is_escaped(sign: str) -> None:
    assert escaped(f"2024{sign} 件\n") == f"2024\\{sign} 件 "


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_small_text_of_a_headline_begins_a_list(copy: Path, language: str) -> None:
    captions = [caption.value for caption in opened("overview", lang=language).caption]
    assert [text for text in captions if "2024" in text]
    assert [
        text for text in captions if text.split(" ")[0].rstrip(".)").isdigit() and text.split(" ")[0][-1] in ".)"
    ] == []
