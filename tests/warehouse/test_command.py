"""The command line of the warehouse, run as an analyst runs it."""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.warehouse.make import document, published, report
from warehouse.__main__ import warehouse

SQL = """
    select agency, published_on, received, carried_in, received_status, '' as empty, 'a,"b' as quoted
    from applications join reports using (report_id, agency)
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("command")
    published(
        folder,
        document("a", report({(3, "received", "total"): "/", (3, "carried_in", "total"): 7})),
        *[document(f"{n}", report(agency_id=f"b{n}", agency=f"第{n}局", year=2021)) for n in range(3)],
    )
    return folder


def run(data: Path, *words: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "warehouse", *words, "--data", str(data)]
    return subprocess.run(command, capture_output=True, text=True, input=text, timeout=60, check=False)


def called(data: Path, *words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(warehouse, [*words, "--data", str(data)])
    return result.exit_code, result.stdout, result.stderr


def test_csv_tells_missing_from_empty(data: Path) -> None:
    code, out, _ = called(data, "sql", SQL + " where reports.year = 2022", "--format", "csv")
    assert code == 0
    assert out == (
        "agency,published_on,received,carried_in,received_status,empty,quoted\n"
        '甲县司法局,2023-01-20,,7,not_applicable,"","a,""b"\n'
    )
    assert list(csv.reader(io.StringIO(out)))[1][0] == "甲县司法局"


def test_json_is_an_array_of_objects(data: Path) -> None:
    code, out, _ = called(data, "sql", SQL + " where reports.year = 2022", "--format", "json")
    assert code == 0
    assert "甲县司法局" in out
    assert json.loads(out) == [
        {
            "agency": "甲县司法局", "published_on": "2023-01-20", "received": None, "carried_in": 7,
            "received_status": "not_applicable", "empty": "", "quoted": 'a,"b',
        }
    ]  # fmt: skip


def test_json_of_all_types_can_be_read(data: Path) -> None:
    sql = (
        "select 1.50::decimal(4,2) as d, 'nan'::double as n, [1, null] as l, {'甲': 1} as s, "
        "timestamp '2026-03-01 08:00:00' as t, 99999999999999999999::hugeint as h"
    )
    _, out, _ = called(data, "sql", sql, "--format", "json")
    assert json.loads(out) == [
        {"d": 1.5, "n": None, "l": [1, None], "s": {"甲": 1}, "t": "2026-03-01T08:00:00", "h": 10**20 - 1}
    ]


@pytest.mark.parametrize(("form", "empty"), [("json", "[]\n"), ("csv", "year\n")])
def test_no_rows(data: Path, form: str, empty: str) -> None:
    assert called(data, "sql", "select year from reports where year = 1999", "--format", form) == (0, empty, "")


def test_a_table_is_aligned_marks_what_is_missing_and_says_what_it_cut(data: Path) -> None:
    code, out, err = called(
        data,
        "sql",
        "select agency as 机关, received as 新收 from applications order by received nulls first",
        "--limit",
        "2",
    )
    assert code == 0
    lines = [line for line in out.splitlines() if line.strip()]
    assert len({display_width(line) for line in lines}) == 1
    assert "NULL" in out
    assert len(lines) == 4
    assert "前 2 行" in err
    assert called(data, "sql", "select agency from reports", "--limit", "0")[2] == ""


def test_a_table_shows_signs_as_they_are(data: Path) -> None:
    out = called(data, "sql", "select '[red]x[/red]' as \"[bold]y\", 12.0::double as whole")[1]
    assert "[red]x[/red]" in out
    assert "[bold]y" in out
    assert " 12 " in out


def display_width(text: str) -> int:
    return sum(2 if "\u2e80" <= sign <= "\uffdc" else 1 for sign in text)


@pytest.mark.parametrize(
    ("sql", "exit_code", "says"),
    [
        ("drop view reports", 2, "只可运行 SELECT"),
        ("select 1; select 2", 2, "一次只运行一条语句"),
        ("select * from read_csv('/etc/passwd')", 2, "read_csv"),
        ("select * from aplications", 1, "applications"),
        ("select * frm reports", 1, "syntax error"),
        ("select count(*) from range(1000000000000)", 1, "时限"),
    ],
)
def test_an_error_is_one_line_with_its_exit_code(data: Path, sql: str, exit_code: int, says: str) -> None:
    result = run(data, "sql", sql, "--timeout", "1")
    assert (result.returncode, result.stdout) == (exit_code, "")
    assert says in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_statement_from_standard_input(data: Path) -> None:
    result = run(data, "sql", "-", "--format", "csv", text="-- how many\nselect count(*) as n\nfrom reports;\n")
    assert (result.returncode, result.stdout) == (0, "n\n4\n")


def test_the_path_of_the_snapshot(data: Path) -> None:
    result = run(data, "path")
    assert result.returncode == 0
    assert Path(result.stdout.strip()).resolve() == (data / "current").resolve()


@pytest.mark.parametrize("words", [("path",), ("sql", "select 1")])
def test_with_no_snapshot_the_remedy_is_named(tmp_path: Path, words: tuple[str, ...]) -> None:
    code, out, err = called(tmp_path, *words)
    assert (code, out) == (1, "")
    assert "python -m etl run" in err


def test_a_wrong_memory_limit_is_a_wrong_call(data: Path) -> None:
    assert called(data, "sql", "select 1", "--memory", "much")[0] == 2


def test_the_examples_in_the_help_run(data: Path) -> None:
    text = CliRunner().invoke(warehouse, ["sql", "--help"]).stdout
    examples = re.findall(r'python -m warehouse sql "([^"]+)"', text)
    assert len(examples) >= 6
    for example in examples:
        code, _, err = called(data, "sql", example)
        assert (code, err) == (0, ""), example
