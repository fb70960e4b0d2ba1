"""The add-in's real server and its real page in a browser; only office.js is another."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from time import monotonic, sleep
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from office_workbook import Json
    from playwright.sync_api import Browser, Page

HOST = Path(__file__).with_name("office_host.js")
SECONDS_TO_START = 60
COMMAND = [
    sys.executable,
    "-c",
    "from roadmap_xl.cli.addin import serve; serve(prog_name='roadmap-xl addin serve')",
]


@cache
def missing() -> str:
    """Which of the parts that these tests need is not here; empty if all are."""
    absent = [name for name in ("xlwings_server", "playwright") if find_spec(name) is None]
    if chromium() is None:
        absent.append("chromium")
    return f"нет {', '.join(absent)}" if absent else ""


def chromium() -> str | None:
    """The system's own browser: playwright's would be another download."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def served(*options: str) -> Iterator[str]:
    """The address of a running server, started as an operator would; it is stopped afterwards."""
    with TemporaryDirectory() as folder, TemporaryFile("w+", encoding="utf-8") as said:
        # Into a file: a pipe that nobody reads would stop it.
        key = ["--key-file", str(Path(folder, "server.key"))]
        command = [*COMMAND, "--port", "0", "--licence-key", "noncommercial", *key, *options]
        process = subprocess.Popen(
            command,
            env={**os.environ, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"},
            stdout=said,
            stderr=said,
        )
        try:
            yield _address(process, said)
        finally:
            process.terminate()
            process.wait(SECONDS_TO_START)


def _address(process: subprocess.Popen[bytes], said: IO[str]) -> str:
    """What the server says of itself, as soon as it does."""
    until = monotonic() + SECONDS_TO_START
    while monotonic() < until and process.poll() is None:
        said.seek(0)
        if found := re.search(r"^Надстройка: (.+)/taskpane.html$", said.read(), re.MULTILINE):
            return found[1]
        sleep(0.05)
    said.seek(0)
    raise AssertionError(f"сервер не запустился: {said.read()}")


@contextmanager
def browser_of_the_system() -> Iterator[Browser]:
    """Chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


class Pane:
    """The task pane beside an open workbook."""

    def __init__(self, page: Page, address: str, workbook: Json) -> None:
        self.page = page
        page.set_default_timeout(10_000)
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.route("**/office.js", lambda route: route.fulfill(path=HOST))
        page.goto(f"{address}/taskpane.html")
        # As one text: playwright takes seconds for as many objects as a workbook has cells.
        page.evaluate("(text) => { officeHost.workbook = JSON.parse(text); }", json.dumps(workbook))
        page.get_by_role("button", name="Проверить").wait_for()

    def check(self) -> None:
        """Presses «Проверить» and waits for the answer."""
        self.page.get_by_role("button", name="Проверить").click()
        self.page.locator("#check:not([aria-disabled])").wait_for()

    @property
    def workbook(self) -> Json:
        """The workbook as it is now."""
        found: Json = json.loads(self.page.evaluate("JSON.stringify(officeHost.workbook)"))
        return found

    @property
    def status(self) -> str:
        return self.page.locator("#status").inner_text()

    @property
    def failure(self) -> str:
        shown = self.page.locator("#failure")
        return shown.inner_text() if shown.is_visible() else ""

    def lines(self) -> list[tuple[str, ...]]:
        """The findings that are seen: severity, place, code, message, fix."""
        parts = ("severity", "place", "code", "message", "fix")
        found: list[list[str]] = self.page.locator("#findings > li").evaluate_all(
            """(lines, parts) => lines.filter((line) => !line.hidden).map((line) =>
                 parts.map((part) => line.querySelector(`.${part}`)?.textContent ?? ""))""",
            parts,
        )
        return [tuple(line) for line in found]

    def host(self, script: str) -> Any:
        """Sets or tells something of the fake host: a JavaScript expression over `officeHost`."""
        return self.page.evaluate(script)
