"""What the page costs in Chromium: its size, the CPU until it is ready and of a check, its memory.

    make page && python benchmarks/page.py

CPU is that of all processes of the browser, less what they had used before; the best of a few runs.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import psutil

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import page_browser
import pane_browser
from page_browser import SINGLE_FILE

from roadmap_xl.campaign.demo.schools import demo_schools
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.loading import newest
from roadmap_xl.workbook.school_workbook import write_school_workbook

REPETITIONS = 3
CREATED = date(2026, 12, 1)
SECONDS_TO_CHOOSE = 3
"""Between «Готово» and the first file, as somebody needs who looks for it on her disk."""
STEPS = {
    "the first check": "check",
    "the next check": "check",
    "the first copy": "repair",
    "the next copy": "repair",
}


def spent() -> float:
    """CPU seconds of the browser's processes so far."""
    return sum(sum(one.cpu_times()[:2]) for one in browsers())


def browsers() -> list[psutil.Process]:
    children = psutil.Process().children(recursive=True)
    return [one for one in children if "chrom" in one.name()]


def megabytes() -> int:
    """Of the largest process of the browser: the page's own."""
    return max(one.memory_info().rss for one in browsers()) // 1_000_000


def one_run(address: str, book: Path) -> dict[str, float]:
    """CPU seconds of each step in a browser that was just started, and megabytes after it."""
    data = [(book.name, book.read_bytes())]
    with (
        pane_browser.browser_of_the_system() as browser,
        browser.new_context() as context,
    ):
        page = context.new_page()
        page.goto("about:blank")
        before = spent()
        opened = page_browser.OpenPage(page, address)
        found = {"until it is ready, s": spent() - before, "then, MB": megabytes()}
        before = spent()
        time.sleep(SECONDS_TO_CHOOSE)
        found["while a file is chosen, s"] = spent() - before
        for name, task in STEPS.items():
            before = spent()
            opened.answer(task, data)
            found[f"{name}, s"] = spent() - before
        for _ in range(20):
            opened.answer("check", data)
        found["after 24 tasks, MB"] = megabytes()
        return found


def main(folder: Path) -> None:
    engine = page_browser.STATIC / "engine.bin"
    others = sum(path.stat().st_size for path in page_browser.STATIC.iterdir())
    print(
        f"  the folder: {others / 1e6:.2f} MB, of it the engine {engine.stat().st_size / 1e6:.2f}"
    )
    print(f"  the single file: {SINGLE_FILE.stat().st_size / 1e6:.2f} MB")
    with hosted(page_browser.STATIC) as address:
        for edition in (newest(), "2020"):
            book = clean_book(folder, edition)
            print(f"A book of {edition}")
            for name, place in (("the folder", address), ("the file", SINGLE_FILE.as_uri())):
                runs = [one_run(place, book) for _ in range(REPETITIONS)]
                for step in runs[0]:
                    print(f"  {name}, {step:28}{min(run[step] for run in runs):8.2f}")


def clean_book(folder: Path, edition: str) -> Path:
    """A clean school's workbook: the page is prepared for one of the newest year."""
    form, path = form_of(edition), folder / f"Школа {edition}.xlsx"
    school = demo_schools(form)[0]
    write_school_workbook(path, school.submission(form), created=CREATED)
    return path


@contextmanager
def hosted(folder: Path) -> Iterator[str]:
    """A host of files on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    """Says nothing of what it was asked for."""

    def log_message(self, *_: object) -> None:
        pass


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        main(Path(made))
