"""Pages, each with its tables and lines -> one flow of paragraphs and grids: margins off, broken tables joined."""

from itertools import count
from operator import attrgetter

from etl.model import Cell, Grid, Paragraph
from etl.readers.pdf_cells import Item
from etl.readers.pdf_columns import split_aligned
from etl.readers.pdf_join import Part, join
from etl.readers.pdf_margin import margins
from etl.readers.pdf_prose import ProseLine, paragraphs, style_of

_PLACE = attrgetter("row", "column")


def flow(pages: list[list[Item]], notes: list[str]) -> tuple[Paragraph | Grid, ...]:
    """The blocks of a document; what is left out of the margins is added to ``notes``, in Chinese."""
    kept, heads = _without_margins(pages, notes)
    return (*heads, *_blocks(kept))


def _without_margins(pages: list[list[Item]], notes: list[str]) -> tuple[list[list[Item]], list[Paragraph]]:
    """The pages without page numbers and running heads, and each running head once."""
    found = margins([[item for item in page if isinstance(item, ProseLine)] for page in pages])
    if found.page_numbers:
        notes.append(f"略去页边的页码 {len(found.page_numbers)} 处")
    if found.running:
        notes.append(f"略去各页重复的页眉页脚 {len(found.running)} 处，在文首保留一次")
    dropped = found.page_numbers | found.running
    kept: list[list[Item]] = []
    for number, page in enumerate(pages, 1):
        line_numbers = count()
        kept.append([item for item in page if isinstance(item, Part) or (number, next(line_numbers)) not in dropped])
    return kept, found.heads


def _blocks(pages: list[list[Item]]) -> tuple[Paragraph | Grid, ...]:
    """All pages in a row: tables that a page break cuts are joined, lines become paragraphs."""
    style = style_of([item for page in pages for item in page if isinstance(item, ProseLine)])
    items: list[Item] = []
    for page in pages:
        found = _with_aligned(page)
        if items and found and isinstance(items[-1], Part) and isinstance(found[0], Part):
            joined = join(items[-1], found[0])
            if joined is not None:
                items[-1] = joined
                del found[0]
        # Lines that enclose no text at all are a drawing, unless they carry on a table.
        items.extend(item for item in found if isinstance(item, ProseLine) or any(cell.text for cell in item.cells))
    blocks: list[Paragraph | Grid] = []
    for stretch in _stretches(items):
        if isinstance(stretch, Part):
            blocks.append(_grid(stretch))
        elif style is not None:
            blocks.extend(paragraphs(stretch, style))
    return tuple(blocks)


def _with_aligned(page: list[Item]) -> list[Item]:
    found: list[Item] = []
    for stretch in _stretches(page):
        if isinstance(stretch, Part):
            found.append(stretch)
        else:
            found.extend(split_aligned(stretch))
    return found


def _stretches(items: list[Item]) -> list[Part | list[ProseLine]]:
    """Lines with no table between them, together."""
    stretches: list[Part | list[ProseLine]] = []
    for item in items:
        if isinstance(item, Part):
            stretches.append(item)
        elif stretches and isinstance(stretches[-1], list):
            stretches[-1].append(item)
        else:
            stretches.append([item])
    return stretches


def _grid(part: Part) -> Grid:
    cells = tuple(
        Cell(
            cell.row,
            cell.column,
            cell.text,
            cell.row_span,
            cell.column_span,
            cell.page,
            cell.box,
            cell.confidence,
            cell.candidates,
        )
        for cell in sorted(part.cells, key=_PLACE)
    )
    return Grid(cells, part.row_count, len(part.edges) - 1, page=min(cell.page for cell in part.cells))
