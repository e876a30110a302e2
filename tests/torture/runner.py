"""Runs of the weekly job that start at once: imports everything, then forks a child for each run it is asked for.

A line of standard input is a run: ``{"arguments": [...], "file_size": bytes or null}``; the answer is its process id. The
child is the leader of its own group, so that it and its workers can be ended together.
"""

import json
import os
import resource
import sys

from etl.__main__ import main


def serve() -> None:
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            _run(order)
        _say(child)
        _, status = os.waitpid(child, 0)
        _say(os.waitstatus_to_exitcode(status))


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def _run(order: dict) -> None:
    os.setsid()
    quiet = os.open(order["output"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    if order["file_size"] is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["file_size"], order["file_size"]))
    code = 70
    try:
        main(order["arguments"], prog_name="python -m etl", standalone_mode=False)
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        os._exit(code)


if __name__ == "__main__":
    serve()
