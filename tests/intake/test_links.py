"""Every link leads where it says, whatever a school's code or a file is called."""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from intake.desk import ORIGIN, TODAY, Desk, made_campaign, opened_desk
from openpyxl import load_workbook

from roadmap_xl.campaign.demo.run import DemoResult
from roadmap_xl.campaign.folder import CampaignFolder
from roadmap_xl.campaign.store import decisions, letters
from roadmap_xl.campaign.store.database import opened_store
from roadmap_xl.campaign.store.events import SCHOOL
from roadmap_xl.campaign.store.letters import Kind, Letter
from roadmap_xl.intake.addresses import NameConvertor

CODES = (
    *("5?a=1", "7#8", "9/10", "9/changes", "50%", "%2F", "..", ".", "а б", "🙂"),
    *("<b>\"'&amp;", "\\+;=,~41"),
)
FILES = ("книга?#%20&a=1.xlsx", "<b>\"'&amp;.xlsx", "а  б\n%2F..xlsx")
DEAR = ("/repaired", "/paper")
"""Each costs a worker seconds, and is asked by a test of its own."""


class Found(HTMLParser):
    """The links and the forms of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.actions: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "a":
            self.links.append(found.get("href") or "")
        elif tag == "form":
            self.actions.append(found.get("action") or "")


def registered(folder: CampaignFolder) -> dict[str, str]:
    """The registry with these codes; by code, the names of the schools."""
    workbook = load_workbook(folder.registry)
    names: dict[str, str] = {}
    for row, code in zip(workbook["Реестр"].iter_rows(min_row=2), CODES, strict=True):
        row[0].value, row[0].data_type = code, "s"
        names[code] = str(row[1].value)
    workbook.save(folder.registry)
    return names


@pytest.fixture
def folder(demo_district: DemoResult, tmp_path: Path, sent: list[Path]) -> CampaignFolder:
    """A campaign whose codes and files are called as badly as people and systems allow."""
    found = made_campaign(demo_district, tmp_path / "Сбор № 1 #?%")
    names = registered(found)
    for name, book in zip(FILES, sent, strict=False):
        shutil.copy(book, found.incoming / name)
    found.blanks.mkdir(exist_ok=True)
    found.letters.mkdir()
    (found.letters / "п.txt").write_text("Письмо", encoding="utf-8")
    for number, name in enumerate(FILES):
        (found.blanks / name).write_bytes(f"{number}".encode())
    with opened_store(found.path) as store, store.writing() as connection:
        letters.replace_all(connection, [
            Letter(code, name, Kind.MEND, "a@example.ru", f"Тема {name}", "п.txt", "", "0" * 64,
                   TODAY)
            for code, name in names.items()
        ])  # fmt: skip
    return found


@pytest.fixture
def desk(folder: CampaignFolder, tmp_path: Path) -> Iterator[Desk]:
    with opened_desk(folder, tmp_path / "home") as found:
        found.get()
        found.wait()
        yield found


def pages(desk: Desk, is_left_out: Callable[[str], bool] = lambda to: False) -> dict[str, str]:
    """By address, every page that can be reached from the board by links."""
    waiting, seen = deque([f"{desk.base}/"]), {f"{desk.base}/": ""}
    while waiting:
        address = waiting.popleft()
        answer = desk.client.get(address)
        assert answer.status_code == 200, (address, answer.text)
        if not answer.headers["content-type"].startswith("text/html"):
            seen[address] = answer.headers["content-disposition"]
            continue
        seen[address] = answer.text
        for link in Found(answer.text).links:
            to = urljoin(ORIGIN + address, link).removeprefix(ORIGIN).partition("#")[0]
            if to not in seen and not to.endswith(DEAR) and not is_left_out(to):
                assert to.startswith(desk.keys.path), to
                seen[to] = ""
                waiting.append(to)
    return seen


def test_every_link_of_every_page_leads_somewhere(desk: Desk, folder: CampaignFolder) -> None:
    found = pages(desk)
    names = [*letters_of(desk)]
    for name in names:  # the page of each school, its letter and its draft
        headed = [text for text in found.values() if f"<h1>{name}" in text]
        assert len(headed) >= 2, name
    assert sum(text.startswith("attachment") for text in found.values()) >= len(CODES)
    for number, name in enumerate(FILES):
        address = NameConvertor().to_string(name)
        answer = desk.client.get(f"{desk.base}/blanks/{address}")
        assert answer.content == f"{number}".encode()


def letters_of(desk: Desk) -> list[str]:
    with desk.campaign.store.reading() as connection:
        return [one.name for one in letters.every(connection)]


def test_what_is_decided_on_a_schools_page_is_decided_about_that_school(desk: Desk) -> None:
    for code in CODES:
        page = desk.get(f"/schools/{NameConvertor().to_string(code)}")
        (action,) = {one for one in Found(page).actions if urlsplit(one).path.endswith(
            "/decisions") and "/schools/" in one}  # fmt: skip
        answer = desk.client.post(action, data={"name": "remark", "value": f"о {code}"})
        assert answer.status_code == 200, (code, answer.text)
        assert "О школе" in answer.text  # back on its page
    with desk.campaign.store.reading() as connection:
        decided = decisions.every(connection, SCHOOL)
    assert {code: one["remark"] for code, one in decided.items()} == {
        code: f"о {code}" for code in CODES
    }


@pytest.mark.parametrize("code", ["77", "x" * 200])
def test_nothing_is_decided_about_a_school_that_is_not_there(desk: Desk, code: str) -> None:
    """It would stand in the journal, and the journal be refused from then on."""
    answer = desk.client.post(
        f"{desk.base}/schools/{code}/decisions", data={"name": "no_data", "value": "да"}
    )
    assert answer.status_code == 404
    assert desk.get()
