"""A stranger's statement in a process of its own: whatever it takes or breaks there, the server that asked stays whole.

The asking process sends the request as JSON on standard input. The other (``python -m warehouse.apart``) answers with a
line of JSON and an Arrow stream on standard output, or with a line on standard error that says why there is none.
"""

import datetime
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from decimal import Decimal
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from typing import Any

import msgspec
import polars as pl
from msgspec import Struct

from warehouse.cage import TIMEOUT_SECONDS, Answer, QueryFailed, Refused, ask, last_resort, too_slow
from warehouse.snapshot import MEMORY_LIMIT, NoSnapshot, connect

ROW_LIMIT = 10_000
_ADDRESS_SPACE = 6 << 30
"""Bytes. DuckDB keeps to its own limit, which is lower; this one ends what does not."""
_START_SECONDS = 15.0
_REFUSED, _FAILED = 2, 1
_WHOLE = range(-(2**63), 2**63)
_plain = msgspec.json.Encoder(decimal_format="number", enc_hook=str)


class Request(Struct, frozen=True):
    """What to ask of which file; ``timeout`` in seconds, ``memory_limit`` as DuckDB writes it; of ``places`` alone, if given."""

    path: str
    sql: str
    timeout: float = TIMEOUT_SECONDS
    row_limit: int = ROW_LIMIT
    memory_limit: str = MEMORY_LIMIT
    places: tuple[str, ...] | None = None


class _Head(Struct, frozen=True):
    is_cut: bool
    seconds: float


class Result(Struct, frozen=True):
    """The first ``row_limit`` rows; ``is_cut`` if there are more. Numbers, dates and truth values keep their kind, all else is text."""

    frame: pl.DataFrame
    is_cut: bool
    seconds: float


def ask_apart(request: Request) -> Result:
    """Run one statement on a snapshot, in the cage and in a process of its own.

    Raises ``Refused`` for what the cage does not let in, ``QueryFailed`` for what fails, ``NoSnapshot`` for a file that is gone.
    """
    command = [sys.executable, "-m", "warehouse.apart"]
    try:
        done = subprocess.run(
            command,
            input=msgspec.json.encode(request),
            capture_output=True,
            timeout=request.timeout + _START_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise QueryFailed(too_slow(request.timeout)) from error
    if done.returncode != 0:
        raise _failure(done.returncode, done.stderr)
    line, _, stream = done.stdout.partition(b"\n")
    head = msgspec.json.decode(line, type=_Head)
    return Result(pl.read_ipc_stream(BytesIO(stream)), head.is_cut, head.seconds)


def _failure(code: int, told: bytes) -> Exception:
    message = (told.decode(errors="replace").strip().splitlines() or [""])[-1]
    if code == _REFUSED:
        return Refused(message)
    if code == _FAILED and message:
        return QueryFailed(message)
    return QueryFailed(
        "查询所需内存过大，已停止：先筛选或汇总，再查询 / stopped, it needs too much memory: filter or aggregate first"
    )


def _answer(request: Request) -> bytes:
    started = time.monotonic()
    with (
        closing(connect(Path(request.path), memory_limit=request.memory_limit)) as connection,
        last_resort(request.timeout),
        ask(connection, request.sql, timeout=request.timeout, places=request.places) as answer,
    ):
        rows = list(islice(_rows(answer), request.row_limit + 1))
        names = answer.columns
    kept = rows[: request.row_limit]
    columns = zip(*kept, strict=True) if kept else ((),) * len(names)
    frame = pl.DataFrame([_column(name, values) for name, values in zip(names, columns, strict=True)])
    stream = BytesIO()
    frame.write_ipc_stream(stream)
    head = _Head(len(rows) > request.row_limit, round(time.monotonic() - started, 3))
    return msgspec.json.encode(head) + b"\n" + stream.getvalue()


def _rows(answer: Answer) -> Iterator[tuple[Any, ...]]:
    return chain.from_iterable(answer.chunks())


def _column(name: str, values: Sequence[Any]) -> pl.Series:
    """A column of one plain kind; what has no such kind (lists, intervals, very large numbers) becomes its text."""
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int} and all(value in _WHOLE for value in values if value is not None):
        return pl.Series(name, values, pl.Int64)
    if kinds and kinds <= {float, Decimal}:
        return pl.Series(name, [None if value is None else float(value) for value in values], pl.Float64)
    for kind, dtype in ((bool, pl.Boolean), (datetime.date, pl.Date), (str, pl.String)):
        if kinds == {kind}:
            return pl.Series(name, values, dtype)
    return pl.Series(name, [_text(value) for value in values], pl.String)


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return _plain.encode(value).decode() if isinstance(value, list | dict) else str(value)


def main() -> int:
    """Answer the request on standard input; the exit code says whether it was refused (2) or failed (1)."""
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    request = msgspec.json.decode(sys.stdin.buffer.read(), type=Request)
    try:
        answer = _answer(request)
    except Refused as error:
        sys.stderr.write(str(error))
        return _REFUSED
    except (QueryFailed, NoSnapshot) as error:
        sys.stderr.write(str(error))
        return _FAILED
    sys.stdout.buffer.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
