"""The program behind the page as it is started, and the page as a browser opens it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_ADDRESS = re.compile(r"http://\S+")
MOST_MILLISECONDS = 60_000
"""For one step, on a busy machine."""


@contextmanager
def started(home: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The program with the address it shows."""
    command = [sys.executable, "-m", "roadmap_xl", "serve", "--no-browser", *arguments]
    environment = {**os.environ, "HOME": str(home), "USERPROFILE": str(home), "PYTHONUTF8": "1"}
    running = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, text=True, cwd=home
    )
    try:
        assert running.stdout is not None
        lines = iter(running.stdout.readline, "")
        yield running, next(found[0] for found in map(_ADDRESS.search, lines) if found)
    finally:
        running.kill()
        running.wait()


@contextmanager
def opened(browser: Browser, address: str, **options: object) -> Iterator[Page]:
    """The page behind a one-time address; what the browser complains of fails the test.

    `options` are playwright's, of its context.
    """
    context = browser.new_context(**options)
    page = context.new_page()
    page.set_default_timeout(MOST_MILLISECONDS)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        page.goto(address)
        page.get_by_role("link", name="Приёмная").wait_for()
        yield page
        assert complaints == []
    finally:
        context.close()
