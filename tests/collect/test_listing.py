"""A folder whose files are listed as they were when all in it was known holds nothing new; any other listing is looked through."""

import os
from pathlib import Path

import pytest

from etl.collect import collection, listing
from etl.collect.collection import looked_through, planned
from etl.collect.listing import listed
from tests.warehouse.make import document
from warehouse.ledger import Ledger
from warehouse.taking import take


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "reports"
    for name in ("甲县/2023.html", "乙县/2023.html"):
        (place / name).parent.mkdir(parents=True)
        (place / name).write_text(name)
    return place


def known(ledger: Ledger, folder: Path) -> None:
    """Take every file of the folder for read."""
    for file in folder.rglob("*.html"):
        stat = file.stat()
        fields = {"source_path": str(file), "size": stat.st_size, "mtime_ns": stat.st_mtime_ns}
        take(ledger, [document(f"{file} {stat.st_mtime_ns}", **fields)])


def look(folder: Path, ledger: Ledger) -> tuple[int, list[str]]:
    met = looked_through(planned([folder], folder.parent), folder.parent, ledger)
    return met.seen, [Path(item.path).parent.name for item in met.changed]


def add(folder: Path) -> None:
    (folder / "甲县" / "2024.html").write_text("new")


def remove(folder: Path) -> None:
    (folder / "甲县" / "2023.html").unlink()


def rename(folder: Path) -> None:
    (folder / "甲县").rename(folder / "丙县")


def change(folder: Path) -> None:
    (folder / "甲县" / "2023.html").write_text("another")


def touch(folder: Path) -> None:
    file = folder / "甲县" / "2023.html"
    os.utime(file, ns=(0, file.stat().st_mtime_ns + 1))


@pytest.mark.parametrize("something", [add, remove, rename, change, touch])
def test_whatever_happens_to_a_file_is_another_listing(folder: Path, something) -> None:
    before = listed(folder)
    assert before == listed(folder) is not None
    something(folder)
    assert listed(folder) != before


@pytest.mark.parametrize("something", [add, remove, rename, change, touch])
def test_a_folder_that_is_known_is_not_looked_through_until_something_happens(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, something
) -> None:
    looks = []
    discover = collection.discover
    monkeypatch.setattr(collection, "discover", lambda paths: looks.append(paths) or discover(paths))
    with Ledger.open(tmp_path) as ledger:
        assert look(folder, ledger) == (2, ["乙县", "甲县"])
        known(ledger, folder)
        assert look(folder, ledger) == (2, [])
        at_first = len(looks)
        assert look(folder, ledger) == (2, [])
        assert len(looks) == at_first + 1  # for the paths that are no folders: there are none
        something(folder)
        seen, changed = look(folder, ledger)
    assert seen == len(list(folder.rglob("*.html")))
    assert changed == ([] if something is remove else ["丙县"] if something is rename else ["甲县"])


def test_what_the_ledger_forgets_is_looked_for(folder: Path, tmp_path: Path) -> None:
    with Ledger.open(tmp_path) as ledger:
        known(ledger, folder)
        assert look(folder, ledger) == (2, [])
        ((sha256,),) = ledger.connection.execute("select sha256 from seen_files where path like '%甲县%'").fetchall()
        ledger.look_again([sha256])
        assert look(folder, ledger) == (2, ["甲县"])


def test_a_file_that_is_as_it_was_before_it_changed_is_read_again(folder: Path, tmp_path: Path) -> None:
    file = folder / "甲县" / "2023.html"
    text, stat = file.read_text(), file.stat()
    with Ledger.open(tmp_path) as ledger:
        known(ledger, folder)
        assert look(folder, ledger) == (2, [])
        change(folder)
        known(ledger, folder)
        file.write_text(text)
        os.utime(file, ns=(0, stat.st_mtime_ns))
        assert look(folder, ledger) == (2, ["甲县"])


def test_another_rule_what_makes_a_document_is_another_listing(folder: Path, tmp_path: Path, monkeypatch) -> None:
    before = listed(folder)
    rules = tmp_path / "files.py"
    rules.write_text("another rule")
    monkeypatch.setattr(listing, "_RULES", (rules,))
    assert listed(folder) != before


def test_where_there_are_links_or_no_find_every_file_is_looked_up(folder: Path, tmp_path: Path, monkeypatch) -> None:
    elsewhere = tmp_path / "elsewhere.html"
    elsewhere.write_text("behind a link")
    (folder / "link.html").symlink_to(elsewhere)
    assert listed(folder) is None
    with Ledger.open(tmp_path) as ledger:
        known(ledger, folder)
        assert look(folder, ledger) == (3, [])
        elsewhere.write_text("changed behind a link")
        assert look(folder, ledger) == (3, ["reports"])
    (folder / "link.html").unlink()
    assert listed(folder) is not None
    monkeypatch.setenv("PATH", str(tmp_path))
    assert listed(folder) is None


def test_a_folder_reached_by_a_link_is_listed_where_it_leads(folder: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder)
    before = listed(link)
    assert before == listed(folder)
    add(folder)
    assert listed(link) != before
