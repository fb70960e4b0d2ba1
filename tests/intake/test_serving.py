"""The program behind the page: it starts, is found again, and ends by itself."""

from __future__ import annotations

import http.client
import os
import re
import socket
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from intake.running import started

from roadmap_xl.errors import RoadmapError
from roadmap_xl.files import write_private
from roadmap_xl.intake import serving

SECONDS = 30


def ask(address: str, method: str = "GET", **headers: str) -> tuple[int, str, str]:
    """Status, body and cookie."""
    parts = urlsplit(address)
    with closing(
        http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    ) as asking:
        asking.request(method, f"{parts.path}?{parts.query}", headers=headers)
        answer = asking.getresponse()
        return answer.status, answer.read().decode(), answer.headers.get("Set-Cookie") or ""


def test_it_opens_is_found_again_and_is_closed(tmp_path: Path) -> None:
    with started(tmp_path) as (running, address):
        status, body, cookie = ask(address)
        assert status == 200
        (path,) = re.findall(r"url=([^\"]+)", body)
        origin = address.partition("/open")[0]
        cookie = cookie.partition(";")[0]
        assert "Сборов пока нет" in ask(f"{origin}{path}", Cookie=cookie)[1]
        assert ask(f"{origin}{path}")[0] == 403
        kept = tmp_path / ".roadmap_xl" / "page.json"
        assert os.name == "nt" or kept.stat().st_mode & 0o077 == 0
        with started(tmp_path) as (again, other):
            assert other.partition("/open")[0] == origin  # the page that is open already
            assert again.wait(SECONDS) == 0
        assert ask(other)[0] == 200
        assert ask(f"{origin}{path}close", "POST", Cookie=cookie, Origin=origin)[0] == 200
        assert running.wait(SECONDS) == 0
    assert not kept.exists()


def test_it_ends_when_nobody_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "home", lambda: tmp_path)
    said: list[str] = []
    begun = time.monotonic()
    serving.serve(open_browser=False, seconds=0.2, say=said.append)
    assert time.monotonic() - begun < SECONDS
    assert "ссылка действует один раз" in said[0]


def test_what_stops_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "home", lambda: tmp_path)
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(RoadmapError, match=f"Порт {port} занят"):
            serving.serve(port=port, open_browser=False, say=print)
    with pytest.raises(RoadmapError, match="не папка сбора"):
        serving.serve(tmp_path, open_browser=False, say=print)


def test_a_browser_is_started_with_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others see what programs are started with; the secret lies in a file of her own."""
    opened: list[str] = []
    monkeypatch.setattr(serving, "home", lambda: tmp_path)
    monkeypatch.setattr(
        serving.webbrowser, "open", lambda place: bool(opened.append(place)) or True
    )
    serving.serve(seconds=0.1, say=lambda line: None)
    (place,) = opened
    assert place == (tmp_path / "page.html").as_uri()
    assert "secret=" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_what_is_kept_for_her_alone_is_kept_whole(tmp_path: Path) -> None:
    """The password of the mail server was lost where writing it was broken off."""
    path = tmp_path / "mail.json"
    path.write_text("прежнее")
    path.chmod(0o644)
    with pytest.raises(UnicodeEncodeError):
        write_private(path, "новое \ud800")
    assert path.read_text() == "прежнее"
    write_private(path, "новое")
    assert path.read_text() == "новое"
    assert os.name == "nt" or path.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == [path]
