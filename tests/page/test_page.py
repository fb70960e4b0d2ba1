"""The page as a person meets it: files in, words and copies out, whatever becomes of a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import hurt as h
import page_browser
import pane_browser
import protocol_files as p
import pytest
from own_editions import own_edition
from page_browser import program_answer

from roadmap_xl.form.fields import Form
from roadmap_xl.form.forms import FOLDER
from roadmap_xl.form.submission import blank
from roadmap_xl.school.repair import repair_file
from roadmap_xl.workbook.school_workbook import write_school_workbook

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.page
SINGLE = page_browser.SINGLE_FILE.as_uri()
PHONE = {"width": 390, "height": 844}
MOST_BYTES, MOST_LINES = 10_000_000, 300
SCRIPTS = [page_browser.PROJECT / "page" / name for name in ("page.js", "worker.js")]
OLD = {
    "no DecompressionStream": "delete window.DecompressionStream",
    "no worker": "delete window.Worker",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with pane_browser.browser_of_the_system() as browser:
        yield browser


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return h.clean(tmp_path_factory.mktemp("clean") / "Школа.xlsx")


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With errors, a warning and a note."""
    return h.hurt(tmp_path_factory.mktemp("faulty"), h.comment)


class Requests(SimpleHTTPRequestHandler):
    """A host of files that remembers what it was asked for."""

    seen: list[str] = []

    def log_message(self, *_: Any) -> None:
        self.seen.append(self.requestline)


