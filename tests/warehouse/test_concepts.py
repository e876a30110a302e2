"""The catalogue of concepts: each Chinese term once, nothing unknown, nothing unused, nothing lacking."""

from pathlib import Path

import msgspec
import pytest

from etl.concepts import CONCEPTS, BrokenConcepts, Concepts, load_concepts
from etl.editions import editions
from warehouse.relations import relations
from warehouse.wording import column_term

ENTRY = '{ zh = "甲", en = "a", definition_zh = "乙", definition_en = "b" }'
NAMELESS = ENTRY.replace('en = "a", ', "")


def broken(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "concepts.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (f"[views]\na = {ENTRY}\n[columns]\n[columns_of]\n[values]\nb = {ENTRY}\n", BrokenConcepts),
        (
            f"[views]\na = {ENTRY}\n[columns]\n[columns_of.b]\nc = {ENTRY.replace('甲', '丙')}\n[values]\n",
            BrokenConcepts,
        ),
        (
            f"[views]\na = {ENTRY.replace('}', ', colour = 1 }')}\n[columns]\n[columns_of]\n[values]\n",
            msgspec.ValidationError,
        ),
        ("[views]\n[columns]\n[columns_of]\n[values]\n[words]\n", msgspec.ValidationError),
        (
            f"[views]\na = {NAMELESS}\n[columns]\n[columns_of]\n[values]\n",
            msgspec.ValidationError,
        ),
    ],
)
def test_a_broken_catalogue_stops(tmp_path: Path, text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        load_concepts(broken(tmp_path, text))


def served_names() -> tuple[set[str], set[str]]:
    """The names of the views, and ``view.column`` of their columns."""
    served = [relation for relation in relations() if relation.is_public]
    return {r.name for r in served}, {f"{r.name}.{column}" for r in served for column in r.columns}


def unused(concepts: Concepts) -> set[str]:
    """The codes that name nothing that is served, and are no code of a row or column of a form."""
    views, columns = served_names()
    names = {name.partition(".")[2] for name in columns}
    printed = {code for e in editions().values() for (_, row, column), *_ in e.cells() for code in (row, column)}
    return (
        set(concepts.views) - views
        | set(concepts.columns) - names
        | {f"{view}.{code}" for view, of in concepts.columns_of.items() for code in of} - columns
        | set(concepts.values) - printed
    )


def test_no_term_is_unused() -> None:
    assert unused(load_concepts()) == set()


def test_an_unused_term_is_found(tmp_path: Path) -> None:
    more = (
        CONCEPTS.read_text("utf-8")
        .replace("[columns]\n", f"[columns]\nidle = {ENTRY}\n")
        .replace("[views]\n", "[views]\nspare = " + ENTRY.replace("甲", "丙") + "\n")
    )
    assert unused(load_concepts(broken(tmp_path, more))) == {"idle", "spare"}


def test_no_term_is_lacking() -> None:
    terms = {term.code: term for term in load_concepts().terms()}
    views, columns = served_names()
    assert views - set(terms) == set()
    assert [name for name in columns if column_term(*name.split("."), terms) is None] == []


def test_every_outcome_and_applicant_of_a_form_has_its_term() -> None:
    terms = {term.code for term in load_concepts().terms()}
    rows = {key[1] for e in editions().values() for key, *_ in e.cells() if key[0] in (3, 4)}
    columns = {key[2] for e in editions().values() for key, *_ in e.cells() if key[0] in (3, 4)}
    assert (rows | columns) - terms == set()


def test_a_twin_has_no_two_columns_of_one_name() -> None:
    terms = {term.code: term for term in load_concepts().terms()}
    for relation in relations():
        if relation.is_public:
            names = [term.zh for column in relation.columns if (term := column_term(relation.name, column, terms))]
            assert len(set(names)) == len(relation.columns), relation.name
