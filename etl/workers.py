"""Processes that read documents one by one under limits: a bomb, a hang or a crash costs one document, and is named.

Workers are kept from document to document, and replaced when they died, were ended, or have read enough. POSIX only.
"""

import resource
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Generic, TypeVar

from msgspec import Struct

_MIB = 1024 * 1024
_CONTEXT = get_context("spawn")
"""Talks by pipes alone: a server that forks would leave a folder behind wherever it is ended with its run."""

T = TypeVar("T")
R = TypeVar("R")


class Limits(Struct, frozen=True):
    """What one document may cost. Memory is what it may add to the worker's own; a scan may cost more (``etl.allowance``)."""

    memory_mib: int = 1024
    cpu_seconds: int = 60
    wall_seconds: float = 300.0
    documents_per_worker: int = 2000


class _Worker(Generic[T]):
    """One process, and what it is busy with."""

    def __init__(self, task: Callable[[Any], Any], limits: Limits) -> None:
        self.connection, theirs = _CONTEXT.Pipe()
        self.process = _CONTEXT.Process(target=_serve, args=(theirs, task, limits), daemon=True)
        self.process.start()
        theirs.close()
        self.item: T | None = None
        self.deadline = 0.0
        self.done = 0

    def give(self, item: T, limits: Limits) -> None:
        self.item, self.deadline = item, time.monotonic() + limits.wall_seconds
        self.connection.send(item)

    def end(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.join()


def map_isolated(
    task: Callable[[T], R],
    items: Iterable[T],
    jobs: int,
    lost: Callable[[T, str, bool], R],
    limits: Limits,
) -> Iterator[R]:
    """``task`` of each item, in the order in which they are done.

    An item whose worker dies or exceeds a limit gives ``lost(item, reason, is_passing)`` instead; the reason is Chinese, and
    passing where another time may go better (the process was ended from outside, or stood still). Items are taken as there
    is need of them. ``task`` is a function of a module; what it can tell of an item it gives as a result. An ``OSError``
    of it is no fault of the item, and is raised here.
    """
    waiting = iter(items)
    workers: list[_Worker[T]] = []
    try:
        for item in islice(waiting, jobs):
            workers.append(_Worker(task, limits))
            workers[-1].give(item, limits)
        while any(worker.item is not None for worker in workers):
            for worker, result in _finished(workers, lost):
                yield result
                replacement = _fresh(worker, task, limits)
                workers[workers.index(worker)] = replacement
                for item in islice(waiting, 1):
                    replacement.give(item, limits)
    finally:
        for worker in workers:
            worker.end()


def _finished(workers: list[_Worker[T]], lost: Callable[[T, str, bool], R]) -> list[tuple[_Worker[T], R]]:
    """The workers that are through with their item, with its result; waits until there is one."""
    busy = [worker for worker in workers if worker.item is not None]
    patience = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
    ready = set(wait([worker.connection for worker in busy], timeout=patience))
    through: list[tuple[_Worker[T], R]] = []
    for worker in busy:
        item = worker.item
        if item is None:
            continue
        if worker.connection in ready:
            try:
                result: R = worker.connection.recv()
            except (EOFError, ConnectionResetError):
                worker.process.join()
                result = lost(item, *_death(worker.process.exitcode))
                worker.done = -1
            if isinstance(result, OSError):
                raise result
        elif time.monotonic() >= worker.deadline:
            result = lost(item, "读取超过时限，已停止；请检查文件是否损坏或过大", True)
            worker.done = -1
        else:
            continue
        worker.item = None
        through.append((worker, result))
    return through


def _fresh(worker: _Worker[T], task: Callable[[T], R], limits: Limits) -> _Worker[T]:
    """The worker itself, or a new one if it is spent."""
    worker.done += 1
    if 0 < worker.done < limits.documents_per_worker:
        return worker
    worker.end()
    return _Worker(task, limits)


def _death(exitcode: int | None) -> tuple[str, bool]:
    """Why, and whether it may pass."""
    if exitcode == -signal.SIGXCPU:
        return "读取占用的处理器时间超过上限，已停止；请检查文件是否损坏或过大", False
    if exitcode in (-signal.SIGKILL, -signal.SIGTERM):
        return "读取进程被系统结束（多为内存不足）；请检查文件是否过大", True
    return f"读取进程意外退出（代码 {exitcode}）；请将该文件交给维护人员", False


def _serve(connection: Connection, task: Callable[[T], R], limits: Limits) -> None:
    """A worker's whole life: limit itself, then a document at a time until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory(limits.memory_mib * _MIB)
    while True:
        try:
            item = connection.recv()
        except EOFError:
            return
        _limit_cpu(limits.cpu_seconds)
        try:
            answer: R | OSError = task(item)
        except OSError as error:
            answer = error
        connection.send(answer)


def _limit_memory(allowance: int) -> None:
    in_use = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (in_use + allowance, resource.RLIM_INFINITY))


def _limit_cpu(seconds: int) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
