"""Who is told when a run fails: a command, a webhook, as ``notify.toml`` in the data folder says.

A notice that fails changes nothing about the run; that it failed is said.
"""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from warehouse.toml_file import BrokenToml, read_toml


class BrokenNotice(ValueError):
    """``notify.toml`` cannot be used."""


class Notices(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of ``notify.toml``.

    ``command``: program and arguments, run without a shell, with the notice as JSON on its standard input.
    ``webhook``: an http or https address that gets it by POST. ``exit_codes``: those of a run that are told.
    """

    exit_codes: tuple[int, ...] = (2, 3)
    command: tuple[str, ...] = ()
    webhook: str | None = None
    timeout_seconds: float = 20.0


class Notice(Struct, frozen=True):
    """What is sent."""

    exit_code: int
    message: str
    data_dir: str
    machine: str
    at: str


def notices(data_dir: Path) -> Notices | None:
    """Who is to be told; None if there is no such file. Raises ``BrokenNotice`` naming file and fault."""
    path = data_dir / "notify.toml"
    if not path.exists():
        return None
    try:
        found = read_toml(path, Notices)
    except BrokenToml as error:
        raise BrokenNotice(f"配置文件有误：{error}。请对照 docs/operations.md 改正。") from error
    if found.webhook is not None and not found.webhook.startswith(("http://", "https://")):
        raise BrokenNotice(f"配置文件有误：{path}：webhook 应为 http 或 https 网址。")
    return found


def tell(told: Notices, notice: Notice) -> Iterator[str]:
    """Send the notice; gives a line (Chinese) for each way that failed."""
    if notice.exit_code not in told.exit_codes:
        return
    content = msgspec.json.encode(notice)
    if told.command and (fault := _run(told.command, content, told.timeout_seconds)):
        yield f"通知命令没有成功：{told.command[0]}：{fault}"
    if told.webhook and (fault := _post(told.webhook, content, told.timeout_seconds)):
        yield f"通知网址没有成功：{fault}"


def _run(command: tuple[str, ...], content: bytes, timeout: float) -> str | None:
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=timeout, check=False)
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
    return f"退出码 {done.returncode}" if done.returncode else None


def _post(url: str, content: bytes, timeout: float) -> str | None:
    import urllib.request  # noqa: PLC0415 - most runs have nothing to tell

    # The scheme was checked: http or https, no file.
    request = urllib.request.Request(url, content, {"Content-Type": "application/json"}, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=timeout):
            return None
    except (OSError, ValueError) as error:
        return str(error)
