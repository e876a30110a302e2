"""An OpenID Connect provider on this machine: whoever ``email`` names is signed in without being asked."""

import json
import secrets
import threading
import time
from base64 import urlsafe_b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT = "nianbao"


class IdentityProvider:
    """Serves from its making until ``close``; ``email`` may be changed between two sign-ins."""

    def __init__(self, email: str) -> None:
        self.email = email
        self.key = RSAKey.generate_key(2048, {"kid": "test", "use": "sig", "alg": "RS256"})
        self.codes: dict[str, tuple[str, str | None]] = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.answer(self)

            def do_POST(self) -> None:
                provider.answer(self)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(request.path)
        asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
        match parts.path:
            case "/.well-known/openid-configuration":
                self._send(request, self._configuration())
            case "/authorize":
                code = secrets.token_hex(8)
                self.codes[code] = (self.email, asked.get("nonce"))
                request.send_response(302)
                request.send_header(
                    "Location", f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"
                )
                request.end_headers()
            case "/token":
                body = request.rfile.read(int(request.headers["Content-Length"])).decode()
                email, nonce = self.codes.pop(parse_qs(body)["code"][0])
                self._send(
                    request, {"access_token": "x", "token_type": "Bearer", "id_token": self._token(email, nonce)}
                )
            case "/jwks":
                self._send(request, {"keys": [self.key.as_dict(private=False)]})
            case _:
                request.send_error(404)

    def _configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def _token(self, email: str, nonce: str | None) -> str:
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "sub": email, "email": email, "iat": now, "exp": now + 600}
        return jwt.encode({"alg": "RS256", "kid": "test"}, claims | ({"nonce": nonce} if nonce else {}), self.key)

    @staticmethod
    def _send(request: BaseHTTPRequestHandler, value: object) -> None:
        content = json.dumps(value).encode()
        request.send_response(200)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)


def cookie_secret() -> str:
    return urlsafe_b64encode(secrets.token_bytes(32)).decode()
