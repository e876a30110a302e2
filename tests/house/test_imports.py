"""Arrows run one way: etl -> warehouse <- dashboard, and inside a package from the particular to the general."""

import subprocess
import sys

import pytest
from importlinter.cli import lint_imports

from tests.house.tree import PACKAGES, ROOT, files, imported, name


def test_import_rules_hold(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    code = lint_imports(cache_dir=None)
    assert code == 0, capsys.readouterr().out


def outside(path_names: set[str], allowed: tuple[str, ...]) -> set[str]:
    """Imports of our own packages that are none of the allowed modules."""
    ours = {found for found in path_names if found.split(".")[0] in PACKAGES}
    return {
        found
        for found in ours
        if not any(found == a or f"{a}.".startswith(f"{found}.") or found.startswith(f"{a}.") for a in allowed)
    }


def test_border_types_import_nothing_of_ours() -> None:
    assert outside(imported(ROOT / "etl/model.py"), ()) == set()


@pytest.mark.parametrize("path", files("etl/readers", suffix=".py"), ids=name)
def test_a_reader_knows_only_border_types_and_readers(path) -> None:
    assert outside(imported(path), ("etl.model", "etl.allowance", "etl.file_names", "etl.readers")) == set()


@pytest.mark.parametrize("path", files("dashboard/charts", suffix=".py"), ids=name)
def test_a_chart_is_a_function_of_its_frame(path) -> None:
    reached = {found.split(".")[0] for found in imported(path)} & {"streamlit", "duckdb", "warehouse", "etl"}
    assert reached == set()


@pytest.mark.parametrize("path", files("dashboard/screens", suffix=".py"), ids=name)
def test_a_page_only_composes(path) -> None:
    reached = {found.split(".")[0] for found in imported(path)} & {"duckdb", "warehouse", "etl"}
    assert reached == set()


@pytest.mark.parametrize("path", files(*PACKAGES, suffix=".py"), ids=name)
def test_imports_are_absolute(path) -> None:
    assert {found for found in imported(path) if found.startswith(".")} == set()


def test_reading_a_file_needs_neither_crawler_nor_database() -> None:
    asked = "import sys; from etl.__main__ import main; main.get_command(None, 'parse'); print(*sys.modules, sep='\\n')"
    loaded = set(
        subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True).stdout.split()
    )
    assert "etl.pipeline" in loaded
    assert {"scrapy", "feedparser", "pypinyin", "duckdb", "polars"} & loaded == set()
