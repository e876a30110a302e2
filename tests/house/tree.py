"""The files of the repository, as the house tests walk them; a source archive without git has the same ones."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("etl", "warehouse", "dashboard")
LEFT_OUT = {".venv", ".git", "data", "dist", "build", "__pycache__"}


def files(*folders: str, suffix: str = "") -> list[Path]:
    """Every file under the folders (the whole repository if none is named) whose name ends in ``suffix``, sorted."""
    return sorted(path for start in (folders or (".",)) for path in walk(ROOT / start) if path.name.endswith(suffix))


def walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        # In a second working tree `.git` is a file.
        if path.name in LEFT_OUT:
            continue
        if path.is_file():
            yield path
        elif not path.name.endswith(("_cache", ".egg-info")) and path.name != ".hypothesis":
            yield from walk(path)


def name(path: Path) -> str:
    """The path as a reader of the repository would write it; serves as the id of a test case."""
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> set[str]:
    """Dotted names of all modules and objects that a file imports, wherever in the file it does so."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            found |= {module, *(f"{module}.{alias.name}" for alias in node.names)}
    return found
