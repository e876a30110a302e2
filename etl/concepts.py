"""``catalogue/concepts.toml`` -> the terms of the warehouse; a broken catalogue stops the run."""

from collections import Counter
from pathlib import Path

import msgspec
from msgspec import Struct

from warehouse.records import Term

CONCEPTS = Path(__file__).parent / "catalogue" / "concepts.toml"


class BrokenConcepts(ValueError):
    """The catalogue of concepts contradicts itself."""


class Concept(Struct, frozen=True, forbid_unknown_fields=True):
    """The names, the unit and the definition of one concept."""

    zh: str
    en: str
    definition_zh: str
    definition_en: str
    unit: str | None = None


class Concepts(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file: code -> concept, by what the code names; ``columns_of`` by view."""

    views: dict[str, Concept]
    columns: dict[str, Concept]
    columns_of: dict[str, dict[str, Concept]]
    values: dict[str, Concept]

    def terms(self) -> tuple[Term, ...]:
        """One term a concept; the code of a column that is particular to one view is ``view.column``."""
        coded = [*self.views.items(), *self.columns.items(), *self.values.items()]
        coded += [(f"{view}.{code}", c) for view, columns in self.columns_of.items() for code, c in columns.items()]
        return tuple(
            Term(code, c.zh, c.en, definition_zh=c.definition_zh, definition_en=c.definition_en, unit=c.unit)
            for code, c in coded
        )


def load_concepts(path: Path = CONCEPTS) -> Concepts:
    """Read and check the file; raises ``BrokenConcepts`` or ``msgspec.ValidationError`` naming the fault."""
    concepts = msgspec.toml.decode(path.read_bytes(), type=Concepts)
    terms = concepts.terms()
    for what, words in (("code", [t.code for t in terms]), ("Chinese term", [t.zh for t in terms])):
        repeated = [word for word, count in Counter(words).items() if count > 1]
        if repeated:
            raise BrokenConcepts(f"{path}: each {what} stands once, but these do not: {', '.join(repeated)}")
    unknown = sorted(set(concepts.columns_of) - set(concepts.views))
    if unknown:
        raise BrokenConcepts(f"{path}: columns_of names no view: {', '.join(unknown)}")
    return concepts
