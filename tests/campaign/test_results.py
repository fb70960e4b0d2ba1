"""Protocols in a district: blanks that know the results, «Данные РЦОИ», what schools said else."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import protocol_files as p
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from roadmap_xl.campaign.creating import create_campaign
from roadmap_xl.campaign.folder import CampaignFolder
from roadmap_xl.cli import commands
from roadmap_xl.district.official import read_official
from roadmap_xl.district.registry import Registry, SchoolEntry, read_registry
from roadmap_xl.district.settings import Settings
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.form.submission import Submission
from roadmap_xl.reader.workbook import read_workbook
from roadmap_xl.workbook.school_workbook import write_school_workbook

FORM = form_of("2026")
DAY = date(2026, 11, 24)
CITY, VILLAGE, SMALL = (
    SchoolEntry(code="0301", name="СОШ № 1", settlement="г. Степной"),
    SchoolEntry(code="7", name="СОШ с. Ивановка", settlement="с. Ивановка", exam_code="302"),
    SchoolEntry(code="8", name="ООШ х. Дальний", settlement="х. Дальний", grade11=False),
)
REGISTRY = Registry([CITY, VILLAGE, SMALL])
OF_CITY = list(zip(p.pupils(3, "301"), (30, 60, 90), strict=True))
OF_VILLAGE = list(zip(p.pupils(2, "302", 20), (40, 100), strict=True))
STRANGER = (p.Pupil(40, "999"), 50)
DEMO_OF_LAST_YEAR = {"meta.contact": "Петрова А. А.", "meta.pupils_total.y2": 210}


def run(*arguments: object) -> str:
    done = CliRunner().invoke(commands, [*map(str, arguments), "--date", DAY.isoformat()])
    assert done.exception is None or done.exit_code, done.exc_info
    return done.output


@pytest.fixture
def folder(tmp_path: Path) -> CampaignFolder:
    path = tmp_path / "Сбор"
    settings = Settings(edition="2026", stage="На сдачу")
    create_campaign(path, settings, registry=REGISTRY, created=DAY)
    protocols = tmp_path / "Протоколы"
    protocols.mkdir()
    everybody = [*OF_CITY, *OF_VILLAGE, STRANGER]
    p.xlsx(protocols / "1.xlsx", p.report(everybody, "01 - Русский язык 2026.06.04"))
    maths = [(one, 4) for one, _ in everybody]
    p.csv_in("cp1251")(protocols / "22.csv", p.base(maths))
    return CampaignFolder(path)


def fill_blanks(folder: CampaignFolder, *options: object) -> str:
    protocols = folder.path.parent / "Протоколы"
    return run("template", "--all", folder.path, "--results", protocols, *options)


def blank_of(folder: CampaignFolder, school: SchoolEntry) -> Submission:
    (path,) = folder.blanks.glob(f"{school.code} *.xlsx")
    submission = read_workbook(path).submission
    assert submission is not None
    return submission


def test_each_school_has_its_own_numbers(folder: CampaignFolder) -> None:
    said = fill_blanks(folder)
    city, village, small = (blank_of(folder, one) for one in REGISTRY.schools)
    found = ("ege.rus.total", "ege.rus.b_min_50", "prob.avg.rus", "bm.1.g4", "prob.n80_plus")
    assert [city[key] for key in found] == [3, 1, 60, 3, 1]
    assert [village[key] for key in found] == [2, 1, 70, 2, 1]
    assert [small[key] for key in found] == [None] * 5
    assert "учтено: 12" in said
    assert "Коды ОО, которых нет в реестре: 999." in said


def test_the_registry_keeps_the_codes_of_exams(folder: CampaignFolder) -> None:
    registry, _ = read_registry(folder.registry)
    assert [one.code_of_exams for one in registry.schools] == ["0301", "302", "8"]


def test_the_table_of_the_centre_is_filled_and_not_written_over(folder: CampaignFolder) -> None:
    fill_blanks(folder)
    rows = {(row.code, row.subject): row.numbers for row in read_official(folder.official).rows}
    assert rows["7", "Русский язык"] == {
        "total": 2, "below": 0, "b_min_50": 1, "b_51_60": 0, "b_61_70": 0, "b_71_90": 0,
        "b_91_99": 0, "b_100": 1, "mean": 70,
    }  # fmt: skip
    assert rows["0301", "Математика базовая"] == {"total": 3, "below": 0}
    assert len(rows) == 4
    before = folder.official.read_bytes()
    assert "строк школы и предмета — 4" in fill_blanks(folder)
    book = load_workbook(folder.official)
    book.worksheets[0]["D2"] = 17
    book.save(folder.official)
    changed = folder.official.read_bytes()
    assert "не изменён: в нём уже другие данные" in fill_blanks(folder)
    assert folder.official.read_bytes() == changed != before


def test_what_a_school_says_else_is_in_the_summary(folder: CampaignFolder) -> None:
    fill_blanks(folder)
    values = {field.id: value for field, value in zip(
        FORM.fields, blank_of(folder, CITY).values, strict=True) if value is not None}  # fmt: skip
    changed = {**values, "meta.stage": "На сдачу", "ege.rus.total": 5, "bm.1.g2": 1}
    write_school_workbook(
        folder.incoming / "школа.xlsx", prefilled(FORM, school=changed), created=DAY
    )
    run("consolidate", folder.path)
    (summary,) = folder.summaries.glob("*.xlsx")
    cells = [cell for row in load_workbook(summary)["Замечания"].values for cell in row]
    found = [cell for cell in cells if "по данным РЦОИ" in str(cell)]
    assert len(found) == 2
    assert any("Русский язык, Всего: школа указала 5, по данным РЦОИ 3" in one for one in found)


def test_no_name_is_left_in_the_campaign(folder: CampaignFolder) -> None:
    said = fill_blanks(folder)
    files = [path for path in folder.path.rglob("*") if path.is_file()]
    texts = [path.read_bytes() for path in files] + [said.encode()]
    for path in (one for one in files if one.suffix == ".xlsx"):
        for sheet in load_workbook(path):
            texts += [str(cell).encode() for row in sheet.values for cell in row if cell]
    assert p.names_in(texts) == set()


def test_last_years_folder_hands_on_what_stays(folder: CampaignFolder, tmp_path: Path) -> None:
    last = CampaignFolder(tmp_path / "Сбор 2020")
    create_campaign(last.path, Settings(edition="2020"), registry=REGISTRY, created=DAY)
    known = {**CITY.known_fields, **DEMO_OF_LAST_YEAR, "meta.stage": "На сдачу", "prob.n_olymp": 3}
    write_school_workbook(
        last.incoming / "школа.xlsx", prefilled(form_of("2020"), school=known), created=DAY
    )
    said = fill_blanks(folder, "--from", last.path)
    assert "нет сводки прошлого года" in said
    run("consolidate", last.path)
    said = fill_blanks(folder, "--from", last.path)
    assert "перенесено школам: 1; книги не нашлось: 2" in said
    city = blank_of(folder, CITY)
    assert (city["meta.contact"], city["meta.pupils_total.y1"]) == ("Петрова А. А.", 210)
    assert city["ege.rus.total"] == 3
    assert city["prob.n_olymp"] is None
    assert "за 2020 год" in run("template", "--all", last.path, "--from", last.path)


def test_a_folder_without_protocols_is_said(folder: CampaignFolder) -> None:
    protocols = folder.path.parent / "Протоколы"
    shutil.rmtree(protocols)
    protocols.mkdir()
    assert "нет протоколов" in fill_blanks(folder)
    (protocols / "приказ.pdf").write_bytes(b"%PDF-1.7")
    assert "приказ.pdf" in fill_blanks(folder)
