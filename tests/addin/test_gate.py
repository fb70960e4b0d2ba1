"""The gate of the served add-in: who may ask, how much and how long; the others go on meanwhile."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import re
import signal
import socket
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
import uvicorn
from pane_browser import served

from roadmap_xl.addin import connections, gate, workers
from roadmap_xl.addin.connections import TimedConnection
from roadmap_xl.addin.gate import MOST_BODIES, MOST_BYTES, MOST_VALUES, Answer, CallEnded, Gate

SECRET = "s" * 32
CALL = "/xlwings/custom-functions-call"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as found:
        yield found


def ask(address: str, path: str, body: bytes | None = None, method: str = "") -> tuple[int, bytes]:
    """The status and body; the path goes out as it is, dots and all."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 0, timeout=60)
    headers = {"Content-Type": "application/json"} if body is not None else {}
    connection.request(method or ("GET" if body is None else "POST"), path, body, headers)
    answer = connection.getresponse()
    return answer.status, answer.read()


def share(cells: int = 1) -> bytes:
    """A call of the function SHARE over so many cells."""
    called = {
        "func_name": "share",
        "args": [[[1]] * cells, [[8]] * cells],
        "runtime": "1.1",
        "version": "1",
    }
    return json.dumps({**called, "caller_address": "ЕГЭ!Z1", "client": "Office.js"}).encode()


CLIMBING = (
    "/static/../../../../etc/passwd",
    "/static/..%2f..%2f..%2f..%2fetc/passwd",
    "/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/static/..%5c..%5cetc%5cpasswd",
    "/static/C:/Windows/win.ini",
    "/static//etc/passwd",
    "/static/images/..%00/favicon.png",
    "/static/....//....//etc/passwd",
    "/custom_scripts/__init__.py",
)


_END = b"Connection: close\r\n\r\n"
RAW = (
    b"GET /SECRET/manifest HTTP/1.1\r\nHost: a\r\nHost: b\r\n" + _END,
    b'GET /SECRET/manifest HTTP/1.1\r\nHost: a"><b\r\n' + _END,
    b"GET http://evil.example/SECRET/manifest HTTP/1.1\r\nHost: a\r\n" + _END,
    b"TRACE /SECRET/manifest HTTP/1.1\r\nHost: a\r\n" + _END,
    b"CONNECT evil.example:443 HTTP/1.1\r\nHost: a\r\n" + _END,
    b"GET /SECRET/static/\xff HTTP/1.1\r\nHost: a\r\n" + _END,
    b"GET /SECRET/static/%c0%ae%c0%ae/ HTTP/1.1\r\nHost: a\r\n" + _END,
    b"GET /SECRET/static/%252e%252e/ HTTP/1.1\r\nHost: a\r\n" + _END,
    b"GET /SECRET/static/a::$DATA HTTP/1.1\r\nHost: a\r\n" + _END,
    b"POST /SECRET/x HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n" + _END,
    b"POST /SECRET/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n" + _END,
    b"GET /SECRET/x HTTP/1.1\r\nHost: a\r\n" + b"A: b\r\n" * 20_000 + _END,
    b"GET /SECRET/socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: a\r\n"
    b"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nConnection: Upgrade, close\r\n\r\n",
)
"""Requests that a proxy or a file system might take for another, each with one answer."""


