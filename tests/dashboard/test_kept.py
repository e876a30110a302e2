"""Answers that are kept: asked once, told apart by what was asked, and let go in order."""

import gc
from functools import partial
from pathlib import Path
from threading import Barrier, Thread
from weakref import ref

import pytest

from dashboard.kept import Kept, KeptOf, key_of
from warehouse.snapshot import Snapshot, connect, current_snapshot


def test_what_was_asked_is_not_made_again() -> None:
    made: list[str] = []
    kept: Kept[str] = Kept(2)

    def ask(key: str) -> str:
        return kept.get(key, lambda: made.append(key) or key.upper())  # type: ignore[func-returns-value]

    assert [ask("a"), ask("b"), ask("a")] == ["A", "B", "A"]
    assert made == ["a", "b"]
    ask("c")  # b was asked for longest ago, and goes
    ask("a")
    assert made == ["a", "b", "c"]
    ask("b")
    assert made == ["a", "b", "c", "b"]


def test_an_answer_that_fails_is_asked_again() -> None:
    kept: Kept[int] = Kept(2)
    with pytest.raises(ZeroDivisionError):
        kept.get("a", lambda: 1 // 0)
    assert kept.get("a", lambda: 1) == 1


def test_questions_are_told_apart() -> None:
    questions = (
        {"regions": None, "year": 2020},
        {"regions": ["江苏省"], "year": 2020},
        {"regions": ["江苏省", "上海市"], "year": 2020},
        {"regions": "江苏省", "year": 2020},
        {"levels": ["江苏省"], "year": 2020},
        {"regions": None, "year": 2021},
    )
    assert len({key_of(question) for question in questions}) == len(questions)
    assert key_of({"b": 1, "a": [2]}) == key_of({"a": [2], "b": 1})


def test_threads_that_ask_at_once_are_all_answered() -> None:
    kept: Kept[int] = Kept(10)
    start = Barrier(8)
    wrong: list[int] = []

    def ask() -> None:
        start.wait()
        wrong.extend(key for key in range(400) if kept.get(key % 20, partial(int, key % 20)) != key % 20)

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_what_is_kept_of_a_snapshot_goes_with_it(samples_data: Path) -> None:
    path = current_snapshot(samples_data).path
    first, second = (Snapshot(path, connect(path)) for _ in range(2))
    kept: KeptOf[set[str]] = KeptOf(2)
    answer = kept.get(first, "a", lambda: {"of the first"})
    assert kept.get(first, "a", set) is answer
    assert kept.get(second, "a", lambda: {"of the second"}) == {"of the second"}
    gone = ref(answer)
    del first, answer
    gc.collect()
    assert gone() is None
    assert kept.get(second, "a", set) == {"of the second"}
