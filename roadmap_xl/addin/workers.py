"""The processes that work out the calls of the add-in's server: a limit of time and memory each."""

from __future__ import annotations

import asyncio
import json
import logging
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request

from ..reader.isolated import IsolatedPool, LostTaskError
from .gate import Answer, CallEnded, Scope, in_words

WORKERS = 2
SECONDS_FOR_A_CALL = 20.0
"""A check of a school takes 0.05 s, a district's total over a folder of 40 about 2 s."""
_LOG = logging.getLogger(__name__)
_OF_A_REQUEST = (
    "type", "asgi", "http_version", "method", "scheme", "path", "raw_path", "query_string",
    "root_path", "headers", "client", "server",
)  # fmt: skip


class Workers:
    """Works out calls in processes of their own; ended with `stop`."""

    def __init__(self) -> None:
        self._pool = IsolatedPool(WORKERS, SECONDS_FOR_A_CALL)

    def start(self) -> None:
        """Comes back when calls can be answered at once."""
        for ready in [self._pool.submit(load_server) for _ in range(WORKERS)]:
            ready.result()

    async def __call__(self, scope: Scope, body: bytes) -> Answer:
        """The answer of xlwings-server. Raises `CallEnded` where a limit ended it."""
        request = {name: scope[name] for name in _OF_A_REQUEST if name in scope}
        fault = await self._fault_or_answer(request, body)
        if isinstance(fault, BrokenProcessPool):  # the system ended processes that had no call
            self.stop()
            self._pool = IsolatedPool(WORKERS, SECONDS_FOR_A_CALL)
            fault = await self._fault_or_answer(request, body)
        if isinstance(fault, Answer):
            return fault
        if isinstance(fault, LostTaskError):
            raise CallEnded from fault
        _LOG.error("A call failed", exc_info=fault)
        return in_words(500, "Сервер не смог ответить на этот запрос. Сообщите его администратору.")

    async def _fault_or_answer(
        self, request: dict[str, Any], body: bytes
    ) -> Answer | BaseException:
        try:
            call = self._pool.submit(answer_to, request, body)
        except RuntimeError:  # so Pebble says that its pool is broken
            return BrokenProcessPool()
        answer = asyncio.wrap_future(call)
        await asyncio.wait([answer])
        return answer.exception() or answer.result()

    def stop(self) -> None:
        """Ends the processes, whatever they work out."""
        self._pool.shutdown(cancel_futures=True)


def load_server() -> None:
    """Loads what is slow to load, so that the first call need not wait for it."""
    from xlwings_server import dependencies
    from xlwings_server.main import app

    app.dependency_overrides[dependencies.parse_book_input] = sent_book


async def sent_book(request: Request) -> dict[str, Any]:
    """The workbook that a call carries: without one xlwings would open Excel on this computer."""
    try:
        found = json.loads(await request.body())
    except ValueError as fault:  # a UnicodeDecodeError is one
        raise HTTPException(400) from fault
    if not isinstance(found, dict) or not {"book", "sheets"} <= found.keys():
        raise HTTPException(400)
    return found


def answer_to(scope: dict[str, Any], body: bytes) -> Answer:
    """What xlwings-server answers to a request, here and now."""
    load_server()
    from xlwings_server.main import main_app

    return asyncio.run(_asked(main_app, scope, body))


async def _asked(application: Any, scope: dict[str, Any], body: bytes) -> Answer:
    status, headers, parts = 500, [], []
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status, headers = message["status"], list(message["headers"])
        else:
            parts.append(message.get("body", b""))

    await application(scope, receive, send)
    known = [(name, value) for name, value in headers if name.lower() != b"content-length"]
    return Answer(status, known, b"".join(parts))