@pytest.mark.server
class TestServed:
    @pytest.mark.parametrize("path", CLIMBING)
    def test_no_path_leads_out_of_the_pages(self, address: str, path: str) -> None:
        status, body = ask(address, f"/{address.rpartition('/')[2]}{path}")
        assert status == 404
        assert b"root:" not in body

    @pytest.mark.parametrize(
        "path",
        [
            "/taskpane.html", "/manifest", "/static/images/favicon.png",
            "/xlwings/custom-functions-meta", CALL, "/%73" + "s" * 31 + "/manifest", "//", "/x",
        ],
    )  # fmt: skip
    def test_without_the_secret_there_is_nothing(self, address: str, path: str) -> None:
        body = share() if path == CALL else None
        assert ask(address, path, body)[0] == 404

    def test_all_can_see_that_it_is_there(self, address: str) -> None:
        assert ask(address, "/health") == (200, b'{"status":"ok"}')

    def test_what_takes_too_many_cells_is_refused_in_words(self, address: str) -> None:
        status, body = ask(address, f"{urlsplit(address).path}{CALL}", share(MOST_VALUES))
        assert (status, "слишком большая" in body.decode()) == (413, True)

    def test_a_body_that_is_too_large_is_refused_in_words(self, address: str) -> None:
        body = b"[" + b" " * MOST_BYTES + b"]"
        status, said = ask(address, f"{urlsplit(address).path}{CALL}", body)
        assert (status, "слишком большая" in said.decode()) == (413, True)

    @pytest.mark.parametrize("body", [b"", b"{", b"[]", b"[" * 100_000, b"\xff\xfe", b"NaN"])
    def test_nonsense_costs_only_itself(self, address: str, body: bytes) -> None:
        path = f"{urlsplit(address).path}{CALL}"
        assert 400 <= ask(address, path, body)[0] <= 503
        status, said = ask(address, path, share())
        assert (status, json.loads(said)["result"]) == (200, [[0.13]])

    @pytest.mark.parametrize("body", [b"{}", b"[]", b"null", b"0", b'{"book": {}}', b"\xff", b"{"])
    def test_a_script_without_a_workbook_opens_no_other(self, address: str, body: bytes) -> None:
        """Without one xlwings works on the workbook that is open in the server's own Excel."""
        path = f"{urlsplit(address).path}/xlwings/custom-scripts-call/check"
        status, said = ask(address, path, body)
        assert (status, b"interactive" in said) == (400, False)

    @pytest.mark.parametrize("request_", RAW, ids=range(len(RAW)))
    def test_what_is_no_request_gets_no_page(self, address: str, request_: bytes) -> None:
        parts = urlsplit(address)
        with socket.create_connection((parts.hostname or "", parts.port or 0), 20) as asking:
            asking.sendall(request_.replace(b"/SECRET", parts.path.encode()))
            answers = b"".join(iter(lambda: asking.recv(1 << 16), b""))
        assert re.findall(rb"HTTP/1.1 (\d)", answers) == [b"4"]
        assert b"root:" not in answers
        assert ask(address, "/health")[0] == 200

    def test_slow_clients_do_not_keep_the_others_waiting(self, address: str) -> None:
        parts = urlsplit(address)
        place = (parts.hostname or "", parts.port or 0)
        slow = [socket.create_connection(place) for _ in range(300)]
        for one in slow:
            one.sendall(f"POST {parts.path}{CALL} HTTP/1.1\r\nHost: x\r\n".encode())
        try:
            assert ask(address, "/health")[0] == 200
            assert ask(address, f"{parts.path}{CALL}", share())[0] == 200
            slow[0].settimeout(4 * connections.SECONDS_FOR_HEADERS)
            assert slow[0].recv(1) == b""  # let go
        finally:
            for one in slow:
                one.close()

    def test_a_call_whose_process_dies_is_told_and_the_next_is_answered(self, address: str) -> None:
        path = f"{urlsplit(address).path}{CALL}"
        with ThreadPoolExecutor() as others:
            asked = others.submit(ask, address, path, share(60_000))
            died = False
            while not asked.done():
                died = kill_a_worker(address.rpartition("/")[2]) or died
                assert ask(address, "/health")[0] == 200
                time.sleep(0.05)
            status, said = asked.result()
        assert died
        assert (status, "остановил" in said.decode()) == (503, True)
        assert ask(address, path, share())[0] == 200


def kill_a_worker(secret: str) -> bool:
    """Kills a busy process of the server's that works out calls."""
    for process in psutil.process_iter(["cmdline"]):
        command = process.info["cmdline"] or []
        key = Path(command[command.index("--key-file") + 1]) if "--key-file" in command else None
        if key and key.exists() and key.read_text() == secret:
            for worker in process.children(recursive=True):
                if worker.status() == psutil.STATUS_RUNNING:
                    worker.kill()
                    return True
    return False


@asynccontextmanager
async def listening(pages: gate.Application) -> AsyncIterator[tuple[uvicorn.Server, int]]:
    """A server with the connections of the add-in's, and its port."""
    config = uvicorn.Config(pages, http=TimedConnection, ws="none", lifespan="off",
                            log_level="critical")  # fmt: skip
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as place:
        serving = asyncio.create_task(server.serve(sockets=[place]))
        yield server, place.getsockname()[1]
        server.force_exit = server.should_exit = True
        await serving


