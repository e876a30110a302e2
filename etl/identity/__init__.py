"""Who reports, for which year, and when it was published.

Sources in the order of trust: the title, the prose (opening and signature), the page's own metadata, the chrome of
the site, the name of the file. What they say is data (``catalogue/identity.toml``). An organ that none of them names
is None: nothing is guessed.
"""

import re
from collections.abc import Mapping, Sequence

import msgspec

from etl import title
from etl.identity.dates import find_published_on, read_date
from etl.identity.marks import Mark, read_marks, values
from etl.identity.plates import find_scope, second_names
from etl.identity.publisher import find_publisher
from etl.identity.settling import settle
from etl.identity.surroundings import breadcrumbs, origin
from etl.identity.wordings import LONGEST_NAME, OPENING, full_form, wordings
from etl.model import Content, Document, Identity, Paragraph
from etl.sections import PREAMBLE, Section
from etl.title import Title
from etl.wording import compact, sentences

__all__ = ["full_form", "identify", "read_date"]


def identify(content: Content, document: Document, sections: Mapping[str, Section]) -> Identity:
    """The identity of a report, each field with the text that it was read from."""
    first = min((s.first for code, s in sections.items() if code != PREAMBLE), default=None)
    marks = list(read_marks(content, first))
    named = _title(content, marks, first)
    opening = _opening(content, sections, named)
    named = _completed(named, _quoted_title(opening))
    year = _year(named, opening, sections)
    surroundings = [*breadcrumbs(content, first), *origin(document)]
    publisher = find_publisher(content, document.source_name, sections, marks, named, opening, surroundings)
    agency, candidates = publisher.agency, publisher.candidates
    if agency:
        prose = opening + "".join(section.text for section in sections.values())
        agency, candidates = settle(agency, year[0] if year else None, publisher.around, prose, document.source_url)
    published = find_published_on(content, marks, named, sections)
    scope = find_scope(named)
    evidence = {
        "agency": agency.where if agency else None,
        "printed_name": named.agency if named and agency is None else None,
        "year": year[1] if year else None,
        "published_on": published.where if published else None,
        "scope": f"标题：{named.printed}" if named and scope else None,
    }
    return Identity(
        agency.text if agency else None,
        year[0] if year else None,
        published.text if published else None,
        {field: text for field, text in evidence.items() if text},
        scope,
        second_names(named),
        candidates,
    )


def _title(content: Content, marks: Sequence[Mark], first: int | None) -> Title | None:
    """The title on the page, completed by those in the metadata."""
    named = title.find(content, first)
    for witness in values(marks, wordings().labels.title):
        named = _completed(named, title.parse(witness.text))
    return named


def _completed(named: Title | None, other: Title | None) -> Title | None:
    """A title with the agency or the year that it leaves out and another one, not of another year, states."""
    if named is None or other is None:
        return named or other
    if named.agency is None and other.agency and other.year in {named.year, None}:
        named = msgspec.structs.replace(named, agency=other.agency, printed=other.printed)
    if named.year is None and other.year and named.agency in {other.agency, None}:
        named = msgspec.structs.replace(named, year=other.year, agency=named.agency or other.agency)
    return named


def _quoted_title(opening: str) -> Title | None:
    """The title as the opening quotes it: 现发布《…2022年政府信息公开工作年度报告》."""
    quoted = (title.parse(match[1]) for match in re.finditer(wordings().patterns.quoted_title, compact(opening)))
    return next((found for found in quoted if found and found.agency), None)


def _opening(content: Content, sections: Mapping[str, Section], named: Title | None) -> str:
    if PREAMBLE in sections:
        return sections[PREAMBLE].text
    start = named.last + 1 if named and named.last is not None else 0
    return "\n".join(b.text for b in content.blocks[start : start + 3] if isinstance(b, Paragraph))[:OPENING]


def _year(named: Title | None, opening: str, sections: Mapping[str, Section]) -> tuple[int, str] | None:
    """The year of the title; else that by which the opening calls the report, of its period, or of all sentences."""
    if named and named.year:
        return named.year, f"标题：{named.printed}"
    patterns = wordings().patterns
    text = compact(opening)
    if match := re.search(patterns.named_year, text):
        return int(match[1]), f"正文开头“{match.group()}”"
    first_lines = compact(sections["overview"].text[:OPENING]) if "overview" in sections else ""
    if match := re.search(patterns.period, text + first_lines):
        return (int(match[1]), f"正文统计期限“{match.group()}”") if match[2] in {None, match[1]} else None
    for section in sections.values():
        if section.heading and (year := title.read_year(compact(section.heading))):
            return year, f"标题“{section.heading}”"
    return _own_year(sections)


def _own_year(sections: Mapping[str, Section]) -> tuple[int, str] | None:
    """The year that every sentence that opens with one opens with."""
    opened = re.compile(wordings().patterns.own_year)
    texts = (s.text for section in sections.values() for s in sentences(section.text))
    years = {match[1]: text for text in texts if (match := opened.match(text))}
    if len(years) != 1:
        return None
    ((year, text),) = years.items()
    return int(year), f"正文“{text[:LONGEST_NAME]}”"
