"""A Chromium as a reader has it: without the tracing of errors that a browser under test does, which costs a first page a second.

Errors that plotly throws and catches while it starts make V8 read five megabytes of script three times over once the
protocol's ``Runtime`` domain is on, as every driver for tests has it. Here it stays off.
"""

import json
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.request import urlopen

from websockets.sync.client import ClientConnection, connect

SECONDS = 60.0
STARTING = 2.0
"""Seconds that a browser has for its own beginning, on which it spends more than one processor."""
_ARGUMENTS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--window-size=1280,990", "--accept-lang=zh-CN",
    "--remote-debugging-port=0",
)  # fmt: skip
_KEYS = {"ArrowLeft": 37, "ArrowRight": 39}


class PlainBrowser:
    """One window on one page, in a profile of its own that holds nothing yet."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._sent = 0

    def __enter__(self) -> Self:
        self._profile = Path(tempfile.mkdtemp())
        self._process = subprocess.Popen(
            [self._path, *_ARGUMENTS, f"--user-data-dir={self._profile}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._socket: ClientConnection = connect(self._address(), max_size=None)
        self._call("Page.enable")
        time.sleep(STARTING)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()
        self._process.terminate()
        self._process.wait(timeout=20)
        shutil.rmtree(self._profile, ignore_errors=True)

    def open(self, url: str, script: str) -> None:
        """Go to a page; ``script`` runs before any of its own."""
        self._call("Page.addScriptToEvaluateOnNewDocument", source=script)
        self._call("Page.navigate", url=url)

    def until(self, expression: str) -> Any:
        """The value of an expression of the page, or what its promise gives, as soon as there is one."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            answer = self._call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
            value = answer.get("result", {}).get("value")
            if value is not None:
                return value
            time.sleep(0.1)
        raise TimeoutError(expression)

    def press(self, key: str) -> None:
        """Press and let go one of the keys that are known here."""
        for kind in ("rawKeyDown", "keyUp"):
            self._call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=_KEYS[key])

    def _address(self) -> str:
        told = self._profile / "DevToolsActivePort"
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            if told.exists() and (lines := told.read_text("utf-8").split()):
                with urlopen(f"http://127.0.0.1:{lines[0]}/json") as answer:
                    pages = [page for page in json.load(answer) if page["type"] == "page"]
                if pages:
                    return str(pages[0]["webSocketDebuggerUrl"])
            time.sleep(0.1)
        raise TimeoutError("Chromium did not start")

    def _call(self, method: str, **parameters: object) -> dict[str, Any]:
        self._sent += 1
        self._socket.send(json.dumps({"id": self._sent, "method": method, "params": parameters}))
        while True:
            answer: dict[str, Any] = json.loads(self._socket.recv(timeout=SECONDS))
            if answer.get("id") == self._sent:
                return dict(answer.get("result", {}))