def test_a_client_that_takes_no_answer_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Closed alone, such a connection would wait for ever for what is to be taken."""
    monkeypatch.setattr(connections, "SECONDS_TO_TAKE", 0.05)

    async def large(scope: gate.Scope, receive: gate.Receive, send: gate.Send) -> None:
        await gate.send_answer(Answer(200, [], b"x" * 30_000_000), send)

    async def left_waiting() -> int:
        async with listening(large) as (server, port):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            await reader.read(10)
            until = time.monotonic() + 3
            while server.server_state.connections and time.monotonic() < until:
                await asyncio.sleep(0.02)
            writer.transport.abort()
            return len(server.server_state.connections)

    assert asyncio.run(left_waiting()) == 0


def test_nonsense_after_an_answer_breaks_nothing() -> None:
    """The rest of a body that nobody waited for, and it is no body."""
    broken: list[object] = []

    async def refused(scope: gate.Scope, receive: gate.Receive, send: gate.Send) -> None:
        await gate.send_answer(gate.in_words(404, "нет"), send)

    async def asked() -> bytes:
        asyncio.get_running_loop().set_exception_handler(lambda _, about: broken.append(about))
        async with listening(refused) as (_, port):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
            answer = await reader.readuntil("нет".encode())
            writer.write(b"zz\r\n")
            with suppress(ConnectionError):
                await reader.read()
            writer.transport.abort()
            return answer

    assert asyncio.run(asked()).startswith(b"HTTP/1.1 404")
    assert broken == []


async def no_page(scope: object, receive: object, send: object) -> None:
    raise AssertionError("the pages are not asked")


async def answered(
    calls: gate.Calls, *parts: bytes, headers: tuple[tuple[bytes, bytes], ...] = ()
) -> tuple[int, str]:
    """What the gate answers to a POST that comes in these parts; `b""` never comes."""
    sent: list[dict[str, object]] = []
    waiting = list(parts)

    async def receive() -> dict[str, object]:
        part = waiting.pop(0)
        if part == b"":
            await asyncio.sleep(60)
        return {"type": "http.request", "body": part, "more_body": bool(waiting)}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": f"/{SECRET}{CALL}", "headers": headers}
    await Gate(no_page, calls, SECRET)(scope, receive, send)  # type: ignore[arg-type]
    return sent[0]["status"], sent[1]["body"].decode()  # type: ignore[return-value,attr-defined]


async def echo(scope: gate.Scope, body: bytes) -> Answer:
    return Answer(200, [], body)


async def never(scope: gate.Scope, body: bytes) -> Answer:
    raise CallEnded


@pytest.mark.parametrize(
    ("calls", "parts", "headers", "status", "said"),
    [
        (echo, (b"ab", b"cd"), (), 200, "abcd"),
        (never, (b"x",), (), 503, "остановил"),
        (echo, (b"x" * MOST_BYTES, b"y"), (), 413, "слишком большая"),
        (echo, (b"x",), ((b"content-length", b"9" * 5000),), 413, "слишком большая"),
        (echo, (b"a", b"", b"b"), (), 408, "слишком долго"),
    ],
    ids=["whole", "ended", "too large", "lies", "slow"],
)
def test_a_call_is_answered_or_refused_in_words(
    monkeypatch: pytest.MonkeyPatch,
    calls: gate.Calls,
    parts: tuple[bytes, ...],
    headers: tuple[tuple[bytes, bytes], ...],
    status: int,
    said: str,
) -> None:
    monkeypatch.setattr(gate, "SECONDS_FOR_A_BODY", 0.05)
    found = asyncio.run(answered(calls, *parts, headers=headers))
    assert (found[0], said in found[1]) == (status, True)


def test_more_calls_than_can_wait_are_sent_away() -> None:
    async def many() -> list[int]:
        go = asyncio.Event()

        async def slow(scope: gate.Scope, body: bytes) -> Answer:
            await go.wait()
            return Answer(200, [], b"")

        door, statuses = Gate(no_page, slow, SECRET), []

        async def one() -> None:
            async def receive() -> dict[str, object]:
                return {"type": "http.request", "body": b"x"}

            async def send(message: dict[str, object]) -> None:
                if "status" in message:
                    statuses.append(message["status"])

            scope = {"type": "http", "method": "POST", "path": f"/{SECRET}{CALL}", "headers": ()}
            await door(scope, receive, send)  # type: ignore[arg-type]

        tasks = [asyncio.create_task(one()) for _ in range(MOST_BODIES + 3)]
        await asyncio.sleep(0)
        go.set()
        await asyncio.gather(*tasks)
        return statuses  # type: ignore[return-value]

    assert sorted(asyncio.run(many())) == [200] * MOST_BODIES + [503] * 3


class TestWorkers:
    @pytest.fixture
    def calls(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[workers.Workers]:
        monkeypatch.setattr(workers, "SECONDS_FOR_A_CALL", 1.0)
        monkeypatch.setattr(workers, "answer_to", told)
        pool = workers.Workers()
        yield pool
        pool.stop()

    def test_a_call_that_takes_too_long_is_ended_and_the_next_answered(
        self, calls: workers.Workers
    ) -> None:
        async def both() -> Answer:
            with pytest.raises(CallEnded):
                await calls({}, b"sleep")
            return await calls({}, b"go on")

        assert asyncio.run(both()).body == b"go on"

    def test_processes_that_the_system_ends_between_calls_are_replaced(
        self, calls: workers.Workers
    ) -> None:
        async def all_of_them() -> list[bytes]:
            said = []
            for _ in range(3):
                process = int((await calls({}, b"who")).body)
                os.kill(process, signal.SIGKILL)
                said.append((await calls({}, b"go on")).body)
            return said

        assert asyncio.run(all_of_them()) == [b"go on"] * 3


def told(scope: object, body: bytes) -> Answer:
    """Stands in for xlwings-server in a worker."""
    if body == b"sleep":
        time.sleep(60)
    return Answer(200, [], str(os.getpid()).encode() if body == b"who" else body)
