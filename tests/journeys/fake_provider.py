"""A small OpenID Connect provider: it shows who is about to sign in, with a way on and a way back.

It checks what a real provider checks: client, secret, return address, one-time code and PKCE.
"""

import base64
import hashlib
import json
import secrets
import time
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Fake provider</title><link rel="icon" href="data:,"></head>
<body><h1>Fake provider</h1>
<p><a href="{yes}">Continue as {who}</a></p><p><a href="{no}">Cancel</a></p></body></html>"""


class FakeProvider(ThreadingHTTPServer):
    """Serves on a free port while it is a context; `identity` is who consents there."""

    daemon_threads = True

    def __init__(self, client_id, secret):
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.client_id, self.secret = client_id, secret
        self.identity = {}
        self.broken = None  # the path that answers with an error
        self.asked = []  # the paths that were asked for
        self.grants = {}  # what was consented to, by code and by access token

    def __enter__(self):
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *error):
        self.shutdown()
        self.server_close()

    def is_anybody(self, email, **claims):
        """Sets who consents: somebody with a verified address, unless `claims` say otherwise."""
        self.identity = {"sub": f"id of {email}", "email": email, "email_verified": True, "name": "Any Body"}
        self.identity |= claims


class Handler(BaseHTTPRequestHandler):
    server: FakeProvider

    def do_GET(self):
        self.answer(
            {
                "/.well-known/openid-configuration": self.discovery,
                "/authorize": self.authorize,
                "/userinfo": self.userinfo,
                "/jwks": lambda: {"keys": []},
            }
        )

    def do_POST(self):
        self.answer({"/token": self.token})

    def answer(self, pages):
        path = urlsplit(self.path).path
        self.server.asked.append(path)
        if path == self.server.broken:
            return self.send(500, b"out of order", "text/plain")
        if path not in pages:
            return self.send(404, b"not found", "text/plain")
        body = pages[path]()
        if isinstance(body, str):
            return self.send(200, body.encode(), "text/html")
        return self.send(200 if body else 400, json.dumps(body).encode(), "application/json")

    def send(self, status, body, kind):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def discovery(self):
        url = self.server.url
        return {
            "issuer": url,
            "authorization_endpoint": f"{url}/authorize",
            "token_endpoint": f"{url}/token",
            "userinfo_endpoint": f"{url}/userinfo",
            "jwks_uri": f"{url}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def authorize(self):
        """The page that people see at their provider."""
        asked = dict(parse_qsl(urlsplit(self.path).query))
        if asked["client_id"] != self.server.client_id or "openid" not in asked["scope"].split():
            return {}
        code = secrets.token_urlsafe()
        self.server.grants[code] = {**asked, "identity": dict(self.server.identity)}
        back = asked["redirect_uri"]
        yes = urlencode({"code": code, "state": asked["state"]})
        no = urlencode({"error": "access_denied", "state": asked["state"]})
        return PAGE.format(
            who=escape(self.server.identity["name"]),
            yes=escape(f"{back}?{yes}"),
            no=escape(f"{back}?{no}"),
        )

    def token(self):
        """A code in exchange for a token, once, for the client that asked for it."""
        length = int(self.headers["Content-Length"])
        sent = {name: value for name, [value] in parse_qs(self.rfile.read(length).decode()).items()}
        grant = self.server.grants.pop(sent["code"], None)
        challenge = hashlib.sha256(sent["code_verifier"].encode()).digest()
        if (
            grant is None
            or (sent["client_id"], sent["client_secret"]) != (self.server.client_id, self.server.secret)
            or sent["redirect_uri"] != grant["redirect_uri"]
            or base64.urlsafe_b64encode(challenge).decode().rstrip("=") != grant["code_challenge"]
        ):
            return {}
        now = int(time.time())
        claims = {"iss": self.server.url, "aud": self.server.client_id, "iat": now, "exp": now + 300}
        access_token = secrets.token_urlsafe()
        self.server.grants[access_token] = grant["identity"]
        return {
            "token_type": "Bearer",
            "access_token": access_token,
            "id_token": jwt.encode(claims | grant["identity"], self.server.secret, algorithm="HS256"),
        }

    def userinfo(self):
        return self.server.grants.get(self.headers["Authorization"].removeprefix("Bearer "), {})

    def log_message(self, *args):
        """Says nothing."""
