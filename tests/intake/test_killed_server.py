"""`kill -9` of the server and of its workers at random moments, while files are dropped on it."""

from __future__ import annotations

import hashlib
import http.client
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from intake.desk import made_campaign

from roadmap_xl.campaign.demo.run import DemoResult
from roadmap_xl.campaign.folder import CampaignFolder
from roadmap_xl.campaign.journal_sheet import SHEET
from roadmap_xl.campaign.store import attempts, jobs
from roadmap_xl.campaign.store.database import Store, open_store
from roadmap_xl.files import TEMPORARY_PREFIX

KILLS = 200 if os.environ.get("ROADMAP_XL_ALL_KILLS") else 6
LATEST = 1.2
"""Seconds after the start when the last kill comes: some fall into the start, some into checks."""
SECONDS = 120
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows forks no servers")


class Servers:
    """Servers of one campaign, one after the other."""

    def __init__(self, folder: CampaignFolder, home: Path) -> None:
        command = [sys.executable, "-m", "intake.server_to_kill", str(folder.path), str(home)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join((".", "tests"))}
        self._parent = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def start(self) -> tuple[int, str]:
        """The next server, and the address that opens its page."""
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        self._parent.stdin.write("\n")
        self._parent.stdin.flush()
        pid, address = self._parent.stdout.readline().split()
        return int(pid), address

    def close(self) -> None:
        self._parent.kill()
        self._parent.wait()


class Page:
    """What a browser does: it drops files until the server is gone."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._place, self._origin = parts.netloc, f"http://{parts.netloc}"
        status, body, cookie = self._ask("GET", f"/open?{parts.query}")
        assert status == 200
        (self.path,) = re.findall(r"url=([^\"]+)", body)
        self._cookie = cookie.partition(";")[0]

    def _ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, str, str]:
        with closing(http.client.HTTPConnection(self._place, timeout=20)) as asking:
            asking.request(method, path, body, headers)
            answer = asking.getresponse()
            return answer.status, answer.read().decode(), answer.headers.get("Set-Cookie") or ""

    def sees_board(self) -> bool:
        return self._ask("GET", self.path, Cookie=self._cookie)[0] == 200

    def checks_again(self, sha256: str) -> bool:
        headers = {"Cookie": self._cookie, "Origin": self._origin}
        return self._ask("POST", f"{self.path}files/{sha256}/check", **headers)[0] == 303

    def drop(self, name: str, data: bytes) -> bool:
        """Whether the server has said that it is stored."""
        head = (
            f'--x\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        body = head.encode() + data + b"\r\n--x--\r\n"
        kind = "multipart/form-data; boundary=x"
        headers = {"Cookie": self._cookie, "Origin": self._origin, "Accept": "application/json",
                   "Content-Type": kind}  # fmt: skip
        with suppress(OSError, http.client.HTTPException):
            return self._ask("POST", f"{self.path}incoming", body, **headers)[0] == 200
        return False


@pytest.fixture
def folder(demo_district: DemoResult, tmp_path: Path) -> CampaignFolder:
    return made_campaign(demo_district, tmp_path / "Сбор")


@pytest.fixture
def servers(folder: CampaignFolder, tmp_path: Path) -> Iterator[Servers]:
    found = Servers(folder, tmp_path / "home")
    yield found
    found.close()


def different(data: bytes, number: int) -> bytes:
    """The same workbook with other bytes: an archive may have a comment at its end."""
    comment = f"{number}".encode()
    return data[:-2] + len(comment).to_bytes(2, "little") + comment


def kill(pid: int, chance: random.Random) -> None:
    """The server with all its processes, or now and then one of its workers first."""
    with suppress(psutil.Error):
        children = psutil.Process(pid).children(recursive=True)
        if children and chance.random() < 0.5:
            os.kill(chance.choice(children).pid, signal.SIGKILL)
            time.sleep(chance.random() * 0.2)
    os.kill(pid, signal.SIGKILL)
    for child in psutil.process_iter(["pid"]):  # its workers, which it can no longer end
        with suppress(psutil.Error, OSError):
            if os.getsid(child.pid) == pid:
                child.kill()


def when_idle(store: Store) -> list[attempts.Attempt]:
    """All that came, as soon as nothing waits any more."""
    end = time.monotonic() + SECONDS
    while True:
        with store.reading() as connection:
            waiting = jobs.unfinished(connection)
            if not waiting:
                return attempts.every(connection)
        assert time.monotonic() < end, waiting
        time.sleep(0.2)


def test_nothing_stored_is_lost_and_nothing_counts_twice(
    servers: Servers, folder: CampaignFolder, sent: list[Path]
) -> None:
    chance = random.Random(2026)
    books = [path.read_bytes() for path in sent]
    stored: dict[str, bytes] = {}
    number = 0
    for _ in range(KILLS):
        pid, address = servers.start()
        at = time.monotonic() + chance.random() * LATEST
        timer = threading.Timer(max(at - time.monotonic(), 0), kill, (pid, chance))
        timer.start()
        with suppress(OSError, http.client.HTTPException):
            page = Page(address)
            while time.monotonic() < at + 1:
                number += 1
                data = different(chance.choice(books), number)
                if not page.drop(f"книга {number % 7}.xlsx", data):
                    break
                stored[hashlib.sha256(data).hexdigest()] = data
        timer.join()
    assert stored
    pid, address = servers.start()  # the last one may do what waits
    page = Page(address)
    assert page.sees_board()  # where it finds what was stored and not noted any more
    with closing(open_store(folder.path)) as store:
        for one in when_idle(store):
            if one.is_lost:  # its worker was killed twice
                assert page.checks_again(one.sha256)
        noted = when_idle(store)
    kill(pid, random.Random(0))
    found = [one for one in noted if one.door != SHEET]  # the demo's journal names two more
    by_sha256 = {one.sha256: one for one in found}
    assert len(by_sha256) == len(found)
    missing = [sha256 for sha256 in stored if sha256 not in by_sha256]
    assert missing == []
    on_disk = {
        hashlib.sha256(path.read_bytes()).hexdigest(): path.name
        for path in folder.incoming.iterdir()
        if not path.name.startswith(TEMPORARY_PREFIX)
    }
    assert len(on_disk) == len([*folder.incoming.iterdir()])  # nothing half, nothing twice
    assert set(stored) <= set(on_disk)
    assert set(on_disk) == set(by_sha256)
    states = {one.state for one in found}
    assert states == {attempts.State.CHECKED}
