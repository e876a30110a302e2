"""An exception that ended a run -> what to say of it, and the exit code."""

import errno
import logging
import os
from pathlib import Path

import duckdb
from msgspec import Struct

from etl.agencies import BrokenCatalogue
from etl.collect import SourceError
from etl.notice import BrokenNotice
from etl.roster import BrokenRoster
from warehouse.acceptance import PublishRefused
from warehouse.decisions import BrokenDecisions
from warehouse.expectations import BrokenExpectations
from warehouse.lock import WarehouseLocked
from warehouse.schedule import BrokenSchedule

_log = logging.getLogger(__name__)

WRONG_CALL, REFUSED = 2, 3
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_OF_THE_DISK = (*_FULL, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.ENOTDIR, errno.EEXIST)
_KEPT = "未能发布，原快照仍可使用，已读的内容都在台账中"


class Failure(Struct, frozen=True):
    """Why nothing was published: in words (Chinese), and as the exit code of the contract."""

    message: str
    exit_code: int


def failure_of(error: Exception, data_dir: Path) -> Failure:
    """What ended the run: the call, a check, the disk, the memory, a source, or the program itself (which is logged)."""
    match error:
        case (
            SourceError()
            | BrokenCatalogue()
            | BrokenDecisions()
            | BrokenExpectations()
            | BrokenRoster()
            | BrokenNotice()
            | BrokenSchedule()
            | WarehouseLocked()
        ):
            return Failure(str(error), WRONG_CALL)
        case PublishRefused():
            return Failure(str(error), REFUSED)
        case OSError() if error.errno in _OF_THE_DISK and _concerns(error, data_dir):
            return _disk(error, data_dir, is_full=error.errno in _FULL)
        case duckdb.Error() if code := _code_told(error):
            return _disk(error, data_dir, is_full=code in _FULL)
        case MemoryError() | duckdb.OutOfMemoryException():
            return Failure(f"{_KEPT}：内存不足。请释放内存，或用 --jobs 减少读取进程，然后重新运行。", REFUSED)
        case OSError() if error.filename and not _is_ours(error.filename):
            reason = os.strerror(error.errno) if error.errno else str(error)
            return Failure(f"来源读不出：{error.filename}：{reason}。请检查路径和权限后重新运行。", WRONG_CALL)
    _log.exception("the run failed", exc_info=error)
    return Failure(f"{_KEPT}：程序出错（{type(error).__name__}: {error}）。请将运行日志交给维护人员。", REFUSED)


def _disk(error: Exception, data_dir: Path, *, is_full: bool) -> Failure:
    what = "磁盘已满（或超出限额）" if is_full else f"数据目录写不进去：{error}"
    remedy = "清出空间" if is_full else "检查权限和磁盘"
    return Failure(f"{_KEPT}：{what}。请为数据目录 {data_dir} {remedy}，然后重新运行，会接着做。", REFUSED)


def _concerns(error: OSError, data_dir: Path) -> bool:
    """Whether it is about a file in the data folder, or about a write that names none."""
    if error.filename is None:
        return True
    return Path(os.fsdecode(error.filename)).absolute().is_relative_to(data_dir.absolute())


def _is_ours(filename: str | bytes) -> bool:
    return Path(os.fsdecode(filename)).absolute().is_relative_to(Path(__file__).parents[1])


def _code_told(error: duckdb.Error) -> int | None:
    """DuckDB tells the system's error as text only."""
    text = str(error)
    return next((code for code in _OF_THE_DISK if os.strerror(code) in text), None)
