"""Servers to measure: the dashboard on a data folder, and beside it an app with nothing in it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from tests.evaluation.memory import proportional_bytes

EMPTY_APP = """
import streamlit as st
chosen = st.slider("years", 2008, 2024, (2008, 2024))
st.write("数据快照 00000000-000000")
"""
LIKE_OURS = ("--server.fileWatcherType", "none", "--runner.postScriptGC", "false")
"""Settings of ``python -m dashboard`` that bear on speed."""
_TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """A running server: its port, and what its process has used."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
        self.process, self.port, self.log = process, port, log

    def cpu_seconds(self) -> float:
        """Processor time of the server up to now."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def megabytes(self) -> float:
        """Memory of the server now."""
        return proportional_bytes(self.process.pid) / 1e6


@contextmanager
def dashboard(data: Path, folder: Path) -> Iterator[Server]:
    """``python -m dashboard`` on a data folder."""
    port = _free_port()
    with _served([sys.executable, "-m", "dashboard", "--data", str(data), "--port", str(port)], port, folder) as server:
        yield server


@contextmanager
def empty_app(folder: Path, *settings: str) -> Iterator[Server]:
    """An app with one slider, as ``streamlit run`` serves it under these settings."""
    port = _free_port()
    script = folder / "empty_app.py"
    script.write_text(EMPTY_APP, encoding="utf-8")
    command = [
        sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port), "--server.headless", "true",
        "--server.address", "127.0.0.1", "--browser.gatherUsageStats", "false", *settings,
    ]  # fmt: skip
    with _served(command, port, folder) as server:
        yield server


@contextmanager
def _served(command: list[str], port: int, folder: Path) -> Iterator[Server]:
    log = folder / f"server-{port}.log"
    with log.open("w") as output, subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT) as process:
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", process, log)
            yield Server(process, port, log)
        finally:
            process.terminate()
            process.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            with urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the server did not start:\n{log.read_text('utf-8')}")
