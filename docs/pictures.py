"""Draws the pictures of the documentation from the current workbooks: `make pictures`.

LibreOffice turns a sheet into a page, its check column included, pdftoppm turns the page into a
picture, and Pillow cuts out what matters, from one piece of text to another. Needs
libreoffice-calc, libreoffice-writer and poppler-utils. `scenes.py` makes the workbooks. The page
for browsers is photographed in Chromium, as `make page` has built it, and so is «Приёмная».
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree

from click.testing import CliRunner
from PIL import Image, ImageChops, ImageOps
from scenes import scenes

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import page_browser
import pane_browser
from intake.desk import made_campaign
from intake.running import opened, started

from roadmap_xl.campaign.demo.run import run_demo
from roadmap_xl.cli import commands

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = Path(__file__).parent / "pictures"
POINTS = 72
MARGIN = 12
"""Pixels of white around a picture."""
COLOURS = 64
"""Enough for print on coloured cells; a file has a third of the size."""
PRINT_AREA = re.compile(r'<definedName name="_xlnm.Print_Area".*?</definedName>')


@dataclass(frozen=True)
class Picture:
    """One picture: which page of which scene, and what part of the page."""

    name: str
    scene: str
    begins: str
    """Words at its top, on no earlier page."""
    ends: str
    """The last words at its bottom; the first that stand below the beginning count."""
    right: str = ""
    """Words that end it on the right; otherwise all of the page's width counts."""
    above: float = 4
    below: float = 5
    """Points to keep above the first words and below the last."""
    resolution: int = 110


PICTURES = (
    Picture("title.png", "faulty", "ДОРОЖНАЯ КАРТА (план", "Серо-синий заголовок, курсив"),
    Picture("subjects_of_school.png", "faulty", "Итоги ЕГЭ 2019/2020", "Литература"),
    Picture("review.png", "faulty", "Ошибок: 1", "EGE-002"),
    Picture(
        "accepted.png",
        "accepted",
        "Предупреждения, которые верны:",
        "Посчитаны и",
        above=0,
        below=4,
    ),
    Picture(
        "protocol.png", "checked", "Протокол проверки", "TXT-001", right="EGE-002", resolution=140
    ),
    Picture("document.png", "paper", "Итоги ЕГЭ 2019/2020", "Литература"),
    Picture("overview.png", "summary", "Обзор", "подтверждено", below=14),
    Picture("received.png", "summary", "Сдача дорожных карт", "Степной, с. Кузьминка"),
    Picture("subjects.png", "summary", "Итоги ЕГЭ по предметам", "Итого по иностранным"),
    Picture("risks.png", "summary", "Риски", "Школ с признаком"),
    Picture("published.png", "published", "Итоги ЕГЭ по предметам", "Итого по иностранным"),
)


@dataclass(frozen=True)
class PagePicture:
    """The page for browsers, as wide, with the workbook of a scene checked on it."""

    name: str
    scene: str
    width: int
    height: int


PAGE_PICTURES = (
    PagePicture("page.png", "faulty", 960, 640),
    PagePicture("page_on_a_phone.png", "accepted", 390, 760),
)


@dataclass(frozen=True)
class DeskPicture:
    """A page of «Приёмная» with the demo's books: its address below the campaign's, its height."""

    name: str
    path: str
    height: int


DESK_PICTURES = (
    DeskPicture("desk_campaigns.png", "../../", 620),
    DeskPicture("desk_settings.png", "settings", 760),
    DeskPicture("desk_blanks.png", "blanks", 460),
    DeskPicture("desk_incoming.png", "incoming", 640),
    DeskPicture("desk_board.png", "", 700),
    DeskPicture("desk_school.png", "schools/230511", 960),
    DeskPicture("desk_summary.png", "summary", 1000),
    DeskPicture("desk_letters.png", "letters", 640),
    DeskPicture("desk_events.png", "events", 480),
)
DESK_WIDTH = 1180


