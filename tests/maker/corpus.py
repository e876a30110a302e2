"""A corpus on disk: files of random reports and ``truth.jsonl``, which says what a careful reader finds in each."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from tests.maker.compose import html_layout, reports, text_layout
from tests.maker.report import Report, Truth
from tests.maker.typeset.html import html
from tests.maker.typeset.text import text

FORMS: dict[str, Callable[[Random, Report], bytes]] = {
    "html": lambda rng, report: html(report, html_layout(rng)),
    "txt": lambda rng, report: text(report, text_layout(rng)),
}


def corpus(count: int, seed: int, forms: tuple[str, ...]) -> Iterator[tuple[Truth, bytes]]:
    """Reports with the bytes of their files, the forms in turn."""
    rng = Random(seed)
    for number, report in enumerate(reports(rng, count), 1):
        form = forms[(number - 1) % len(forms)]
        content = FORMS[form](rng, report)
        yield Truth(f"{number:06d}.{form}", form, report), content


def write_corpus(folder: Path, count: int, seed: int, forms: tuple[str, ...]) -> None:
    """Write the files and ``truth.jsonl`` into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "truth.jsonl").open("w", encoding="utf-8") as truth_file:
        for truth, content in corpus(count, seed, forms):
            (folder / truth.file).write_bytes(content)
            truth_file.write(json.dumps(truth.line(), ensure_ascii=False) + "\n")
