"""Documents of every form and edition in, what ``etl parse`` prints out: any change of a reading shows as a difference.

``documents`` holds the input, ``expected`` the output, one cell or finding a line. After a wanted change:
``pytest tests/golden --update-goldens``, then look at the difference before committing it.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from etl.output import as_json
from etl.pipeline import document_of, read_document
from tests.conftest import refuse_in_ci

DOCUMENTS = sorted((Path(__file__).parent / "documents").iterdir())
EXPECTED = Path(__file__).parent / "expected"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _pretty(value: Any, depth: int = 0) -> str:
    """JSON with one line for each field, and one for each entry of a list of objects."""
    pad = " " * (depth + 1)
    if isinstance(value, dict) and depth < 2:
        fields = ",\n".join(f"{pad}{_line(name)}: {_pretty(field, depth + 1)}" for name, field in value.items())
        return f"{{\n{fields}\n{pad[1:]}}}"
    if isinstance(value, list) and value and isinstance(value[0], dict):
        entries = ",\n".join(f"{pad}{_line(entry)}" for entry in value)
        return f"[\n{entries}\n{pad[1:]}]"
    return _line(value)


def _parsed(path: Path) -> str:
    return _pretty(json.loads(as_json(read_document(document_of(path.name, path.read_bytes())))[0])) + "\n"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_output_is_as_expected(path: Path, pytestconfig: pytest.Config) -> None:
    expected = EXPECTED / f"{path.name}.json"
    if pytestconfig.getoption("--update-goldens"):
        expected.write_text(_parsed(path), encoding="utf-8")
    assert _parsed(path) == expected.read_text(encoding="utf-8")


def test_every_expectation_has_its_document() -> None:
    assert {path.name for path in EXPECTED.iterdir()} == {f"{path.name}.json" for path in DOCUMENTS}


def test_goldens_are_not_written_in_ci() -> None:
    with pytest.raises(pytest.UsageError):
        refuse_in_ci(True, {"CI": "true"})
    refuse_in_ci(True, {})
