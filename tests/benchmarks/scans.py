"""``make bench``: our reading of scanned reports beside rapidocr on the whole page, in time and in cells right.

Both sides read the same pages in one process, one thread to a model, the second side first at every other document; times
are processor seconds, which other work on the machine hardly moves. Ours is the whole reading of a document, from its bytes
to its findings; theirs takes pages already drawn, finds boxes of text and recognises them, with the same model as ours.

A cell is right for us if its value is what the report prints. The peer gives boxes of text, not cells, so it is asked for
less: a cell is right for it where a box over the middle of the cell, or with its own middle in the cell, shows the printed
figure as one of its words; whether another figure stands beside it is not held against it. Where each cell lies is told by
the text layer of the page before it was scanned.
"""

import time
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import NamedTuple

import click
import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
from rapidocr import RapidOCR

from etl.model import Box, CellKey
from etl.pipeline import document_of, read_document
from tests.evaluation.cases import plain_report
from tests.maker.report import Report
from tests.maker.typeset.pdf import PdfLayout, pdf
from tests.maker.typeset.scan import ScanLayout, scan

Pixels = npt.NDArray[np.uint8]
SEED = 5
SCANS = (
    ("200 dpi, clean", ScanLayout()),
    ("300 dpi, noise 12, askew", ScanLayout(dpi=300, noise=12.0, skew=0.3, blur=0.2)),
    ("150 dpi, noise 5, red seal", ScanLayout(dpi=150, noise=5.0, stamp=True, grey=False)),
)


class Place(NamedTuple):
    """Where a cell is printed: the page, counted from 1, and its box in points."""

    page: int
    box: Box


class Case(NamedTuple):
    """A scanned report, and where its figures are printed."""

    name: str
    report: Report
    content: bytes
    dpi: int
    places: dict[CellKey, Place]


class Side(NamedTuple):
    """What one side made of a document; ``wrong`` are other values without a finding, which only ours can be asked for."""

    seconds: float
    right: int
    wrong: int = 0


def _cases() -> Iterator[Case]:
    rng = Random(SEED)
    for name, wear in SCANS:
        report = plain_report(rng)
        printed = pdf(report, PdfLayout())
        yield Case(name, report, scan(rng, printed, replace(wear, shift=0.0)), wear.dpi, _places(report, printed))


def _places(report: Report, printed: bytes) -> dict[CellKey, Place]:
    (found,) = read_document(document_of("printed.pdf", printed)).reports
    return {
        reading.key: Place(reading.place.page, reading.place.box)
        for reading in found.readings
        if reading.place and reading.place.page and reading.place.box and report.cells[reading.key].value is not None
    }


def _ours(case: Case) -> Side:
    started = time.process_time()
    outcome = read_document(document_of("scan.pdf", case.content))
    seconds = time.process_time() - started
    (found,) = outcome.reports
    values = {reading.key: reading.value for reading in found.readings}
    flagged = {key for finding in found.findings for key in finding.cells}
    printed = {key: case.report.cells[key].value for key in case.places}
    wrong = [key for key, value in printed.items() if values.get(key) not in (None, value) and key not in flagged]
    return Side(seconds, sum(values.get(key) == value for key, value in printed.items()), len(wrong))


def _theirs(case: Case, engine: RapidOCR) -> Side:
    pages = _drawn(case.content, case.dpi)
    started = time.process_time()
    read = [engine(page) for page in pages]
    seconds = time.process_time() - started
    words = [_words(boxes, texts, case.dpi) for boxes, texts in ((page.boxes, page.txts) for page in read)]
    right = sum(
        case.report.cells[key].raw.strip()
        in {word for box, text in words[place.page - 1] if _covers(box, place.box) for word in text.split()}
        for key, place in case.places.items()
    )
    return Side(seconds, right)


def _drawn(content: bytes, dpi: int) -> list[Pixels]:
    document = pdfium.PdfDocument(content)
    try:
        return [np.ascontiguousarray(page.render(scale=dpi / 72).to_numpy()[:, :, :3]) for page in document]
    finally:
        document.close()


def _words(boxes: Pixels | None, texts: tuple[str, ...] | None, dpi: int) -> list[tuple[Box, str]]:
    """The recognised boxes of a page, in points, with their texts."""
    if boxes is None or texts is None:
        return []
    scaled = np.asarray(boxes) * 72 / dpi
    corners = np.concatenate([scaled.min(axis=1), scaled.max(axis=1)], axis=1).tolist()
    return [((left, top, right, bottom), text) for (left, top, right, bottom), text in zip(corners, texts, strict=True)]


def _covers(box: Box, cell: Box) -> bool:
    """Whether a box lies over the middle of a cell, or its own middle within it."""
    return _holds(box, cell) or _holds(cell, box)


def _holds(outer: Box, inner: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


@click.command()
def main() -> None:
    """Measure the reading of a scanned report beside its peer, scan by scan, and over all."""
    click.echo("Scanned reports against rapidocr on the whole page, processor time a document and cells right:")
    engine = RapidOCR(
        params={
            "Global.log_level": "error",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
    totals: list[tuple[int, Side, Side]] = []
    for number, case in enumerate(_cases()):
        if number % 2:
            theirs, ours = _theirs(case, engine), _ours(case)
        else:
            ours, theirs = _ours(case), _theirs(case, engine)
        totals.append((len(case.places), ours, theirs))
        _show(case.name, len(case.places), ours, theirs)
    sums = [Side(*map(sum, zip(*(entry[side] for entry in totals), strict=True))) for side in (1, 2)]
    _show("all", sum(cells for cells, _, _ in totals), *sums)


def _show(name: str, cells: int, ours: Side, theirs: Side) -> None:
    click.echo(
        f"{name}: ours {ours.seconds:.1f} s, {ours.right} of {cells} cells right, {ours.wrong} silently wrong; "
        f"theirs {theirs.seconds:.1f} s, {theirs.right} right; time ratio {ours.seconds / theirs.seconds:.2f}"
    )


if __name__ == "__main__":
    main()
