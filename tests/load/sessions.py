"""A session with a Streamlit server as a browser holds it, without the browser: messages in, reruns out."""

import asyncio
from types import TracebackType
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

_LARGEST = 200 * 1024 * 1024


class Session:
    """One open page. Its slider over years is the filter that changes; what the page showed as an error is kept."""

    def __init__(self, port: int, page: str = "") -> None:
        self._port = port
        self._page = page
        self._query = ""
        self._page_hash = ""
        self._known: dict[str, ForwardMsg] = {}
        self._socket: ClientConnection | None = None
        self.slider: Any = None
        self.errors: list[str] = []
        self.charts = 0

    async def __aenter__(self) -> "Session":
        origin: Any = f"http://127.0.0.1:{self._port}"
        protocols: Any = ["streamlit"]
        self._socket = await connect(
            f"ws://127.0.0.1:{self._port}/_stcore/stream", subprotocols=protocols, origin=origin, max_size=_LARGEST
        )
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        assert self._socket is not None
        await self._socket.close()

    async def open(self) -> None:
        """The first run of the page."""
        await self._rerun([])

    async def choose(self, first: float, last: float | None = None) -> None:
        """Move the slider, and wait until the page has run to its end; without ``last`` it has one end alone."""
        await self._rerun([first] if last is None else [first, last])

    async def _rerun(self, values: list[float]) -> None:
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash = self._query, self._page_hash
        if not self._page_hash:
            state.page_name = self._page
        state.cached_message_hashes.extend(self._known)
        if values:
            widget = state.widget_states.widgets.add()
            widget.id = self.slider.id
            widget.double_array_value.data.extend(values)
        assert self._socket is not None
        await self._socket.send(message.SerializeToString())
        self.charts = 0
        async with asyncio.timeout(60):
            while not self._take(ForwardMsg.FromString(await self._socket.recv(decode=False))):
                pass

    def _take(self, message: ForwardMsg) -> bool:
        """Take in one message of the server; whether the run is over with it."""
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            message, kind = self._known[message.ref_hash], "delta"
        elif message.hash and message.metadata.cacheable:
            self._known[message.hash] = message
        if kind == "new_session":
            self._page_hash = message.new_session.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
        elif kind == "delta":
            self._look_at(message.delta.new_element)
        return kind == "script_finished" and message.script_finished in (
            ForwardMsg.FINISHED_SUCCESSFULLY,
            ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
        )

    def _look_at(self, element: Any) -> None:
        kind = element.WhichOneof("type")
        if kind == "slider":
            self.slider = element.slider
        elif kind == "bidi_component":
            self.charts += 1
        elif kind == "exception":
            self.errors.append(element.exception.message)
        elif kind == "alert" and element.alert.format == element.alert.ERROR:
            self.errors.append(element.alert.body)
