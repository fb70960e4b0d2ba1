"""What stands before the add-in's server: who may ask, how much, and for how long.

An ASGI application (asgi.readthedocs.io) around xlwings-server's own. xlwings-server joins the
paths of its static files unchecked and works out every call in the process that answers all others;
here a path that could climb is refused, all but the health page lie below a secret, and a call is
worked out in a process of its own that a limit of time or memory ends.
"""

from __future__ import annotations

import asyncio
import hmac
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST_BYTES = 20_000_000
"""Of a request's body; the workbook of a school is 0.3 MB of JSON."""
MOST_VALUES = 400_000
"""Commas in a body, so at least the values it carries; a workbook of a school has 12,000."""
SECONDS_FOR_A_BODY = 30
SECONDS_FOR_AN_ANSWER = 90
"""From the whole body to the last byte taken: a client that reads nothing is let go."""
MOST_BODIES = 32
"""Requests with a body at once, waiting ones included: together at most 640 MB."""

_HOST = re.compile(rb"[A-Za-z0-9_.:\[\]-]{1,255}")
"""A name that may stand in the manifest which is made for it."""
_TOO_LARGE = "Книга слишком большая: сервер принимает до 20 МБ и до 400 000 ячеек."
_BUSY = "Сервер занят: сейчас его спрашивают многие. Повторите через минуту."
_ENDED = "Ответ считался слишком долго, и сервер его остановил. Возьмите меньше ячеек."


class Answer(NamedTuple):
    """A whole answer to a call."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


Calls = Callable[[Scope, bytes], Awaitable[Answer]]
"""Works out a call elsewhere. Raises `CallEnded` where a limit of time or memory ended it."""


class CallEnded(Exception):
    """A call that took more time or memory than it may."""


class _Refused(Exception):
    """A request that is not answered as asked: the status, and why in words."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.answer = in_words(status, words)


class Gate:
    """The application that is served.

    `pages` gives what only has to be shown (GET); `calls` works out all else. Both see the whole
    path with `/secret` in front: xlwings-server is told of it as its `app_path`.
    """

    def __init__(self, pages: Application, calls: Calls, secret: str) -> None:
        self._pages, self._calls, self._secret = pages, calls, secret
        self._bodies = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._pages(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:  # a web socket: the page opens none
            await send({"type": "websocket.close", "code": 1008})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] in ("/", "/health"):
            await send_answer(_HEALTHY, send)
            return
        try:
            self._authorise(scope)
            if scope["method"] != "POST":
                async with asyncio.timeout(SECONDS_FOR_AN_ANSWER):
                    await self._pages(scope, receive, send)
                return
            answer = await self._call(scope, receive)
        except _Refused as refusal:
            answer = refusal.answer
        async with asyncio.timeout(SECONDS_FOR_AN_ANSWER):
            await send_answer(answer, send)

    def _authorise(self, scope: Scope) -> None:
        """Refuses what is not below the secret, and every path that leads out of a folder."""
        first, _, rest = scope["path"].lstrip("/").partition("/")
        if not hmac.compare_digest(first.encode(), self._secret.encode()) or climbs(rest):
            raise _Refused(404, "Такой страницы нет.")
        if not _HOST.fullmatch(dict(scope["headers"]).get(b"host", b"localhost")):
            raise _Refused(421, "Здесь такого адреса нет.")
        if scope["method"] not in ("GET", "HEAD", "OPTIONS", "POST"):
            raise _Refused(405, "Так к этой странице не обращаются.")

    async def _call(self, scope: Scope, receive: Receive) -> Answer:
        if self._bodies >= MOST_BODIES:
            raise _Refused(503, _BUSY)
        self._bodies += 1
        try:
            return await self._calls(scope, await _body(scope, receive))
        except CallEnded as fault:
            raise _Refused(503, _ENDED) from fault
        finally:
            self._bodies -= 1


def climbs(path: str) -> bool:
    """Whether a decoded path could lead out of a folder on any system."""
    return ".." in path or any(sign in path for sign in "\\:\0")


async def _body(scope: Scope, receive: Receive) -> bytes:
    """The whole body; refuses one that is too large or comes too slowly."""
    length = dict(scope["headers"]).get(b"content-length", b"0")
    if length.isdigit() and int(length[:20]) > MOST_BYTES:
        raise _Refused(413, _TOO_LARGE)
    try:
        async with asyncio.timeout(SECONDS_FOR_A_BODY):
            body = await _received(receive)
    except TimeoutError as fault:
        raise _Refused(408, "Запрос приходил слишком долго. Повторите.") from fault
    if body.count(b",") > MOST_VALUES:
        raise _Refused(413, _TOO_LARGE)
    return body


async def _received(receive: Receive) -> bytes:
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Refused(400, "Запрос оборвался.")
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        more = message.get("more_body", False)
        if size > MOST_BYTES:
            raise _Refused(413, _TOO_LARGE)
    return b"".join(parts)


def in_words(status: int, words: str) -> Answer:
    """An answer that a person reads."""
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    if status == 503:
        headers.append((b"retry-after", b"60"))
    return Answer(status, headers, words.encode())


async def send_answer(answer: Answer, send: Send) -> None:
    """Sends a whole answer."""
    headers = [*answer.headers, (b"content-length", str(len(answer.body)).encode())]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


_HEALTHY = Answer(200, [(b"content-type", b"application/json")], b'{"status":"ok"}')
