"""One round of torture: a run is cut off at a random moment, or finds the disk full; then the next run must make it good."""

import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.torture.disk import leave_room, make_room, small_disk
from tests.torture.scene import Rows, Runner, contents, end, leftovers, reports_served


@dataclass(frozen=True)
class Round:
    """What happened; ``faults`` is empty if all held."""

    kind: str
    stage: str
    exit_code: int
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Bench:
    """What every round starts from, and what it must come to; ``seconds`` and ``room`` (bytes) are what a whole run takes."""

    place: Path
    inbox: Path
    base: Path
    run: Runner
    before: int
    after: int
    wanted: Rows
    seconds: float
    room: int


def bench(place: Path, inbox: Path, base: Path, run: Runner) -> Bench:
    """Run undisturbed, once to warm up and once to measure."""
    before = reports_served(base)
    for _ in range(2):
        data = _copy(base, place / "undisturbed")
        size = _bytes(data)
        started = time.monotonic()
        code = run.run(inbox, data)
        seconds = time.monotonic() - started
        assert code == 0, run.output.read_text("utf-8")
    after = reports_served(data)
    assert before and after and after > before
    return Bench(place, inbox, base, run, before, after, contents(data), seconds, _bytes(data) - size)


def killed(b: Bench, chance: Random) -> Round:
    """Kill the run, alone, with its workers, or a worker of it."""
    data = _copy(b.base, b.place / "data")
    whom = chance.choice(("all", "all", "run", "worker"))
    process = b.run.start(b.inbox, data)
    time.sleep(chance.uniform(0, b.seconds))
    with suppress(ProcessLookupError):  # it may be through
        end(process, whom)
    code = b.run.wait()
    return Round(f"kill {whom}", b.run.stage(), code, tuple(_faults(b, data)))


def out_of_disk(b: Bench, chance: Random) -> Round:
    """Leave the run too little of the disk."""
    with small_disk(b.place / "disk") as disk:
        data = _copy(b.base, disk / "data")
        leave_room(disk, int(chance.uniform(0, b.room)))
        code = b.run.run(b.inbox, data)
        stage = b.run.stage()
        served = _served_fault(b, data)
        make_room(disk)
        said = [] if code in (0, 3) else [f"exit code {code}"]
        return Round("full disk", stage, code, (*said, *served, *_faults(b, data)))


def out_of_file_size(b: Bench, chance: Random) -> Round:
    """Where nothing may be mounted: no file may grow beyond a limit."""
    data = _copy(b.base, b.place / "data")
    code = b.run.run(b.inbox, data, int(chance.uniform(0, 2 * b.room)))
    said = [] if code in (0, 3) else [f"exit code {code}"]
    return Round("full disk", b.run.stage(), code, (*said, *_faults(b, data)))


def _served_fault(b: Bench, data: Path) -> list[str]:
    """A document whose worker was killed is named as unreadable, and the others are served: there may be something between."""
    served = reports_served(data)
    is_one = served is not None and b.before <= served <= b.after
    return [] if is_one else [f"serves {served} instead of {b.before} to {b.after} cells"]


def _faults(b: Bench, data: Path) -> list[str]:
    """What does not hold: the old snapshot opens, the next run completes, and all is as if nothing had happened."""
    found = _served_fault(b, data)
    code = b.run.run(b.inbox, data)
    if code != 0:
        said = b.run.output.read_text("utf-8").strip().splitlines()
        return [*found, f"the next run ended with {code}: {said[-1:]}"]
    now = contents(data)
    found += [f"{name} differs" for name, rows in b.wanted.items() if now[name] != rows]
    found += [f"left behind: {name}" for name in leftovers(data)]
    return found


def _copy(base: Path, place: Path) -> Path:
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(base, place, symlinks=True)
    return place


def _bytes(folder: Path) -> int:
    return sum(path.lstat().st_blocks * 512 for path in folder.rglob("*"))
