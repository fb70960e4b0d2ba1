"""A district's own edition through every command: nothing of it is in the package."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from own_editions import OWN, own_edition, run

from roadmap_xl.addin.functions.findings import findings
from roadmap_xl.campaign.creating import create_campaign
from roadmap_xl.campaign.demo.schools import demo_schools
from roadmap_xl.campaign.folder import CampaignFolder
from roadmap_xl.district.registry import Registry, SchoolEntry
from roadmap_xl.district.settings import Settings
from roadmap_xl.form.fields import Form, form_of
from roadmap_xl.form.forms import Forms
from roadmap_xl.form.submission import blank
from roadmap_xl.reader.workbook import read_workbook
from roadmap_xl.workbook.school_workbook import write_school_workbook

DAY = date(2026, 11, 1)
NEW = "Доля тьюторов"
CHANGES = [
    ('key = "1.2-5"\nlabel = "Доля молодых специалистов"', f'key = "степной-1"\nlabel = "{NEW}"'),
    ('label = "Создание Рабочей группы', 'label = "Утверждение рабочей группы района'),
]
TUTORS = "ind.степной-1.y1.num"


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> CampaignFolder:
    folder = CampaignFolder(tmp_path_factory.mktemp("Район") / "Сбор")
    form = Form(own_edition(folder.editions, CHANGES))
    schools = demo_schools(form_of("2026"))[:3]
    listed = [SchoolEntry(code=s.code, name=str(s.raw["meta.school_name"])) for s in schools]
    create_campaign(
        folder.path,
        Settings(edition=OWN, stage="На сдачу"),
        registry=Registry(listed),
        created=DAY,
    )
    for number, school in enumerate(schools, start=1):
        values = {k: v for k, v in school.raw.items() if k in form.by_id}
        values |= {TUTORS: number, "ind.степной-1.y2.num": number}
        write_school_workbook(
            folder.incoming / f"{school.code}.xlsx", blank(form, values), created=DAY
        )
    return folder


def book_of(campaign: CampaignFolder) -> Path:
    return sorted(campaign.incoming.glob("*.xlsx"))[0]


def test_the_blank_with_buttons_and_the_district_s_own(
    campaign: CampaignFolder, tmp_path: Path
) -> None:
    file = campaign.editions / f"{OWN}.toml"
    path = tmp_path / "Бланк.xlsm"
    run("template", "--edition", file, "-o", path)
    meta = load_workbook(path, keep_vba=True)["_meta"]
    assert OWN in [row[1].value for row in meta.iter_rows()]
    own = tmp_path / "Район.xlsx"
    run("template", "--edition", file, "--district", "-o", own)
    reading = read_workbook(own, Forms([own_edition(tmp_path / "и", CHANGES)]))
    assert reading.edition == f"{OWN}-район"


def test_word_out_and_in_again(campaign: CampaignFolder, tmp_path: Path) -> None:
    book, document = book_of(campaign), tmp_path / "Дорожная карта.docx"
    assert "Документ" in run("document", book, "-o", document)
    back = tmp_path / "Из документа.xlsx"
    said = run("import", document, "-o", back, "--edition", campaign.editions / f"{OWN}.toml")
    assert f"бланк {OWN}" in said
    forms = Forms([own_edition(tmp_path / "и", CHANGES)])
    first, again = (read_workbook(path, forms).submission for path in (book, back))
    assert first is not None
    assert again is not None
    for key in ("ege.rus.total", "pln.1-01.term", "psp.goal", "prob.n_olymp"):
        assert again[key] == first[key]


def test_repair_changes_nothing_of_a_clean_book(campaign: CampaignFolder, tmp_path: Path) -> None:
    copy = tmp_path / "Копия.xlsx"
    said = run("repair", book_of(campaign), "-o", copy)
    assert "Не нашлось места" not in said


def test_the_district_s_summary_with_all_that_goes_with_it(
    campaign: CampaignFolder, tmp_path: Path
) -> None:
    summary = tmp_path / "Сводка.xlsx"
    said = run(
        "consolidate", campaign.path, "-o", summary, "--publish", tmp_path / "Книга.xlsx",
        "--tidy", tmp_path / "Данные.csv", "--feedback", tmp_path / "Письма", "--date", DAY,
    )  # fmt: skip
    assert "учтено 3 из 3 школ" in said
    page = load_workbook(summary, read_only=True)["Показатели"]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert any(NEW in row for row in rows)
    assert NEW in (tmp_path / "Данные.csv").read_text(encoding="utf-8-sig")
    own = json.loads((tmp_path / "Сводка.json").read_text(encoding="utf-8"))["own_edition"]
    assert own["key"] == OWN
    explained = run("explain", summary, "Предметы!B6")
    assert "SHA-256" in explained
    again = run(
        "consolidate", campaign.path, "-o", tmp_path / "Позже.xlsx", "--date", DAY,
        "--previous", tmp_path / "Сводка.json",
    )  # fmt: skip
    assert "учтено 3 из 3 школ" in again
    assert "Динамика" in load_workbook(tmp_path / "Позже.xlsx", read_only=True).sheetnames


def test_a_function_in_a_cell_knows_what_this_computer_has_met(campaign: CampaignFolder) -> None:
    book = book_of(campaign)
    run("check", book)
    workbook = load_workbook(book, data_only=True)
    sheets = [[[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in workbook]
    said = findings(*sheets)
    assert "FIL-003" not in [row[-1] for row in said]
