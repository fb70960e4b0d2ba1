"""«Приёмная» with an edition of one's own that does without whole tables: all its pages."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from intake.desk import Desk, opened_desk
from intake.test_links import DEAR, Found, pages
from openpyxl import load_workbook
from own_editions import OWN, own_edition

from roadmap_xl.campaign.creating import create_campaign
from roadmap_xl.campaign.demo.schools import demo_schools
from roadmap_xl.campaign.folder import CampaignFolder
from roadmap_xl.district.registry import Registry, SchoolEntry
from roadmap_xl.district.settings import Settings
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.forms import forms_beside
from roadmap_xl.form.submission import blank
from roadmap_xl.school.paper.whole import PaperState, document_bytes
from roadmap_xl.workbook.school_workbook import write_school_workbook

DAY = date(2026, 11, 1)
SCHOOLS = demo_schools(form_of("2026"))[:4]
WITHOUT = ("averages", "problem_counts", "exams", "base_math", "school", "plan")
GONE = {"Предметы", "По школам", "Средние баллы", "Динамика", "Базовая математика", "План"}
"""The summary's sheets that stand on what is not there."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    folder = CampaignFolder(tmp_path / "Сбор")
    begins = "exam_year = 2026"
    parts = f"without = {json.dumps(WITHOUT)}\n{begins}"
    own_edition(folder.editions, [(begins, parts)])
    listed = [SchoolEntry(code=s.code, name=str(s.raw["meta.school_name"])) for s in SCHOOLS]
    create_campaign(folder.path, Settings(edition=OWN, stage="На сдачу", district="Степной район"),
                    registry=Registry(listed), created=DAY)  # fmt: skip
    with opened_desk(folder, tmp_path / "home") as found:
        yield found


def came(desk: Desk) -> list[tuple[str, bytes]]:
    """Two healthy books, one with a text for its stage, and a Word document."""
    form = forms_beside([desk.folder.registry]).of(OWN)
    files = []
    for number, school in enumerate(SCHOOLS):
        raw = {key: value for key, value in school.raw.items() if key in form.by_id}
        raw |= {"meta.stage": "потом"} if number == 2 else {}
        filled = blank(form, raw)
        if number == 3:
            data = document_bytes(filled, PaperState(True), created=DAY)
            files.append((f"{school.code}.docx", data))
            continue
        path = desk.folder.path / "книга.xlsx"
        write_school_workbook(path, filled, created=DAY)
        files.append((f"{school.code}.xlsx", path.read_bytes()))
    return files


class OneOfMany:
    """Another explanation of a cell than the first of its sheet; a page holds hundreds of links."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}

    def __call__(self, address: str) -> bool:
        asked = re.search(r"explain\?sheet=([^&]*)", address)
        return asked is not None and self._first.setdefault(asked[1], address) != address


def test_a_campaign_is_walked_from_its_blanks_to_its_letters(desk: Desk) -> None:
    desk.post("/blanks/make")
    desk.wait()
    assert f"Записано бланков: {len(SCHOOLS) + 1}" in desk.get("/blanks")
    said = desk.drop(*came(desk))
    desk.wait()
    assert all("получен" in str(one["words"]) for one in said), said
    assert {*desk.statuses()} == {school.code for school in SCHOOLS}
    versions = [load_workbook(path)["_meta"] for path in desk.folder.incoming.rglob("*.xlsx")]
    assert [dict(sheet.values)["edition"] for sheet in versions] == [OWN] * len(SCHOOLS)
    desk.post("/summary/run", beside="publish")
    desk.wait()
    desk.post("/letters/write")
    desk.wait()
    assert "Писем: 4" in desk.get("/letters")
    found = pages(desk, OneOfMany())
    shown = {unquote(to).partition("sheet=")[2] for to in found if "summary?sheet=" in to}
    book = load_workbook(io.BytesIO(desk.client.get(f"{desk.base}/summary/files/book").content))
    assert shown <= set(book.sheetnames)
    assert GONE.isdisjoint(book.sheetnames)
    assert sum("Откуда эта цифра" in text for text in found.values()) > 1
    dear = {to for text in found.values() for to in Found(text).links if to.endswith(DEAR)}
    assert len(dear) == len(SCHOOLS) * len(DEAR)
    assert {desk.client.get(to).status_code for to in sorted(dear)[:2]} == {200}
