"""The crawling process: Scrapy for one crawl (its reactor cannot start twice), a visit a site, events to whoever waits."""

import asyncio
import logging
import sys
from collections import defaultdict
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess

from etl.collect.web.allowance import Allowance, hosts_of_private
from etl.collect.web.backoff import FIRST_PAUSE, LONGEST_PAUSE
from etl.collect.web.conditional import SHELF
from etl.collect.web.exchange import Event, PageSeen, Task, put
from etl.collect.web.fetch import Fetcher
from etl.collect.web.guard import ALLOWANCES, PRIVATE_HOSTS, PROXY
from etl.collect.web.shelf import Shelf
from etl.collect.web.visit import Report, Visit
from warehouse.records import RetrievalRecord

_ROOM = "etl.collect.web"
_DOWNLOADER = "scrapy.downloadermiddlewares"
_MOST_REDIRECTS = 5
_AT_ONCE = 16
"""Hosts that are asked at the same time; a host has one request at a time."""


class Collector(Spider):
    """Visits all sites at once, each page by page."""

    name = "nianbao"
    task: Task
    report: Report

    async def start(self) -> AsyncIterator[Any]:
        """Scrapy's entry; the visits ask through the engine, so there is nothing to hand to it."""
        known: defaultdict[str, list[RetrievalRecord]] = defaultdict(list)
        for record in self.task.known:
            known[record.source].append(record)
        await asyncio.gather(
            *(
                Visit(
                    allowance,
                    Fetcher(self.crawler, allowance),
                    self.crawler.settings[SHELF],
                    known[allowance.site.name],
                    self.report,
                    self.task.most_documents,
                ).run()
                for allowance in self.crawler.settings[ALLOWANCES]
            )
        )
        return
        yield


def main() -> None:
    """The whole life of the process: take a task, tell the events of the crawl, end."""
    task = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Task)
    events = sys.stdout.buffer
    # What anything else prints must not stand among the events.
    sys.stdout = sys.stderr
    logging.getLogger("scrapy").setLevel(logging.CRITICAL)
    logging.getLogger("twisted").setLevel(logging.CRITICAL)

    def report(event: Event) -> None:
        if task.is_trial or not isinstance(event, PageSeen):
            put(event, events)

    process = AsyncCrawlerProcess(_settings(task))
    process.crawl(Collector, task=task, report=report)
    process.start()


def _settings(task: Task) -> dict[str, Any]:
    allowances = [Allowance(site) for site in task.sites]
    return {
        "USER_AGENT": f"Nianbao/0.1 (+{task.crawler.contact})",
        "ROBOTSTXT_OBEY": True,
        "CONCURRENT_REQUESTS": _AT_ONCE,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": 0,
        "DOWNLOAD_SLOTS": _slots(allowances),
        "DOWNLOAD_TIMEOUT": task.crawler.timeout,
        "DOWNLOAD_HANDLERS": dict.fromkeys(("data", "file", "s3", "ftp")),
        "RETRY_TIMES": task.crawler.retries,
        "REDIRECT_MAX_TIMES": _MOST_REDIRECTS,
        "COOKIES_ENABLED": False,
        "HTTPPROXY_ENABLED": bool(task.crawler.proxy),
        "TELNETCONSOLE_ENABLED": False,
        "EXTENSIONS": {"scrapy.extensions.logstats.LogStats": None, "scrapy.extensions.memusage.MemoryUsage": None},
        "LOG_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "TWISTED_DNS_RESOLVER": f"{_ROOM}.guard.PublicResolver",
        "DOWNLOADER_MIDDLEWARES": {
            f"{_ROOM}.guard.Guard": 60,
            f"{_DOWNLOADER}.robotstxt.RobotsTxtMiddleware": None,
            f"{_ROOM}.robots.Robots": 100,
            f"{_DOWNLOADER}.retry.RetryMiddleware": None,
            f"{_ROOM}.backoff.Backoff": 550,
            f"{_ROOM}.conditional.Conditional": 610,
            f"{_ROOM}.cookies.Cookies": 700,
            f"{_ROOM}.guard.Meter": 860,
        },
        ALLOWANCES: allowances,
        PRIVATE_HOSTS: [*hosts_of_private(task.sites), urlsplit(task.crawler.proxy).hostname or ""],
        PROXY: task.crawler.proxy,
        SHELF: Shelf(Path(task.data_dir), task.known, is_trial=task.is_trial),
        FIRST_PAUSE: task.crawler.first_pause,
        LONGEST_PAUSE: task.crawler.longest_pause,
    }


def _slots(allowances: list[Allowance]) -> dict[str, dict[str, Any]]:
    """The delay of each host: the longest that a source which names it asks for."""
    delays: defaultdict[str, float] = defaultdict(float)
    for allowance in allowances:
        for host in allowance.hosts:
            delays[host] = max(delays[host], allowance.site.delay)
    return {host: {"concurrency": 1, "delay": delay, "jitter": 0.25} for host, delay in delays.items()}


if __name__ == "__main__":
    main()
