"""A whole campaign on the page, from no folder to letters and publication, as a person clicks."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from intake.running import opened, started
from openpyxl import load_workbook
from pane_browser import browser_of_the_system

from roadmap_xl.campaign.demo.run import DemoResult

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.server
BLANK_OF_ANOTHER_YEAR = Path(__file__).parents[2] / "workbook_templates" / "roadmap_2026.xlsx"
PHONE = {"width": 390, "height": 760}
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browser_of_the_system() as found:
        yield found


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it is."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=WCAG).response["violations"]
    return [f"{page.url} {one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


def go(page: Page, name: str) -> None:
    page.get_by_role("navigation").first.get_by_role("link", name=name, exact=True).click()
    page.get_by_role("heading", level=1).wait_for()


def new_campaign(page: Page, demo: DemoResult, place: Path) -> None:
    page.get_by_label("Название", exact=True).fill("Сбор 2020")
    page.get_by_label("Где сделать папку").fill(str(place))
    page.get_by_label("Год бланка").select_option("2020")
    page.get_by_label("Срок сдачи").fill("05.10.2020")
    page.get_by_label("Реестр школ, если он уже есть").set_input_files(demo.registry)
    page.get_by_role("button", name="Сделать сбор").click()
    page.get_by_role("heading", name="Школы: 12").wait_for()


DROP = """([bytes, name]) => {
  const dropped = new DataTransfer();
  dropped.items.add(new File([Uint8Array.from(bytes)], name));
  const form = document.querySelector("form.drop");
  const options = {bubbles: true, cancelable: true, dataTransfer: dropped};
  for (const kind of ["dragover", "drop"]) form.dispatchEvent(new DragEvent(kind, options));
}"""


def more_schools(page: Page, demo: DemoResult) -> None:
    """A list of schools dropped on its place, then three typed."""
    with page.expect_navigation():
        page.evaluate(DROP, [list(demo.registry.read_bytes()), "Школы.xlsx"])
    for number in (1, 2, 3):
        page.get_by_text("Добавить школу", exact=True).click()
        added = page.locator("details form")
        added.get_by_label("Код", exact=True).fill(f"23060{number}")
        added.get_by_label("Наименование").fill(f"МБОУ СОШ № {60 + number} с. Дальнее")
        added.get_by_role("button", name="Добавить").click()
        page.get_by_role("heading", name=f"Школы: {12 + number}").wait_for()
    assert page.get_by_label("Срок сдачи").input_value() == "05.10.2020"


def is_of_nobody(page: Page) -> None:
    """A blank of another year, which nobody has filled in: looked at, then laid aside."""
    card = page.locator("article", has_text="бланк.xlsx")
    card.get_by_text("Это бланк 2026 года, а сводка собирается за 2020.").wait_for()
    card.get_by_role("button", name="Не учитывать").click()
    card.wait_for(state="detached")


def stays_what_somebody_does(page: Page) -> None:
    """While the board moves: what is typed, and where the keyboard is."""
    remark = (
        "(value) => fetch(location.pathname + 'schools/230510/decisions',"
        " {method: 'POST', body: new URLSearchParams({name: 'remark', value})})"
    )
    go(page, "Кто сдал")
    page.get_by_label("Искать").fill("Полев")
    page.get_by_role("button", name="Показать").focus()
    page.evaluate(remark, "звонили")
    page.wait_for_timeout(1_500)
    assert page.get_by_label("Искать").input_value() == "Полев"
    page.get_by_label("Искать").fill("")
    link = page.get_by_role("link", name=re.compile("Полевская"))
    link.focus()
    page.get_by_text("Примечание: звонили").wait_for()
    assert "Полевская" in page.evaluate("document.activeElement.textContent")


def what_came(demo: DemoResult, place: Path) -> list[Path]:
    """Books, one twice under another name, an archive with junk, a damaged one."""
    books = sorted(demo.real_school.parent.iterdir())
    again = place / "ещё раз.xlsx"
    again.write_bytes(books[0].read_bytes())
    damaged = place / "повреждена.xlsx"
    damaged.write_bytes(books[1].read_bytes()[:5000])
    archive = place / "почта.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for book in books[6:]:
            packed.write(book, f"Письма/{book.name}")
        packed.writestr("Thumbs.db", b"x")
    blank = place / "бланк.xlsx"
    blank.write_bytes(BLANK_OF_ANOTHER_YEAR.read_bytes())
    return [*books[:6], again, damaged, archive, blank]


def test_a_whole_campaign_without_the_command_line(
    browser: Browser, demo_district: DemoResult, tmp_path: Path
) -> None:
    faults: list[str] = []
    with (
        started(tmp_path) as (running, address),
        opened(browser, address, viewport={"width": 1366, "height": 768}) as page,
    ):
        faults += violations(page)
        new_campaign(page, demo_district, tmp_path)
        more_schools(page, demo_district)
        faults += violations(page)

        go(page, "Приём")
        came = what_came(demo_district, tmp_path)
        page.get_by_label("Книги, архивы, документы Word").set_input_files(came)
        page.get_by_role("button", name="Принять").click()
        leaving = "() => dispatchEvent(new Event('beforeunload', {cancelable: true}))"
        assert page.evaluate(leaving) is False  # it asks: files are still being sent
        page.get_by_text("ещё раз.xlsx: ").wait_for()
        page.get_by_text("Thumbs.db").wait_for()
        faults += violations(page)

        go(page, "Кто сдал")
        page.get_by_text(
            "получено от 12 · в срок 2"
        ).wait_for()  # ten came late; it moves by itself
        faults += violations(page)
        is_of_nobody(page)
        page.get_by_role("link", name=re.compile("Верхнереченская")).click()
        page.get_by_text("«Всего» 7, а отметок в сумме 6").wait_for()
        assert page.locator("td.meant").first.is_visible()
        faults += violations(page)
        with page.expect_download() as download:
            page.get_by_role("link", name="Книга с замечаниями").first.click()
        assert download.value.suggested_filename.endswith(" - с замечаниями.xlsx")
        page.get_by_text("Решить о файле").first.click()
        page.get_by_label("Вернуть на доработку: что исправить").first.fill("базовая математика")
        page.get_by_role("button", name="Вернуть", exact=True).first.click()
        page.get_by_text("Возвращён на доработку:").wait_for()

        go(page, "Сводка")
        page.get_by_role("button", name="Собрать сводку").click()
        page.get_by_role("link", name="Предметы", exact=True).wait_for()
        faults += violations(page)
        with page.expect_download() as download:
            page.get_by_role("link", name="Для публикации").click()
        published = load_workbook(io.BytesIO(download.value.path().read_bytes()))
        assert download.value.suggested_filename.startswith("Для публикации")
        assert "Предметы" in published.sheetnames
        page.get_by_role("link", name="Предметы", exact=True).click()
        page.locator("a.quiet").first.click()
        page.get_by_role("heading", name="Откуда эта цифра").wait_for()
        assert page.get_by_text(re.compile("SHA-256 [0-9a-f]{64}")).count() > 3
        faults += violations(page)

        go(page, "Письма")
        page.get_by_role("button", name="Написать письма").click()
        page.get_by_text("Писем: 15").wait_for()
        faults += violations(page)
        with page.expect_download() as download:
            page.get_by_role("link", name="все одним архивом").click()
        assert len(zipfile.ZipFile(download.value.path()).namelist()) == 15

        go(page, "События")
        page.get_by_text("«Возвращён на доработку» — базовая математика").first.wait_for()
        faults += violations(page)
        summaries = {path.suffix for path in (tmp_path / "Сбор 2020" / "Сводки").iterdir()}
        assert {".xlsx", ".json"} <= summaries
        stays_what_somebody_does(page)
        running.kill()
        page.get_by_text("эта страница больше не меняется").wait_for()
    assert faults == []


def test_every_page_works_without_script_on_a_phone_in_the_dark(
    browser: Browser, demo_district: DemoResult, tmp_path: Path
) -> None:
    options = {"java_script_enabled": False, "viewport": PHONE, "color_scheme": "dark"}
    book = demo_district.real_school.parent / "полевская.xlsx"
    with started(tmp_path) as (_, address), opened(browser, address, **options) as page:
        new_campaign(page, demo_district, tmp_path)
        go(page, "Приём")
        page.get_by_label("Книги, архивы, документы Word").set_input_files(book)
        page.get_by_role("button", name="Принять").click()
        page.get_by_text("полевская.xlsx: получен").wait_for()
        for name in ("Бланки", "Кто сдал", "Сводка", "Письма", "Настройки", "События"):
            go(page, name)
            page.get_by_role("heading", level=1).wait_for()
