"""Terms -> the words of the snapshot: a comment on every view and column, and for each view a twin with Chinese names.

A view is looked up by its name, a column by ``view.column`` and then by its own name. ``X_status`` needs no term of its
own: it is the 状态 of X.
"""

from collections.abc import Iterator, Mapping, Sequence

import duckdb

from warehouse.records import Term
from warehouse.relations import Relation


class TermMissing(Exception):
    """A view or a column has no term: the catalogue is not complete."""


def column_term(view: str, column: str, terms: Mapping[str, Term]) -> Term | None:
    """The term of a column, made from that of its figure for a column of statuses; None if the catalogue has none."""
    term = terms.get(f"{view}.{column}") or terms.get(column)
    if term is not None or not column.endswith("_status"):
        return term
    figure = column_term(view, column.removesuffix("_status"), terms)
    if figure is None:
        return None
    return Term(
        code=column,
        zh=f"{figure.zh}状态",
        en=f"{figure.en} (status)",
        definition_zh=f"“{figure.zh}”是怎样得来的，或为何缺失",
        definition_en=f"how “{figure.en}” was obtained, or why it is missing",
    )


def word(connection: duckdb.DuckDBPyConnection, relations: Sequence[Relation], terms: Sequence[Term]) -> None:
    """Comment every served view and column and make the twins; raises ``TermMissing`` naming all that lack a term."""
    by_code = {term.code: term for term in terms}
    missing: list[str] = []
    statements: list[str] = []
    for relation in relations:
        if relation.is_public:
            statements += _statements(relation, by_code, missing)
    if missing:
        raise TermMissing(f"etl/catalogue/concepts.toml 缺少术语 / lacks the terms: {', '.join(missing)}")
    # Two thousand statements of which each takes longer to optimise, and to hand to a thread, than to run.
    connection.execute("set threads = 1; pragma disable_optimizer")
    connection.begin()
    connection.execute(";\n".join(statements))
    connection.commit()
    connection.execute("reset threads; pragma enable_optimizer")


def _statements(relation: Relation, terms: Mapping[str, Term], missing: list[str]) -> Iterator[str]:
    """The statements that word one view; what lacks a term is added to ``missing``."""
    view_term = terms.get(relation.name)
    columns = [(column, column_term(relation.name, column, terms)) for column in relation.columns]
    missing += [relation.name] if view_term is None else []
    missing += [f"{relation.name}.{column}" for column, term in columns if term is None]
    worded = [(column, term) for column, term in columns if term is not None]
    if view_term is None or len(worded) < len(columns):
        return
    select = ", ".join(f"{_name(column)} as {_name(term.zh)}" for column, term in worded)
    yield f"create view main.{_name(view_term.zh)} as select {select} from main.{_name(relation.name)}"  # noqa: S608
    for view in (relation.name, view_term.zh):
        yield f"comment on view main.{_name(view)} is {_text(view_term)}"
    for column, term in worded:
        yield f"comment on column main.{_name(relation.name)}.{_name(column)} is {_text(term)}"
        yield f"comment on column main.{_name(view_term.zh)}.{_name(term.zh)} is {_text(term)}"


def _text(term: Term) -> str:
    unit = f"（{term.unit}）" if term.unit else ""
    comment = f"{term.zh}{unit}：{term.definition_zh} / {term.en}: {term.definition_en}"
    return "'" + comment.replace("'", "''") + "'"


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
