"""The app as the server runs it: Streamlit's own, and what addresses of several parts need before it sees them."""

from pathlib import Path
from urllib.parse import quote

from starlette.middleware import Middleware
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import App

_SLASH = "／"
"""In the place of the slashes of an address: a page says what it was asked for."""
_OWN = ("_stcore", "static", "media", "component", "auth")
"""Parts below which Streamlit answers itself."""


def site() -> App:
    """The dashboard, ready to be run."""
    return App(Path(__file__).with_name("app.py").resolve(), middleware=[Middleware(_OnePart)])


class _OnePart:
    """Sends a browser that asks for a page within a page to one address of one part: from others it finds no scripts and shows nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        parts = scope["path"].strip("/").split("/") if scope["type"] == "http" else []
        wants_a_page = any(name == b"accept" and b"text/html" in value for name, value in scope.get("headers", ()))
        if len(parts) < 2 or parts[0] in _OWN or not wants_a_page:
            await self._app(scope, receive, send)
            return
        query = scope["query_string"].decode("latin-1")
        target = f"/{quote(_SLASH.join(parts))}{'?' if query else ''}{query}"
        await RedirectResponse(target, status_code=302)(scope, receive, send)
