"""A browser's worth of HTTP over one kept connection, timed from the first byte sent to the last read."""

import json
import re
import time
from dataclasses import dataclass
from http.client import HTTPConnection, RemoteDisconnected
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and how long it took."""

    status: int
    body: bytes
    seconds: float
    location: str = ""

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Browser:
    """One person at one application."""

    def __init__(self, port: int, *, token: str = "") -> None:
        self.port, self.token = port, token
        self.cookies: dict[str, str] = {}
        self.csrf = ""
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._used_at = 0.0

    def send(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """Send one request and read the whole answer."""
        said = {"Accept-Encoding": "identity", **headers}
        if self.cookies:
            said["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if self.token:
            said["Authorization"] = f"Bearer {self.token}"
        if time.monotonic() - self._used_at > 1:
            self._connection.close()  # gunicorn has closed it by now: to open it anew is not what is timed
            self._connection.connect()
        began = time.perf_counter()
        try:
            self._connection.request(method, path, body, said)
            got = self._connection.getresponse()
        except (RemoteDisconnected, ConnectionError):
            self._connection.close()
            self._connection.connect()
            began = time.perf_counter()
            self._connection.request(method, path, body, said)
            got = self._connection.getresponse()
        text = got.read()
        seconds = time.perf_counter() - began
        self._used_at = time.monotonic()
        for line in got.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return Answer(got.status, text, seconds, got.headers.get("Location", ""))

    def get(self, path: str, **headers: str) -> Answer:
        return self.send("GET", path, **headers)

    def form(self, path: str, **fields: str) -> Answer:
        """Post a form, with the token of the last page that carried one."""
        body = urlencode({"csrfmiddlewaretoken": self.csrf, **fields}).encode()
        return self.send("POST", path, body, **{"Content-Type": "application/x-www-form-urlencoded"})

    def post_json(self, path: str, data: object, **headers: str) -> Answer:
        return self.send("POST", path, json.dumps(data).encode(), **{"Content-Type": "application/json", **headers})

    def remember_token(self, page: Answer) -> None:
        """Keep the token of a page."""
        if found := _TOKEN.search(page.text):
            self.csrf = found[1]

    def sign_in(self, address: str, password: str) -> None:
        """Sign in by the page everybody signs in by; raise where that fails."""
        self.remember_token(self.get("/masuk/"))
        done = self.form("/masuk/", email=address, username=address, password=password)
        if done.status != 302:
            message = f"sign-in of {address} on port {self.port}: {done.status}"
            raise RuntimeError(message)
        self.remember_token(self.get("/berkas/"))
