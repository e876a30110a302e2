"""Plotly's script as the server hands it out: that of the installed plotly, under an address that has its version in it."""

from functools import cache
from gzip import compress
from importlib.resources import files

from plotly.offline import get_plotlyjs_version
from starlette.requests import Request
from starlette.responses import Response

ADDRESS = f"plotly/{get_plotlyjs_version()}.js"
"""As seen from any page."""
# Chromium reads the script's functions while it is still coming, beside the page, not once the first chart is wanted: half
# a second less until that is there. To other browsers it is a comment. v8.dev/blog/explicit-compile-hints
_HINT = b"//# allFunctionsCalledOnLoad\n"
_FOR_EVER = "public, max-age=31536000, immutable"


def answer(request: Request) -> Response:
    """The script; another version of it has another address, so that a browser asks once.

    Not asynchronous, so that packing it, once, keeps nobody else waiting.
    """
    headers = {"Cache-Control": _FOR_EVER, "Vary": "Accept-Encoding"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(_plain(), media_type="text/javascript", headers=headers)
    return Response(_packed(), media_type="text/javascript", headers={**headers, "Content-Encoding": "gzip"})


def _plain() -> bytes:
    return _HINT + files("plotly").joinpath("package_data", "plotly.min.js").read_bytes()


@cache
def _packed() -> bytes:
    return compress(_plain(), mtime=0)
