"""``make bench``: our whole reading of a document beside the libraries that only take its tables apart.

Both sides read the same bytes in one process, by turns; times are processor seconds, which other work on the machine
hardly moves. The pages and files are the bundled samples and reports of the maker, some of them inside the frame of menus,
scripts and links that sites put around them.
"""

import io
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import cycle, islice
from random import Random
from typing import NamedTuple

import click
import pandas
import pdfplumber

from etl.pipeline import document_of, read_document
from tests.maker.compose import reports
from tests.maker.layouts import pdf_layout
from tests.maker.samples import FOLDER
from tests.maker.typeset.html import MARKUPS, HtmlLayout, html
from tests.maker.typeset.pdf import pdf

ROUNDS = 7
PAGES, FILES = 8, 3
"""Documents of a round. Every round has others, so that nothing is remembered but what returns in every report."""

Task = Callable[[], object]


class Pair(NamedTuple):
    """One document, read by us and by the peer."""

    ours: Task
    theirs: Task


def _in_site(page: str) -> str:
    """The page as a site serves it: with its styles and scripts, menus of some hundred links, news beside it and a foot."""
    rng = Random(page)
    styles = "".join(f".part{n} > li a:hover {{ color: #c0{n:02d}11; padding: {n}px 0 }}\n" for n in range(80))
    script = "".join(
        f"var item{n} = document.getElementById('item{n}'); if (item{n} < {n}) run({n});\n" for n in range(60)
    )
    menus = "".join(_menu(number) for number in range(12))
    news = "".join(_news(rng.randrange(10_000)) for _ in range(20))
    head = f"<style>{styles}</style><script>{script}</script><link rel='stylesheet' href='/css/site.css'></head>"
    top = f'<div class="header"><div class="logo"><img src="/logo.png" alt=""></div><ul class="menu">{menus}</ul></div>'
    foot = f'<div class="side"><ul>{news}</ul></div><div class="links">{menus}</div><script>{script}</script>'
    return page.replace("</head>", head, 1).replace("<body>", f"<body>{top}", 1).replace("</body>", f"{foot}</body>", 1)


def _menu(number: int) -> str:
    links = "".join(f'<li><a href="/zwgk/{number}/{n}/" title="子栏目{n}">子栏目{n}</a></li>' for n in range(12))
    return (
        f'<li class="part"><a href="/zwgk/{number}/" target="_blank">栏目{number}</a><ul class="sub">{links}</ul></li>'
    )


def _news(number: int) -> str:
    return f'<li><span>2024-0{number % 9 + 1}-1{number % 10}</span><a href="/t/{number}.htm">关于公布第{number}批事项的通知</a></li>'


def _sampled(ending: str) -> list[bytes]:
    """The bundled samples in an order of their own, so that the years and markups of an organ are spread over the rounds."""
    paths = sorted(FOLDER.glob(f"*.{ending}"))
    Random(1).shuffle(paths)
    return [path.read_bytes() for path in paths]


def _made_pages(layout: HtmlLayout) -> Iterator[bytes]:
    """Pages of random reports, the kinds of markup by turns."""
    for report, markup in zip(reports(Random(1), PAGES * (ROUNDS + 1) * 2), cycle(MARKUPS), strict=False):
        yield html(report, replace(layout, markup=markup))


def _made_files() -> Iterator[bytes]:
    rng = Random(1)
    return (pdf(report, replace(pdf_layout(rng), font="reference")) for report in reports(rng, FILES * (ROUNDS + 1)))


def _read(name: str, content: bytes) -> None:
    outcome = read_document(document_of(name, content))
    if not outcome.reports:
        raise SystemExit(f"{name} of the benchmark was not read: {outcome.reason}")


def _web_tables(page: bytes) -> None:
    pandas.read_html(io.BytesIO(page), flavor="lxml")


def _pdf_tables(content: bytes) -> None:
    with pdfplumber.open(io.BytesIO(content)) as file:
        for page in file.pages:
            page.extract_tables()


def _lxml_reads(page: bytes) -> bool:
    """Whether the library takes the page at all: its time for pages that it gives up on says nothing."""
    try:
        _web_tables(page)
    except (ValueError, IndexError):
        return False
    return True


def _page_rounds(pages: Iterable[bytes]) -> list[list[Pair]]:
    """Pairs of the pages that the peer reads at all, for the first round and those that count."""
    readable = filter(_lxml_reads, pages)
    found = (Pair(partial(_read, "report.html", page), partial(_web_tables, page)) for page in readable)
    return _in_rounds(found, PAGES)


def _file_rounds(files: Iterable[bytes]) -> list[list[Pair]]:
    found = (Pair(partial(_read, "report.pdf", file), partial(_pdf_tables, file)) for file in files)
    return _in_rounds(found, FILES)


def _in_rounds(pairs: Iterator[Pair], size: int) -> list[list[Pair]]:
    """As many rounds as there are pairs for, at most one more than ``ROUNDS``."""
    found = list(islice(pairs, size * (ROUNDS + 1)))
    return [found[start : start + size] for start in range(0, len(found) - size + 1, size)]


def _cpu_seconds(task: Task) -> float:
    started = time.process_time()
    task()
    return time.process_time() - started


def _round(pairs: list[Pair], ours_first: bool) -> tuple[float, float]:
    """Processor seconds of each side over all documents, document by document, one side and then the other."""
    ours = theirs = 0.0
    for pair in pairs:
        if ours_first:
            ours += _cpu_seconds(pair.ours)
        theirs += _cpu_seconds(pair.theirs)
        if not ours_first:
            ours += _cpu_seconds(pair.ours)
    return ours, theirs


def compare(name: str, rounds: list[list[Pair]]) -> None:
    """Print the median times a document and the median ratio, with its range over the rounds; the first one warms up."""
    _round(rounds[0], ours_first=True)
    times = [_round(pairs, ours_first=bool(number % 2)) for number, pairs in enumerate(rounds[1:])]
    ours, theirs = (statistics.median(each[side] for each in times) / len(rounds[0]) * 1000 for side in (0, 1))
    ratios = sorted(mine / other for mine, other in times)
    ratio = statistics.median(ratios)
    click.echo(
        f"{name} ({len(times)} rounds of {len(rounds[0])} documents): ours, whole {ours:.1f} ms; "
        f"theirs, tables alone {theirs:.1f} ms; ratio {ratio:.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f}), "
        f"{1 / ratio:.1f} times as fast"
    )


@click.command()
@click.option("--form", type=click.Choice(("html", "pdf")), help="Measure this form alone.")
def main(form: str | None) -> None:
    """Measure the reading of one document beside its peer, group by group."""
    if form != "pdf":
        click.echo("Web pages against pandas.read_html (lxml), processor time a document:")
        compare("bundled samples", _page_rounds(_sampled("html")))
        compare("made pages, bare", _page_rounds(_made_pages(HtmlLayout())))
        framed = HtmlLayout(chrome=True, pages=(_in_site,))
        compare("made pages in the frame of a site", _page_rounds(_made_pages(framed)))
    if form != "html":
        click.echo("PDF with a text layer against pdfplumber, processor time a document:")
        compare("bundled samples, fonts embedded", _file_rounds(_sampled("pdf")))
        compare("made files, fonts only named", _file_rounds(_made_files()))


if __name__ == "__main__":
    main()
