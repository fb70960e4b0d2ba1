"""The page in a browser, and the program beside it: the same task for both."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pane_browser

from roadmap_xl.browser import answer
from tools.make_page import BUILT_FROM, FOLDER, PROJECT, SINGLE, sources_digest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DIST = PROJECT / "dist"
SINGLE_FILE, STATIC = DIST / SINGLE, DIST / FOLDER
MOST_MILLISECONDS = 60_000
"""Until the page is ready, on a busy machine."""
_ASK = """async ([task, files, fields]) => {
  const given = files.map(([name, text]) =>
    new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name));
  const { shown, name, workbook } = await ask("", task, given, fields);
  const digest = await crypto.subtle.digest("SHA-256", workbook);
  const hex = Array.from(new Uint8Array(digest), (one) => one.toString(16).padStart(2, "0"));
  return JSON.stringify([shown, name, hex.join("")]);
}"""
Files = Sequence[tuple[str, bytes]]
Told = tuple[Any, str, str]
"""What is shown, the name of a workbook, and the hash of its bytes."""


@cache
def missing() -> str:
    """Which of the parts that these tests need is not here; empty if all are."""
    absent = [] if find_spec("playwright") else ["playwright"]
    absent += [] if pane_browser.chromium() else ["chromium"]
    if not SINGLE_FILE.exists():
        absent.append("dist/page (make page)")
    elif (STATIC / BUILT_FROM).read_text(encoding="utf-8") != sources_digest():
        absent.append("dist/page из этого же кода (make page)")
    return f"нет {', '.join(absent)}" if absent else ""


class OpenPage:
    """The page at an address, opened by a browser; `requests` is what it asked for."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.set_default_timeout(MOST_MILLISECONDS)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(address)
        page.locator("#status", has_text="Готово к проверке").wait_for()

    def answer(self, task: str, files: Files, fields: Mapping[str, str] | None = None) -> Told:
        """What the page is told of a task."""
        given = [[name, base64.b64encode(data).decode()] for name, data in files]
        shown, name, sha256 = json.loads(self.page.evaluate(_ASK, [task, given, fields or {}]))
        return shown, name, sha256

    def choose(self, *paths: Path) -> None:
        """Chooses files as a person does, and waits until the last one was checked."""
        cards = self.page.locator("article").count()
        self.page.set_input_files("#files", paths)
        self.page.locator("article").nth(cards + len(paths) - 1).wait_for()

    def saved(self, button: str) -> tuple[str, bytes]:
        """Presses a button of the first card; the name and the bytes of what is saved."""
        with self.page.expect_download() as download:
            self.page.locator("article").first.get_by_role("button", name=button).click()
        return download.value.suggested_filename, download.value.path().read_bytes()


def program_answer(task: str, files: Files, fields: Mapping[str, str] | None = None) -> Told:
    """What the program says of the same task."""
    shown, name, workbook = answer(task, date.today().isoformat(), files, fields)
    return json.loads(shown), name, hashlib.sha256(workbook).hexdigest()


@contextmanager
def opened(browser: Browser, address: str, **options: Any) -> Iterator[OpenPage]:
    """The page in a window of its own; `options` are playwright's, of its context.

    Its time can be put forward: `opened.page.clock`.
    """
    context = browser.new_context(**options)
    context.clock.install()
    try:
        yield OpenPage(context.new_page(), address)
    finally:
        context.close()
