"""The app as the server runs it: Streamlit's own, plotly's script, and what addresses of several parts need before Streamlit sees them."""

from pathlib import Path
from urllib.parse import quote

from starlette.middleware import Middleware
from starlette.responses import RedirectResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import App

from dashboard import plot_script

_SLASH = "／"
"""In the place of the slashes of an address: a page says what it was asked for."""
_OWN = ("_stcore", "static", "media", "component", "auth")
"""Parts below which Streamlit answers itself."""
_AHEAD = (b"link", f"<{plot_script.ADDRESS}>; rel=modulepreload".encode())


def site() -> App:
    """The dashboard, ready to be run."""
    app = Path(__file__).with_name("app.py").resolve()
    script = Route(f"/{plot_script.ADDRESS}", plot_script.answer)
    return App(app, routes=[script], middleware=[Middleware(_OnePart), Middleware(_Ahead)])


class _OnePart:
    """Sends a browser that asks for a page within a page to one address of one part: from others it finds no scripts and shows nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        parts = scope["path"].strip("/").split("/") if scope["type"] == "http" else []
        if len(parts) < 2 or parts[0] in _OWN or not _wants_a_page(scope):
            await self._app(scope, receive, send)
            return
        query = scope["query_string"].decode("latin-1")
        target = f"/{quote(_SLASH.join(parts))}{'?' if query else ''}{query}"
        await RedirectResponse(target, status_code=302)(scope, receive, send)


class _Ahead:
    """Has a browser that asks for a page fetch plotly's script with it, not only when the first chart has come."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def announce(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], _AHEAD]
            await send(message)

        await self._app(scope, receive, announce if _wants_a_page(scope) else send)


def _wants_a_page(scope: Scope) -> bool:
    return any(name == b"accept" and b"text/html" in value for name, value in scope.get("headers", ()))
