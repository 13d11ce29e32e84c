"""A city's OpenID Connect server on loopback, as small as it can be."""

import base64
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _number(value):
    return (
        base64.urlsafe_b64encode(value.to_bytes((value.bit_length() + 7) // 8, "big")).rstrip(b"=").decode()
    )


class CityServer:
    """`person` is whoever signs in there next; `asked` collects what the portal wanted."""

    def __init__(self):
        self.person = {"sub": "4711", "email": "petra.muster@stadt.example.org", "email_verified": True,
                       "name": "Petra Muster"}  # fmt: skip
        self.refuses = False
        self.nonce = None
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *reason):
        self._server.shutdown()
        self._server.server_close()

    def authorize(self, location):
        """What the server's sign-in page would send the browser back with."""
        query = parse_qs(urlsplit(location).query)
        self.nonce = query.get("nonce", [None])[0]
        return {"code": "einmal", "state": query["state"][0]}

    def answer(self, path):
        if path.startswith("/.well-known"):
            return {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "userinfo_endpoint": f"{self.address}/userinfo",
                "jwks_uri": f"{self.address}/jwks",
            }
        if path == "/jwks":
            public = KEY.public_key().public_numbers()
            return {"keys": [{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "1", "n": _number(public.n),
                              "e": _number(public.e)}]}  # fmt: skip
        if path == "/token":
            return {"access_token": "zutritt", "token_type": "Bearer", "id_token": self._id_token()}
        return self.person

    def _id_token(self):
        now = int(time.time())
        claims = {"iss": self.address, "aud": "portal", "iat": now, "exp": now + 60, "nonce": self.nonce}
        return jwt.encode(claims | self.person, KEY, algorithm="RS256", headers={"kid": "1"})

    def _handler(server):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                body = json.dumps(server.answer(self.path)).encode()
                refused = server.refuses and self.path == "/token"
                self.send_response(400 if refused else 200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(b"{}" if refused else body)

            def do_POST(self):
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.do_GET()

            def log_message(self, *ignored):
                """Quiet."""

        return Handler
