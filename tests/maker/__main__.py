"""``python -m tests.maker``: makes sample reports and corpora with known figures."""

from pathlib import Path

import click

from tests.maker.corpus import write_corpus
from tests.maker.layouts import FORMS


@click.group()
def main() -> None:
    """Make yearly reports with known figures; the same seed makes the same bytes."""


@main.command()
@click.option("--count", default=100, show_default=True, help="How many reports.")
@click.option("--seed", default=1, show_default=True, help="Seed of everything random.")
@click.option(
    "--forms", default="html", show_default=True, help=f"Forms in turn, of {', '.join(FORMS)}; comma between."
)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write to.")
def corpus(count: int, seed: int, forms: str, out: Path) -> None:
    """Write random reports and truth.jsonl, which says what stands in each."""
    chosen = tuple(form.strip() for form in forms.split(","))
    if unknown := set(chosen) - set(FORMS):
        raise click.BadParameter(f"unknown form: {', '.join(sorted(unknown))}", param_hint="--forms")
    write_corpus(out, count, seed, chosen)


if __name__ == "__main__":
    main()
