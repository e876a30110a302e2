"""Reports whose contents are known: some that the maker sets, and those kept beside the repository, where they exist."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.maker.corpus import corpus

_FORMS = ("html", "txt", "docx", "pdf")
_BESIDE = Path(__file__).parents[3] / "shared"


@cache
def _known() -> tuple[tuple[str, bytes, dict[str, Any]], ...]:
    made = ((truth.file, content, truth.line()) for truth, content in corpus(24, seed=18, forms=_FORMS))
    return (*made, *_beside_the_repository())


def _beside_the_repository() -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    for path in sorted(_BESIDE.glob("*/truth.jsonl")):
        for truth in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            # Scans and older word files are another matter.
            if truth["form"].split()[0] in _FORMS:
                yield truth["file"], (path.parent / truth["file"]).read_bytes(), truth


def known_reports(field: str = "agency") -> list[Any]:
    """File name, bytes and truth of every known report whose truth has ``field``."""
    return [pytest.param(name, content, truth, id=name) for name, content, truth in _known() if field in truth]
