"""The questions that the pages ask: one ``.sql`` file each, against the public views of the snapshot."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

Scalar = str | int | float | bool
Parameter = Scalar | Sequence[Scalar] | None

_FOLDER = Path(__file__).parent / "sql"
_PART = re.compile(r"^([ ]*)(.*)@([a-z_]+)\((\w*)\)$", re.MULTILINE)
_PARAMETER = re.compile(r"\$([a-z_]+)")
_COMMENT = re.compile(r"^--.*$", re.MULTILINE)
_OPTIONAL = re.compile(r"\(\$([a-z_]+) is null or (.*)\)$", re.DOTALL)


@cache
def load(name: str) -> str:
    """The text of ``dashboard/sql/<name>.sql``.

    ``@scope(r)`` at the end of a line stands for the text of ``parts/scope.sql``, with ``of.`` read as ``r.``: what many
    questions have in common is written once. A part may have parts. In ``<name>@<part>`` that part stands for ``@sums()``.
    """
    name, _, sums = name.partition("@")
    text = (_FOLDER / f"{name}.sql").read_text(encoding="utf-8").replace("@sums()", f"@{sums}()")
    while _PART.search(text):
        text = _PART.sub(_part, text)
    return text


def _part(match: re.Match[str]) -> str:
    indent, before, name, alias = match.groups()
    text = _COMMENT.sub("", (_FOLDER / "parts" / f"{name}.sql").read_text(encoding="utf-8")).strip()
    text = text.replace("of.", f"{alias}." if alias else "")
    return indent + before + text.replace("\n", f"\n{indent}")


def parameters_of(text: str) -> frozenset[str]:
    """The names of the parameters that a query binds."""
    return frozenset(_PARAMETER.findall(_COMMENT.sub("", text)))


def bound(text: str, parameters: Mapping[str, Parameter]) -> dict[str, Parameter]:
    """The parameters that the query binds, out of those at hand; a missing one is our own fault (KeyError)."""
    return {name: parameters[name] for name in parameters_of(text)}


def shown(text: str, parameters: Mapping[str, Parameter]) -> str:
    """The query as an analyst can run it: values written in, conditions that filter nothing left out.

    For showing only; the pages bind their values. A condition on a line (or lines, up to the next ``and``) of its own
    that reads ``and ($name is null or ...)`` goes when ``name`` is None, and loses its guard otherwise. The header goes
    too: a command line takes a statement that begins with a dash for an option.
    """
    kept: list[str] = []
    for clause in _clauses(_COMMENT.sub("", text).lstrip()):
        stripped = clause.strip()
        optional = _OPTIONAL.match(stripped.removeprefix("and "))
        if not (stripped.startswith("and (") and optional):
            kept.append(clause)
        elif parameters[optional[1]] is not None:
            indent = clause[: len(clause) - len(clause.lstrip())]
            kept.append(f"{indent}and {optional[2]}")
    return _PARAMETER.sub(lambda match: _literal(parameters[match[1]]), "\n".join(kept))


def _clauses(text: str) -> list[str]:
    """Lines, with a condition that runs over several lines joined up to its closing bracket."""
    clauses: list[str] = []
    for line in text.splitlines():
        if clauses and clauses[-1].lstrip().startswith("and (") and clauses[-1].count("(") > clauses[-1].count(")"):
            clauses[-1] += "\n" + line
        else:
            clauses.append(line)
    return clauses


def _literal(value: Parameter) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, Sequence):
        return "[" + ", ".join(_literal(item) for item in value) + "]"
    return repr(value)
