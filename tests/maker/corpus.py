"""A corpus on disk: files of random reports and ``truth.jsonl``, which says what a careful reader finds in each."""

import json
from collections.abc import Iterable, Iterator
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


def write(folder: Path, made: Iterable[tuple[Truth, bytes]], truth_path: Path) -> int:
    """Write the files into ``folder`` and their truth, a line each, to ``truth_path``; returns how many."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with truth_path.open("w", encoding="utf-8") as truth_file:
        for truth, content in made:
            (folder / truth.file).write_bytes(content)
            truth_file.write(json.dumps(truth.line(), ensure_ascii=False) + "\n")
            count += 1
    return count
