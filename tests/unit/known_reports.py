"""Reports whose contents are known, kept beside the repository: read where they exist, never part of it."""

import json
from pathlib import Path
from typing import Any

import pytest

_READABLE = {"html", "txt", "docx", "pdf"}
"""Forms of documents, by the first word of ``form`` in ``truth.jsonl``; scans and older word files are another matter."""


def known_reports(field: str = "agency") -> list[Any]:
    """Path and truth of every known report in a readable form whose truth has ``field``."""
    return [
        pytest.param(path.parent / truth["file"], truth, id=truth["file"])
        for path in sorted((Path(__file__).parents[3] / "shared").glob("*/truth.jsonl"))
        for truth in map(json.loads, path.read_text(encoding="utf-8").splitlines())
        if field in truth and truth["form"].split()[0] in _READABLE
    ]