@contextmanager
def hosted(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Requests, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def test_both_forms_fit_in_a_letter_and_their_script_in_one_sitting() -> None:
    folder = sum(path.stat().st_size for path in page_browser.STATIC.iterdir())
    assert max(folder, page_browser.SINGLE_FILE.stat().st_size) < MOST_BYTES
    lines = [line.strip() for path in SCRIPTS for line in path.read_text("utf-8").splitlines()]
    assert sum(bool(line) and not line.startswith(("//", "/*", "*")) for line in lines) < MOST_LINES


def test_from_a_host_it_asks_for_itself_and_then_for_nothing(
    browser: Browser, clean: Path, tmp_path: Path
) -> None:
    with hosted(page_browser.STATIC) as address:
        with page_browser.opened(browser, address) as opened:
            names = ["/", "/page.css", "/page.js", "/engine.bin"]
            assert sorted(Requests.seen) == sorted(f"GET {name} HTTP/1.1" for name in names)
            opened.choose(clean)
            name, data = opened.saved("Исправленная копия")
            refused = "fetch('/').then(() => 'answered', () => 'refused')"
            assert opened.page.evaluate(refused) == "refused"
        assert len(Requests.seen) == len(names)
    repair_file(clean, tmp_path / "копия.xlsx", created=date.today())
    assert (name, data) == (
        "Школа - исправленная копия.xlsx", (tmp_path / "копия.xlsx").read_bytes()
    )  # fmt: skip


def test_a_person_sees_what_is_wrong_and_fills_from_protocols(
    browser: Browser, faulty: Path, tmp_path: Path
) -> None:
    rows = p.report([(p.pupils(1)[0], 80)], "04 - Химия 2020.06.01")
    protocol = p.xlsx(tmp_path / "Химия.xlsx", rows)
    with page_browser.opened(browser, SINGLE) as opened:
        opened.choose(faulty)
        shown, _, _ = program_answer("check", [(faulty.name, faulty.read_bytes())])
        card = opened.page.locator("article")
        assert card.get_by_role("heading").inner_text() == shown["heading"]
        assert all(one["message"] in card.text_content() for one in shown["findings"])
        assert card.get_by_text("К сведению: 1", exact=True).is_visible()
        card.get_by_text("Заполнить из протоколов РЦОИ").click()
        card.get_by_label("Код ОО").fill("301")
        card.get_by_label("Протоколы (").set_input_files(protocol)
        name, data = opened.saved("Заполнить")
        assert name.endswith(" - заполненная.xlsx")
        assert p.names_in([data, opened.page.content().encode()]) == set()
        assert "учтено: 1" in card.inner_text()
        opened.choose(protocol, faulty)  # no workbook of the form, and one again
        assert opened.page.locator("article").count() == 3


def test_a_book_of_a_district_s_own_edition(browser: Browser, tmp_path: Path) -> None:
    """The page says what is lacking; with the edition it checks, repairs and fills as told."""
    edition = own_edition(tmp_path / FOLDER)
    book, source = tmp_path / "5.xlsx", tmp_path / FOLDER / f"{edition.key}.toml"
    filled = {"meta.school_id": "301", "meta.school_name": "СОШ № 5", "prob.n_olymp": "3 чел."}
    write_school_workbook(book, blank(Form(edition), filled), created=date(2026, 11, 1))
    chemistry = next(one for one in edition.subjects if one.key == "chem").label
    protocol = p.xlsx(
        tmp_path / "Химия.xlsx", p.report([(p.pupils(1)[0], 80)], f"04 - {chemistry}")
    )
    given = [(path.name, path.read_bytes()) for path in (book, source)]
    with page_browser.opened(browser, SINGLE) as opened:
        opened.choose(book)
        cards = opened.page.locator("article")
        assert f"файл издания «{edition.key}.toml»" in cards.first.inner_text()
        broken = tmp_path / "не издание.toml"
        broken.write_text("key = 1", encoding="utf-8")
        opened.choose(broken)
        assert "exam_year — год числом" in cards.first.inner_text()
        opened.choose(source)
        cards.nth(3).wait_for()  # the book again, by itself
        shown, _, _ = program_answer("check", given)
        assert shown["heading"] == cards.first.get_by_role("heading").inner_text()
        assert shown["findings"]
        assert cards.nth(1).get_by_role("heading").inner_text().startswith(f"Издание {edition.key}")
        for task in ("check", "report", "repair", "carry"):
            assert opened.answer(task, given[:1]) == program_answer(task, given), task
        given.insert(1, (protocol.name, protocol.read_bytes()))
        assert opened.answer("fill", given[:2]) == program_answer("fill", given)


def test_a_file_may_cost_the_worker_and_nothing_else(
    browser: Browser, clean: Path, tmp_path: Path
) -> None:
    files = [(clean.name, clean.read_bytes())]
    with page_browser.opened(browser, SINGLE) as opened:
        opened.page.evaluate("worker.postMessage = () => {}")  # a worker that answers nobody
        opened.page.set_input_files("#files", clean)
        opened.page.locator("#status", has_text="Проверяется").wait_for()
        assert opened.page.evaluate("1 + 1") == 2  # the page lives
        opened.page.clock.fast_forward(20_000)
        card = opened.page.locator("article")
        card.wait_for()
        lost = program_answer("lost", files)
        assert card.get_by_role("heading").inner_text() == lost[0]["heading"]
        assert lost[0]["findings"][0]["message"] in card.inner_text()
        assert opened.answer("a task that fails", files) == lost
        assert opened.answer("check", files) == program_answer("check", files)


@pytest.mark.parametrize("change", OLD.values(), ids=OLD)
def test_an_old_browser_is_told_so_with_the_other_doors(browser: Browser, change: str) -> None:
    page = browser.new_page()
    page.add_init_script(change)
    page.goto(SINGLE)
    page.get_by_role("heading", name="В этом браузере проверить нельзя").wait_for()
    assert "Windows 7 и 8.1" in page.locator("#old").inner_text()
    assert page.locator("#drop").is_hidden()
    page.close()


def violations(page: Page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    found = Axe().run(page, options=rules).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it(scheme: str, browser: Browser, faulty: Path) -> None:
    """By the keyboard, on a phone, with any contrast: axe on each state."""
    options = {"color_scheme": scheme, "viewport": PHONE}
    with page_browser.opened(browser, SINGLE, **options) as opened:
        page = opened.page
        assert violations(page) == []
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "files"
        opened.choose(faulty)
        for summary in page.locator("summary").all():
            summary.click()
        assert violations(page) == []
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"]
        page.evaluate("document.getElementById('old').hidden = false")
        assert violations(page) == []
