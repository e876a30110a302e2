"""One document's bomb, hang or crash costs that document, and is named."""

import os
import signal
import time

import pytest

from etl.workers import Limits, map_isolated

TIGHT = Limits(memory_mib=256, cpu_seconds=1, wall_seconds=60.0)
IMPATIENT = Limits(wall_seconds=4.0)


def behave(order):
    """What a document may do to its reader."""
    kind, argument = order
    match kind:
        case "answer":
            return ("answer", argument)
        case "pid":
            return ("pid", os.getpid())
        case "hang":
            time.sleep(60)
        case "spin":
            while True:
                pass
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "eat":
            try:
                return ("ate", len(bytearray(argument)))
            except MemoryError:
                return ("memory", None)
    return ("end", None)


def name_lost(order, reason, _is_passing):
    return ("lost", order[0], reason)


def outcomes(orders, jobs=2, limits=TIGHT):
    return list(map_isolated(behave, orders, jobs, name_lost, limits))


def test_every_item_gives_its_result():
    orders = [("answer", n) for n in range(50)]
    assert sorted(outcomes(orders)) == [("answer", n) for n in range(50)]


def test_nothing_to_do_is_done():
    assert outcomes([]) == []


@pytest.mark.parametrize(
    ("kind", "limits", "word"),
    [("hang", IMPATIENT, "时限"), ("spin", TIGHT, "处理器时间"), ("crash", TIGHT, "意外退出")],
)
def test_the_one_is_lost_by_name_and_the_others_are_read(kind, limits, word):
    found = outcomes([("answer", 1), (kind, None), ("answer", 2), ("answer", 3)], limits=limits)
    lost = [result for result in found if result[0] == "lost"]
    assert [result[1] for result in lost] == [kind]
    assert word in lost[0][2]
    assert sorted(result for result in found if result[0] == "answer") == [("answer", 1), ("answer", 2), ("answer", 3)]


def test_a_bomb_meets_the_memory_limit():
    assert outcomes([("eat", 1024**3), ("eat", 1024**2)], jobs=1) == [("memory", None), ("ate", 1024**2)]


def test_workers_are_kept_until_they_are_spent():
    kept = {pid for _, pid in outcomes([("pid", None)] * 6, jobs=1)}
    assert len(kept) == 1
    spent = {pid for _, pid in outcomes([("pid", None)] * 6, jobs=1, limits=Limits(documents_per_worker=2))}
    assert len(spent) == 3


def test_a_reader_that_stops_early_leaves_no_process_behind():
    results = map_isolated(behave, [("pid", None)] * 4, 2, name_lost, TIGHT)
    _, pid = next(results)
    results.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
