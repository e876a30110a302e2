"""The language files: the same keys, the same blanks, every key used, every code of the product worded."""

import re
import string
import tomllib
from pathlib import Path
from typing import get_args

import pytest

import dashboard
import etl
from dashboard import panels
from dashboard.language import LANGUAGES, Term, Words, texts
from etl.agencies import functions
from etl.concepts import CONCEPTS
from etl.editions import editions
from etl.model import Severity, Status
from warehouse.access import Role
from warehouse.decisions import VERDICTS

CODE = "\n".join(path.read_text("utf-8") for path in Path(dashboard.__file__).parent.rglob("*.py"))
RULES = (
    *(
        "balance",
        "revised",
        "outcome_sum",
        "row_sum",
        "dispute_sum",
        "carry_over",
        "in_force_stock",
        "prose_vs_table",
        "prose_parts",
    ),
    *("edition_year", "stale_year", "foreign_agency", "duplicate_text", "placeholder", "missing_section"),
    *("missing_table", "blank_total", "unreadable_cell", "ambiguous_cell", "outlier_jump", "late", "missing_report"),
)
PROSE = tomllib.loads((Path(etl.__file__).parent / "catalogue" / "narrative.toml").read_text("utf-8"))
FORM_CELLS = {
    (row.code, column.code)
    for edition in editions().values()
    for table in edition.tables
    for block in table.blocks
    for row in block.rows
    for column in block.columns
}
CODES_OF_THE_DATA = {
    *RULES,
    *(function.code for function in functions()),
    *(concept["code"] for concept in PROSE["concepts"]),
    *(code for panel in panels.PANELS.values() for code in panel.terms),
    *("national", "province", "prefecture", "county", "township"),
    *("printed", "from_parts", "prose", "incomplete", "no_report", *Status),
    *("own", "region"),
    *get_args(Role),
    *("roster", "inferred"),
    *("current", "former", "other", "full", "second"),
    *("renamed", "merged", "split", "second_name", "related"),
    *(verdict for verdicts in VERDICTS.values() for verdict in verdicts),
    *("in_force", "superseded", "expired", "contradictory"),
    *("b", "c", "d", "p", "x", "z"),
    *("件", "条", "万元", "个", "份"),
    *("2", "3", "4"),
    *("republished", "reread"),
    *(code for row, column in FORM_CELLS for code in (row, column)),
}


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_keys() -> None:
    assert texts("zh").keys() == texts("en").keys()


def test_both_languages_have_the_same_blanks() -> None:
    assert {key: blanks(text) for key, text in texts("zh").items()} == {
        key: blanks(text) for key, text in texts("en").items()
    }


def test_every_key_is_used() -> None:
    """A key stands whole in the code, or as a beginning and a code: ``words(f"column.{name}")`` and ``"year"``."""
    whole = set(re.findall(r"""["']([a-z_]+(?:\.\w+)+)["']""", CODE))
    beginnings = set(re.findall(r"""f["']([a-z_.]+)\{""", CODE)) - {"panel."}
    beginnings |= {f"{kind}." for kind in re.findall(r'coded\("([a-z]+)"', CODE)}
    codes = {*re.findall(r'"(\w+)"', CODE), *CODES_OF_THE_DATA}
    of_panels = {
        f"panel.{panel.worded or panel.code}.{part}"
        for panel in panels.PANELS.values()
        for part in ("title", "question")
    }
    composed = {beginning + code for beginning in beginnings for code in codes}
    assert sorted(texts("zh").keys() - whole - composed - of_panels) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_and_column_of_the_forms_has_its_word(language: str) -> None:
    concepts = tomllib.loads(CONCEPTS.read_text("utf-8"))
    words = Words(
        language,
        {code: Term(of[language], "", "") for part in concepts.values() for code, of in part.items() if language in of},
    )
    codes = {code for cell in FORM_CELLS for code in cell}
    assert [
        code for code in sorted(codes) if code not in words.terms and f"form_label.{code}" not in texts(language)
    ] == []


def test_every_panel_has_its_words() -> None:
    wanted = {
        f"panel.{panel.worded or panel.code}.{part}"
        for panel in panels.PANELS.values()
        for part in ("title", "question")
    }
    had = {key for key in texts("zh") if re.fullmatch(r"panel\.\w+\.(title|question)", key)}
    assert had == wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_that_can_reach_the_screen_has_a_word(language: str) -> None:
    wanted = {
        *(f"status.{status}" for status in Status),
        *(f"severity.{severity}" for severity in Severity),
        *(f"rule.{rule}" for rule in RULES),
        *(f"function.{function.code}" for function in functions()),
        *(f"level.{level}" for level in ("national", "province", "prefecture", "county", "township")),
    }
    assert wanted - texts(language).keys() == set()


def test_english_has_no_chinese_but_the_printed_group_names_and_the_switch() -> None:
    chinese = [key for key, text in texts("en").items() if re.search(r"[\u3400-\u9fff]", text)]
    assert {key.split(".")[0] for key in chinese} == {"language", "group"}


def test_a_figure_is_named_and_defined_by_the_dictionary_of_the_snapshot() -> None:
    words = Words("zh", {"received": Term("新收申请", "件", "本年新收")})
    assert (words.full_name("received"), words.unit("received")) == ("新收申请", "件")
    assert words.definition("received") == "本年新收"


def test_an_unknown_key_is_our_fault() -> None:
    with pytest.raises(KeyError):
        Words("zh")("no.such.key")


@pytest.mark.parametrize(
    ("value", "text"), [(None, "—"), (0, "0"), (1234567.0, "1,234,567"), (12.5, "12.5"), (0.125, "0.12")]
)
def test_numbers_are_set_apart_and_a_missing_one_is_a_dash(value: float | None, text: str) -> None:
    assert Words("zh").number(value) == text


@pytest.mark.parametrize(
    ("count", "text"), [(1, "1 report"), ("1", "1 report"), (0, "0 reports"), ("1,001", "1,001 reports")]
)
def test_one_report_is_not_several(count: object, text: str) -> None:
    assert Words("en")("app.reports", count=count) == text
