"""What stands before the pages: they are hers alone who started the program.

An ASGI application (asgi.readthedocs.io) around them. Everything lies below a random path and asks
for a session's cookie, which a secret gives that can be used once. The path is there because
cookies know no ports: a server of another user on this computer would be sent it otherwise. A name
of another host (DNS rebinding), a request that another page makes, a body that is too large, a path
that could climb are refused before any page sees them.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs

from ..addin.gate import Answer, Receive, Scope, Send, climbs, in_words, send_answer

MOST_BYTES = 500_000_000
"""Of one request: what is dropped on the page at once."""
SAFE = ("GET", "HEAD")
_CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", _CONTENT_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    # Not `no-referrer`: browsers then send «Origin: null» with forms, and no form could be trusted.
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
_CLOSED = (
    "Эта страница открывается программой. Запустите roadmap-xl ещё раз на этом компьютере: она "
    "откроет её в браузере."
)
_USED = "Эта ссылка уже открыта однажды. Запустите roadmap-xl ещё раз: она откроет страницу."


class Keys:
    """The secrets of one run of the server."""

    def __init__(self) -> None:
        self.path = f"/{secrets.token_urlsafe(9)}"
        """Below which all pages lie."""
        self.owner = secrets.token_urlsafe(32)
        """Kept in a file of the user's own, so that starting the program again opens the page."""
        self._session = secrets.token_urlsafe(32)
        self._once: set[str] = set()

    def one_time(self) -> str:
        """A new secret that opens the page once."""
        secret = secrets.token_urlsafe(32)
        self._once.add(secret)
        return secret

    def opens(self, secret: str) -> bool:
        """Whether this secret opens the page; it never does again."""
        for one in list(self._once):
            if hmac.compare_digest(one.encode(), secret.encode()):
                self._once.discard(one)
                return True
        return False

    def cookie(self, port: int) -> str:
        return f"{self._name(port)}={self._session}; Path={self.path}; HttpOnly; SameSite=Strict"

    def knows(self, headers: Iterable[tuple[bytes, bytes]], port: int) -> bool:
        """Whether the request carries the session's cookie.

        Other servers of this computer can set cookies here too, of the same name or of none that a
        parser of cookies takes: each is looked at by itself, so that no other one hides it.
        """
        wanted = f"{self._name(port)}={self._session}".encode()
        cookies = (one for name, value in headers if name == b"cookie" for one in value.split(b";"))
        return any(hmac.compare_digest(one.strip(), wanted) for one in cookies)

    @staticmethod
    def _name(port: int) -> str:
        return f"roadmap_xl_{port}"


class Guard:
    """The application that is served; `pages` are asked only what has passed."""

    def __init__(self, pages: Any, keys: Keys, port: int) -> None:
        self._pages, self._keys, self._port = pages, keys, port
        self._hosts = (f"127.0.0.1:{port}".encode(), f"localhost:{port}".encode())
        self.asked = time.monotonic()
        """When somebody last looked."""
        self.looking = 0
        """Requests that are being answered, streams of events among them."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._pages(scope, receive, send)
        elif scope["type"] != "http":  # a web socket: the pages open none
            await send({"type": "websocket.close", "code": 1008})
        elif (answer := self._answer(scope)) is not None:
            await send_answer(_with_headers(answer), send)
        else:
            await self._passed(scope, receive, send)

    def _answer(self, scope: Scope) -> Answer | None:
        """What is said instead of a page; None where the request may pass."""
        headers = dict(scope["headers"])
        if headers.get(b"host", b"") not in self._hosts:
            return in_words(421, "Здесь такого адреса нет.")
        if scope["path"] == "/open" and scope["method"] == "GET":
            return self._opened(scope)
        if scope["path"] == "/secret" and scope["method"] == "POST":
            return self._secret(headers)
        if climbs(scope["path"]):
            return in_words(404, "Такой страницы нет.")
        if not self._keys.knows(scope["headers"], self._port) or not _is_below(
            scope["path"], self._keys.path
        ):
            return in_words(403, _CLOSED)
        if not self._is_own(headers, scope["method"]):
            return in_words(403, "Этот запрос сделала другая страница.")
        length = headers.get(b"content-length", b"0")
        if length.isdigit() and int(length[:20]) > MOST_BYTES:
            return in_words(413, "Слишком много сразу: отправьте файлы частями, до 500 МБ.")
        return None

    def _is_own(self, headers: dict[bytes, bytes], method: str) -> bool:
        """The request was made by one of these pages, or typed by whoever has the cookie."""
        site = headers.get(b"sec-fetch-site", b"")
        if site not in (b"", b"same-origin", b"none"):
            return False
        if method in SAFE:
            return True
        # The very host that was asked: at «localhost» another server may answer, by IPv6.
        return headers.get(b"origin") == b"http://" + headers[b"host"] and site != b"none"

    def _opened(self, scope: Scope) -> Answer:
        """The session's cookie, and a page that leads on: a redirect would come without it."""
        asked = parse_qs(scope["query_string"].decode("latin-1"))
        if not self._keys.opens(asked.get("secret", [""])[0]):
            return in_words(403, _USED)
        place = asked.get("campaign", [""])[0]
        to = f"{self._keys.path}/{f'campaigns/{place}/' if place.isalnum() else ''}"
        body = (
            f'<!doctype html><html lang="ru"><meta charset="utf-8"><title>Приёмная</title>'
            f'<meta http-equiv="refresh" content="0;url={to}">'
            f'<p><a href="{to}">Открыть приёмную</a></p></html>'
        )
        cookie = self._keys.cookie(self._port).encode()
        headers = [
            (b"content-type", b"text/html; charset=utf-8"),
            (b"cache-control", b"no-store"),
            (b"set-cookie", cookie),
        ]
        return Answer(200, headers, body.encode())

    def _secret(self, headers: dict[bytes, bytes]) -> Answer:
        """A new one-time secret for the same user's program."""
        owner = headers.get(b"x-owner", b"")
        if not hmac.compare_digest(owner, self._keys.owner.encode()):
            return in_words(403, _CLOSED)
        return in_words(200, self._keys.one_time())

    async def _passed(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked = time.monotonic()
        self.looking += 1
        received = 0

        async def counted() -> dict[str, Any]:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > MOST_BYTES:  # a body that told no length, or a wrong one
                return {"type": "http.disconnect"}
            return message

        async def with_headers(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                known = {name.lower() for name, _ in message["headers"]}
                more = [one for one in HEADERS if one[0] not in known]
                if b"cache-control" not in known:
                    more.append((b"cache-control", b"no-store"))
                message = {**message, "headers": [*message["headers"], *more]}
            await send(message)

        try:
            await self._pages({**scope, "root_path": self._keys.path}, counted, with_headers)
        finally:
            self.looking -= 1
            self.asked = time.monotonic()


def _is_below(path: str, root: str) -> bool:
    return hmac.compare_digest(path[: len(root) + 1].encode(), f"{root}/".encode())


def _with_headers(answer: Answer) -> Answer:
    return answer._replace(headers=[*answer.headers, *HEADERS])