@dataclass(frozen=True)
class ConsolePicture:
    """What `check` says of the workbook of a scene, as a console shows it."""

    name: str
    scene: str


CONSOLE_PICTURES = (ConsolePicture("console.png", "faulty"),)
CONSOLE = "<pre style='background:#14181d;color:#e6e9ed;padding:16px;font:16px monospace'>{}</pre>"


class Word(NamedTuple):
    """A word of a page, and where it ends, in points from the left and the top."""

    text: str
    top: float
    bottom: float
    right: float


def without_print_areas(source: Path, target: Path) -> None:
    """A copy whose pages hold everything, also what is not meant for paper."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "xl/workbook.xml":
                data = PRINT_AREA.sub("", data.decode("utf-8")).encode("utf-8")
            new.writestr(entry, data)


def as_pdf(source: Path, name: str, folder: Path) -> Path:
    """The pages of a workbook or a document."""
    copy = folder / f"{name}{source.suffix}"
    if source.suffix == ".docx":
        shutil.copyfile(source, copy)
    else:
        without_print_areas(source, copy)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, str(copy)], check=True, capture_output=True)
    return copy.with_suffix(".pdf")


def pages_of(pdf: Path) -> Iterator[list[Word]]:
    done = subprocess.run(["pdftotext", "-bbox", pdf, "-"], check=True, capture_output=True)
    for page in ElementTree.fromstring(done.stdout).iter("{http://www.w3.org/1999/xhtml}page"):
        yield [
            Word(w.text or "", *(float(w.attrib[side]) for side in ("yMin", "yMax", "xMax")))
            for w in page
        ]


def places_of(phrase: str, words: list[Word]) -> Iterator[Word]:
    """Each occurrence of a phrase, as one word."""
    asked = phrase.split()
    for first in range(len(words) - len(asked) + 1):
        found = words[first : first + len(asked)]
        if asked and [word.text for word in found] == asked:
            top, bottom = min(w.top for w in found), max(w.bottom for w in found)
            yield Word(phrase, top, bottom, max(w.right for w in found))


def part_of(picture: Picture, pdf: Path) -> tuple[int, tuple[float, float, float]]:
    """The number of the page, and the part: its top, its bottom and, if it is cut, its right end.

    Ends the program where the page does not say what the picture shows.
    """
    for number, words in enumerate(pages_of(pdf), start=1):
        right = next((word.right for word in places_of(picture.right, words)), 0.0)
        for first in places_of(picture.begins, words):
            for last in places_of(picture.ends, words):
                if last.bottom > first.top:
                    return number, (first.top, last.bottom, right)
    sys.exit(f"{picture.name}: no page says «{picture.begins}» and below it «{picture.ends}»")


def draw(picture: Picture, pdf: Path, folder: Path) -> None:
    number, (top, bottom, right) = part_of(picture, pdf)
    page, stem = str(number), folder / "page"
    command = ["pdftoppm", "-png", "-singlefile", "-r", str(picture.resolution), "-f", page]
    subprocess.run([*command, "-l", page, str(pdf), str(stem)], check=True)
    scale = picture.resolution / POINTS
    with Image.open(stem.with_suffix(".png")) as whole:
        width = int((right + 4) * scale) if right else whole.width
        part = whole.crop(
            (0, int((top - picture.above) * scale), width, int((bottom + picture.below) * scale))
        )
    save(ImageOps.expand(without_sides(part), MARGIN, "white"), picture.name)


def save(picture: Image.Image, name: str) -> None:
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(HERE / name, optimize=True)


def draw_pages(scenes: dict[str, Path], folder: Path) -> None:
    """Each picture of the page for browsers."""
    if said := page_browser.missing():
        sys.exit(f"The page cannot be photographed: {said}")
    address = page_browser.SINGLE_FILE.as_uri()
    with pane_browser.browser_of_the_system() as browser:
        for one in PAGE_PICTURES:
            size = {"width": one.width, "height": one.height}
            with page_browser.opened(browser, address, viewport=size) as opened:
                opened.choose(Path(shutil.copy(scenes[one.scene], folder / "Книга школы.xlsx")))
                opened.page.screenshot(path=folder / one.name)
            with Image.open(folder / one.name) as taken:
                save(taken.convert("RGB"), one.name)


def draw_desk(folder: Path) -> None:
    """Each picture of «Приёмная», with a summary made on it."""
    home = folder / "home"
    home.mkdir()
    demo = run_demo(folder / "demo", created=date(2020, 10, 1))
    campaign = made_campaign(demo, home / "Сбор 2020", deadline="")
    for book in demo.real_school.parent.iterdir():
        shutil.copy(book, campaign.incoming)
    with (
        pane_browser.browser_of_the_system() as browser,
        started(home, str(campaign.path)) as (
            _,
            address,
        ),
    ):
        size = {"width": DESK_WIDTH, "height": max(one.height for one in DESK_PICTURES)}
        with opened(browser, address, viewport=size) as page:
            page.get_by_text("получено от 12").wait_for()
            board = page.url
            work_at_desk(page, board)
            for one in DESK_PICTURES:
                page.goto(board + one.path)
                page.locator("h1").wait_for()
                cut = {"x": 0, "y": 0, "width": DESK_WIDTH, "height": one.height}
                page.screenshot(path=folder / one.name, clip=cut)
                with Image.open(folder / one.name) as taken:
                    save(taken.convert("RGB"), one.name)


def work_at_desk(page: Page, board: str) -> None:
    """A book is sent back, blanks are made, letters are written on a new summary."""
    page.goto(f"{board}schools/230511")
    page.get_by_text("Решить о файле").first.click()
    page.get_by_label("Вернуть на доработку: что исправить").fill("базовая математика")
    page.get_by_role("button", name="Вернуть", exact=True).click()
    page.get_by_text("Возвращён на доработку: ").first.wait_for()
    page.goto(f"{board}blanks")
    page.get_by_role("button", name="Сделать бланки").click()
    page.get_by_text("Файлов: 13").wait_for()
    page.goto(f"{board}letters")
    page.get_by_role("button", name="Написать письма").click()
    page.get_by_text("Писем: 12").wait_for()


def draw_consoles(scenes: dict[str, Path], folder: Path) -> None:
    """Each picture of the command line."""
    with pane_browser.browser_of_the_system() as browser:
        for one in CONSOLE_PICTURES:
            book = Path(shutil.copy(scenes[one.scene], folder / "Книга.xlsx"))
            said = CliRunner().invoke(commands, ["check", str(book)]).output
            page = browser.new_page(viewport={"width": 960, "height": 240})
            page.set_content(CONSOLE.format(escape(f"> roadmap-xl check {book.name}\n{said}")))
            page.locator("pre").screenshot(path=folder / one.name)
            with Image.open(folder / one.name) as taken:
                save(taken.convert("RGB"), one.name)


def without_sides(part: Image.Image) -> Image.Image:
    """The part without what is white left and right of it."""
    white = Image.new(part.mode, part.size, "white")
    left, _, right, _ = ImageChops.difference(part, white).getbbox() or (0, 0, *part.size)
    return part.crop((left, 0, right, part.height))


def main() -> None:
    if not shutil.which("soffice") or not shutil.which("pdftoppm"):
        sys.exit("LibreOffice and poppler-utils are needed for the pictures")
    HERE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="Сборы-") as name:
        folder = Path(name)
        found = scenes(folder / "scenes")
        pdfs = {scene: as_pdf(path, scene, folder) for scene, path in found.items()}
        for picture in PICTURES:
            draw(picture, pdfs[picture.scene], folder)
        draw_pages(found, folder)
        draw_desk(folder)
        draw_consoles(found, folder)


if __name__ == "__main__":
    main()
