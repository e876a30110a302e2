"""``python -m tests.maker``: makes sample reports and corpora with known figures."""

import os
from pathlib import Path

import click

from tests.maker.corpus import corpus, write
from tests.maker.layouts import FORMS
from tests.maker.samples import FOLDER, samples


@click.group()
def main() -> None:
    """Make yearly reports with known figures; the same seed makes the same bytes."""


@main.command("corpus")
@click.option("--count", default=100, show_default=True, help="How many reports.")
@click.option("--seed", default=1, show_default=True, help="Seed of everything random.")
@click.option(
    "--forms", default="html", show_default=True, help=f"Forms in turn, of {', '.join(FORMS)}; comma between."
)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write to.")
def corpus_command(count: int, seed: int, forms: str, out: Path) -> None:
    """Write random reports and truth.jsonl, which says what stands in each."""
    chosen = tuple(form.strip() for form in forms.split(","))
    if unknown := set(chosen) - set(FORMS):
        raise click.BadParameter(f"unknown form: {', '.join(sorted(unknown))}", param_hint="--forms")
    out.mkdir(parents=True, exist_ok=True)
    write(out, corpus(count, seed, chosen), out / "truth.jsonl")


@main.command("samples")
@click.option("--out", default=FOLDER, type=click.Path(path_type=Path), help="Folder; by default the bundled samples.")
@click.option("--truth", default=None, type=click.Path(path_type=Path), help="Also write what a reader must find.")
def samples_command(out: Path, truth: Path | None) -> None:
    """Write the bundled sample reports anew, after removing those that are there."""
    for old in out.glob("*"):
        old.unlink()
    click.echo(f"{write(out, samples(), truth or Path(os.devnull))} reports in {out}")


if __name__ == "__main__":
    main()
