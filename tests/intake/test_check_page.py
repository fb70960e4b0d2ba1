"""The page that checks without sending, where it was built, is served under its own policy."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from roadmap_xl.intake.application import application
from roadmap_xl.intake.campaigns import Campaigns
from roadmap_xl.intake.check_page import built_page
from roadmap_xl.intake.work import Work

LINK = "Проверить, не отправляя"


def client(folder: Path, page: Path | None) -> TestClient:
    known = Campaigns(folder / "home")
    return TestClient(application(known, Work(known.opened), lambda: None, page))


@pytest.fixture
def built(tmp_path: Path) -> Path:
    folder = tmp_path / "page"
    folder.mkdir()
    policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"
    (folder / "index.html").write_text(
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">', encoding="utf-8"
    )
    (folder / "engine.bin").write_bytes(b"engine")
    return folder


def test_it_is_linked_and_may_run_what_it_is_made_of(built: Path, tmp_path: Path) -> None:
    pages = client(tmp_path, built_page(tmp_path))
    assert LINK in pages.get("/").text
    answer = pages.get("/check/")
    assert "wasm-unsafe-eval" in answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert pages.get("/check/engine.bin").content == b"engine"


def test_without_a_build_there_is_no_link(tmp_path: Path) -> None:
    pages = client(tmp_path, None)
    assert LINK not in pages.get("/").text
    assert pages.get("/check/").status_code == 404
