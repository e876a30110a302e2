"""Sites -> documents with provenance, by a polite crawler in a process of its own."""

import subprocess
import sys
from collections.abc import Iterator

import msgspec

from etl.collect.web.exchange import Event, Task, frames


class CrawlEnded(Exception):
    """The crawling process ended before it was through; what it told before stands."""


def crawl(task: Task) -> Iterator[Event]:
    """The events of a crawl as they come. Raises ``CrawlEnded``; leaving off early ends the process."""
    # Scrapy and its reactor are loaded in that process alone, and nothing of ours that a crawl does not need.
    command = [sys.executable, "-m", "etl.collect.web.process"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(msgspec.msgpack.encode(task))
            process.stdin.close()
            yield from frames(process.stdout)
            if process.wait():
                raise CrawlEnded(
                    f"采集进程意外退出（代码 {process.returncode}）；已取得的均已保存，请将运行日志交给维护人员"
                )
        except BrokenPipeError as error:
            raise CrawlEnded("采集进程未能启动，请将运行日志交给维护人员") from error
        finally:
            process.kill()
