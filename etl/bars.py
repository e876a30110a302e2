"""How far a run is, as bars on the terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from etl.tally import Progress as Told

_STAGES = {
    "collect": "采集 / collecting",
    "retrieve": "已取得 / retrieved",
    "reread": "重读 / reading again",
    "read": "读取 / reading",
    "publish": "发布 / publishing",
}


@contextmanager
def bars() -> Iterator[tuple[Told, Callable[[str], None]]]:
    """A bar a stage, and who says a line above them."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True)) as shown:
        tasks = {stage: shown.add_task(text, total=None, visible=False) for stage, text in _STAGES.items()}
        yield (
            lambda stage, done, total: shown.update(tasks[stage], completed=done, total=total or None, visible=True),
            lambda line: shown.console.print(line, markup=False, highlight=False, soft_wrap=True),
        )
