"""Documents cannot rot: every command they show exists, every file they name is there, every SQL example runs."""

import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

from etl.collect.sources import Crawler, Site, parse
from tests.house.tree import PACKAGES, ROOT, name
from warehouse.access import FILE, access

DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "ARCHITECTURE.md",
    ROOT / "CHANGELOG.md",
    ROOT / "etl/samples/README.md",
    ROOT / "docs/operations.md",
]
CODE = re.compile(r"```\w*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
MODULE_CALL = re.compile(r"python -m ((?:etl|warehouse|dashboard|tests)\b(?:\.\w+)*)(?: ([a-z]+)\b)?([^\n#|]*)")
MAKE_CALL = re.compile(r"\bmake ([a-z]+)\b")
OPTION = re.compile(r"(?<!\S)--[a-z][a-z-]+")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
REPOSITORY_PATH = re.compile(rf"(?:{'|'.join((*PACKAGES, 'tests', 'docs'))})/[\w./-]*\w/?")
SUBCOMMANDS = {
    "etl": ("run", "parse", "explain", "layout", "prose", "sources", "trial", "backup", "restore", "doctor"),
    "warehouse": ("sql", "path", "snapshots", "decisions"),
    "dashboard": (),
    "tests.maker": ("samples", "corpus"),
}
MEASURED = re.compile(r"\d[\d.,]*\s*(?:ms\b|s\b|秒|分钟|[KMG]B\b|%|％|倍|times\b|seconds\b|minutes\b)")


def code(document: Path) -> str:
    """Everything that a document shows as code, a span a line."""
    return "\n".join(block or span for block, span in CODE.findall(document.read_text("utf-8")))


@cache
def help_of(module: str, subcommand: str | None) -> str:
    command = [sys.executable, "-m", module, *([subcommand] if subcommand else []), "--help"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert answer.returncode == 0, f"{' '.join(command[1:])}\n{answer.stderr}"
    return answer.stdout


def calls(text: str) -> list[tuple[str, str | None, str]]:
    """Module, subcommand and the rest of each call of one of our modules."""
    found = []
    for module, word, rest in MODULE_CALL.findall(text):
        subcommand = word if word in SUBCOMMANDS.get(module, ()) else None
        assert subcommand or not word or not SUBCOMMANDS.get(module), f"no such command: python -m {module} {word}"
        found.append((module, subcommand, rest))
    return found


def check_calls(text: str) -> None:
    for module, subcommand, rest in calls(text):
        page = help_of(module, subcommand)
        for option in OPTION.findall(rest):
            assert option in page, f"python -m {module} {subcommand or ''} has no {option}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_commands_exist(document: Path) -> None:
    check_calls(code(document))


@pytest.mark.parametrize("module", SUBCOMMANDS)
def test_help_pages_show_commands_that_exist(module: str) -> None:
    for subcommand in (None, *SUBCOMMANDS[module]):
        check_calls(help_of(module, subcommand))


def test_readme_and_code_name_the_same_commands() -> None:
    shown = {(module, subcommand) for module, subcommand, _ in calls(code(ROOT / "README.md"))}
    offered = {(module, sub) for module in PACKAGES for sub in SUBCOMMANDS[module] or (None,)}
    assert shown == offered


@pytest.mark.parametrize("document", [*DOCUMENTS, ROOT / ".ci/run"], ids=name)
def test_make_targets_exist(document: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    text = code(document) if document.suffix == ".md" else document.read_text("utf-8")
    assert set(MAKE_CALL.findall(text)) <= targets


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_named_files_exist(document: Path) -> None:
    named = set(LINK.findall(document.read_text("utf-8"))) | set(REPOSITORY_PATH.findall(code(document)))
    assert [path for path in named if not stands(path)] == []


def toml_example(part: str) -> str:
    """The one block of settings in the README that has this part."""
    blocks = re.findall(r"```toml\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    (example,) = (block for block in blocks if part in block)
    return str(example)


def test_access_shown_is_access_understood(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(toml_example("[[people]]"), "utf-8")
    known = access(tmp_path)
    assert known is not None
    assert known.people[0].places == ("江苏省淮安市",)


def test_sources_shown_are_sources_understood() -> None:
    example = toml_example("[[sites]]")
    sources = parse(example, ROOT / "README.md")
    assert sources.folders
    shown = {key for site in tomllib.loads(example)["sites"] for key in site} | set(tomllib.loads(example)["crawler"])
    assert shown == {*Site.__struct_fields__, *Crawler.__struct_fields__}


def stands(path: str) -> bool:
    return any((start / end).exists() for start in (ROOT, ROOT / "etl/samples") for end in (path, f"{path}.py"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_no_measured_figure_stands_in_prose(document: Path) -> None:
    prose = CODE.sub("", document.read_text("utf-8"))
    assert MEASURED.findall(prose) == []
