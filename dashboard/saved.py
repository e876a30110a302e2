"""Queries kept as files: those that come with the dashboard, and a site's own in ``queries/`` of the data folder."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

SHIPPED = Path(__file__).parent / "examples"
_LARGEST = 100_000


@dataclass(frozen=True)
class SavedQuery:
    """One ``.sql`` file; the first two comment lines are its titles in Chinese and English, else its name is."""

    name: str
    titles: tuple[str, ...]
    text: str

    def title(self, language_number: int) -> str:
        """The title in one language; a file with one title has it in every language."""
        return self.titles[min(language_number, len(self.titles) - 1)]


def saved_queries(data_dir: Path) -> list[SavedQuery]:
    """The shipped ones, then the site's own, in the order of their names; a file that cannot be read is left out."""
    return [query for folder in (SHIPPED, data_dir / "queries") for query in _read(sorted(folder.glob("*.sql")))]


def _read(files: Iterable[Path]) -> Iterable[SavedQuery]:
    for file in files:
        try:
            text = file.read_bytes()[:_LARGEST].decode("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            continue
        lines = text.splitlines()
        comments = [line.removeprefix("--").strip() for line in lines[:2] if line.startswith("-- ")]
        body = "\n".join(line for line in lines if not line.startswith("--")).strip()
        yield SavedQuery(file.stem, tuple(comments) or (file.stem,), body)
