"""Habits that hold in every file: size, words, machine paths, data that can be read, SQL that says what it gives."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from tests.house.tree import PACKAGES, ROOT, files, name

MODULES = files(*PACKAGES, suffix=".py")
CHINESE = re.compile(r"[\u3400-\u9fff]")
MACHINE_PATH = re.compile(r"(?<![\w.:/~-])/(work|home|root|Users|mnt)/\w")
INDEX_SETTING = re.compile(r"--(extra-)?index-url|--trusted-host|--find-links|https?://\S*/simple\b", re.IGNORECASE)
WRITTEN_BY_US = [
    path
    for path in files()
    if path.suffix in {".py", ".md", ".toml", ".sql", ".txt", ""} and "samples" not in path.parts
]


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_fits_in_one_head(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", [path for path in WRITTEN_BY_US if path != Path(__file__)], ids=name)
def test_no_path_or_package_index_of_one_machine(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not (MACHINE_PATH.search(text) or INDEX_SETTING.search(text))


def spoken(tree: ast.Module) -> list[str]:
    """String literals of a module that are no docstrings: those that are more than a statement of their own."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    strings = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [node.value for node in strings if id(node) not in docstrings]


SCREEN = [path for path in files("dashboard", suffix=".py") if path.name != "__main__.py"]


@pytest.mark.parametrize("path", SCREEN, ids=name)
def test_every_word_on_the_screen_comes_from_a_language_file(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert [text for text in spoken(tree) if CHINESE.search(text)] == []


@pytest.mark.parametrize("path", files(*PACKAGES, suffix=".toml"), ids=name)
def test_data_files_can_be_read(path: Path) -> None:
    assert tomllib.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("path", files("warehouse", "dashboard", suffix=".sql"), ids=name)
def test_sql_says_what_it_gives(path: Path) -> None:
    header = re.match(r"(--[^\n]*\n)+", path.read_text("utf-8"))
    assert header, "no header comment"
    wanted = {
        "ledger": (),
        "checks": (),
        "core": ("-- grain: ", "-- columns: "),
        "marts": ("-- grain: ", "-- columns: "),
    }
    assert [line for line in wanted.get(path.parent.name, ("-- grain: ",)) if line not in header[0]] == []


@pytest.mark.parametrize("path", files("warehouse", "dashboard", suffix=".sql"), ids=name)
def test_a_missing_figure_never_becomes_zero(path: Path) -> None:
    """Counts of rows of our own (``_count``) may be 0 where there is no row; what a report prints may not."""
    filled = re.findall(r"\b(?:coalesce|ifnull)\(\s*([\w.]+)[^()]*,\s*0\s*\)", path.read_text("utf-8"), re.IGNORECASE)
    assert [figure for figure in filled if not figure.endswith("_count")] == []


def test_licence_is_the_one_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["license"] == "Apache-2.0"
    assert "Apache License" in (ROOT / "LICENSE").read_text("utf-8")
