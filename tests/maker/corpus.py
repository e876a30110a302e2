"""A corpus on disk: files of random reports and ``truth.jsonl``, which says what a careful reader finds in each."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.maker.compose import reports
from tests.maker.layouts import typeset
from tests.maker.report import Truth


def corpus(count: int, seed: int, forms: tuple[str, ...]) -> Iterator[tuple[Truth, bytes]]:
    """Reports with the bytes of their files, the forms in turn."""
    rng = Random(seed)
    for number, report in enumerate(reports(rng, count), 1):
        form = forms[(number - 1) % len(forms)]
        content = typeset(rng, report, form)
        yield Truth(f"{number:06d}.{form}", form, report), content


def write_corpus(folder: Path, count: int, seed: int, forms: tuple[str, ...]) -> None:
    """Write the files and ``truth.jsonl`` into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "truth.jsonl").open("w", encoding="utf-8") as truth_file:
        for truth, content in corpus(count, seed, forms):
            (folder / truth.file).write_bytes(content)
            truth_file.write(json.dumps(truth.line(), ensure_ascii=False) + "\n")
