"""`roadmap-xl edition`: exported, edited, built into a campaign, frozen once blanks went out."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from roadmap_xl.campaign.creating import create_campaign
from roadmap_xl.campaign.folder import CampaignFolder
from roadmap_xl.cli import commands
from roadmap_xl.district.registry import Registry, SchoolEntry
from roadmap_xl.district.settings import Settings
from roadmap_xl.form.forms import forms_beside
from roadmap_xl.form.submission import blank
from roadmap_xl.school.check import check_file
from roadmap_xl.workbook.school_workbook import write_school_workbook

DAY = date(2026, 11, 1)
KEY = "2026-степной"
RENAMED = "Доля педагогов-наставников"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(commands, [*map(str, arguments), "--date", "2026-11-01"])


def listed(*arguments: object) -> str:
    return CliRunner().invoke(commands, list(map(str, arguments))).output


def edited(path: Path, sheet: str, old: object, new: object) -> None:
    """One cell typed over, wherever this text stands on the sheet."""
    workbook = load_workbook(path)
    (cell,) = (c for row in workbook[sheet] for c in row[1:] if c.value == old)
    cell.value = new
    workbook.save(path)


@pytest.fixture
def campaign(tmp_path: Path) -> CampaignFolder:
    folder = CampaignFolder(tmp_path / "Сбор 2026")
    school = SchoolEntry(code="17", name="СОШ № 17", settlement="с. Ивановка")
    settings = Settings(edition=KEY, stage="На сдачу")
    create_campaign(folder.path, settings, registry=Registry([school]), created=DAY)
    return folder


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "Издание.xlsx"
    done = run("edition", "export", "2026", "-o", path)
    assert done.exit_code == 0, done.output
    edited(path, "Показатели", "Доля наставников", RENAMED)
    return path


def test_what_is_wrong_is_refused_with_its_cell_and_nothing_is_written(
    book: Path, campaign: CampaignFolder
) -> None:
    done = run("edition", "build", book, "--campaign", campaign.path)
    assert done.exit_code == 2
    assert "ошибка: Общее, C4: Код издания «2026» не годится." in done.output
    assert "→ Впишите год экзамена и имя района строчными буквами: 2026-степной." in done.output
    assert not campaign.editions.exists()


def test_it_is_built_and_its_blanks_come_back_checked(book: Path, campaign: CampaignFolder) -> None:
    edited(book, "Общее", "2026", KEY)
    done = run("edition", "build", book, "--campaign", campaign.path)
    assert done.exit_code == 0, done.output
    assert f"показатель «Доля наставников» → «{RENAMED}»" in done.output
    assert f"Издание {KEY}.1 записано" in done.output
    (sample,) = campaign.editions.glob("*.xlsx")
    assert check_file(sample, forms=forms_beside([sample])).reading.edition == KEY
    assert run("template", "--all", campaign.path).exit_code == 0
    (blank,) = campaign.blanks.glob("17*.xlsx")
    report = check_file(blank, forms=forms_beside([blank]))
    assert report.reading.edition == KEY
    assert report.reading.left == ()
    assert f"{KEY}: своё, версия 1" in listed("edition", "list", "--campaign", campaign.path)
    said = listed("edition", "diff", "2026", KEY, "--campaign", campaign.path)
    assert f"«Доля наставников» → «{RENAMED}»" in said


def test_what_went_out_is_changed_only_as_a_new_version(
    book: Path, campaign: CampaignFolder, tmp_path: Path
) -> None:
    edited(book, "Общее", "2026", KEY)
    assert run("edition", "build", book, "--campaign", campaign.path).exit_code == 0
    same = run("edition", "build", book, "--campaign", campaign.path)
    assert "Издание такое же, как записанное." in same.output
    edited(book, "Показатели", RENAMED, "Доля тьюторов")
    rebuilt = run("edition", "build", book, "--campaign", campaign.path)
    assert f"Издание {KEY}.1 записано" in rebuilt.output
    assert run("template", "--all", campaign.path).exit_code == 0
    edited(book, "Показатели", "Доля тьюторов", "Доля наставников района")
    refused = run("edition", "build", book, "--campaign", campaign.path)
    assert refused.exit_code == 2
    assert "уже разосланы" in refused.output
    again = tmp_path / "Издание 2.xlsx"
    assert run("edition", "export", KEY, "--campaign", campaign.path, "-o", again).exit_code == 0
    edited(again, "Показатели", "Доля тьюторов", "Доля наставников и тьюторов")
    done = run("edition", "build", again, "--campaign", campaign.path)
    assert done.exit_code == 0, done.output
    assert "это версия 2" in done.output
    files = {path.name for path in campaign.editions.glob("*.toml")}
    assert files == {f"{KEY}.toml", f"{KEY}.1.toml"}


def test_repair_moves_a_filled_book_to_the_new_version_and_lists_what_has_no_place(
    book: Path, campaign: CampaignFolder, tmp_path: Path
) -> None:
    edited(book, "Общее", "2026", KEY)
    assert run("edition", "build", book, "--campaign", campaign.path).exit_code == 0
    first = forms_beside([campaign.editions]).of(KEY)
    known = {"ege.rus.total": 3, "ind.1.2-5.y1.num": 2, "ind.1.3-1.y1.num": 4}
    filled = campaign.incoming / "17.xlsx"
    write_school_workbook(filled, blank(first, known), created=DAY)
    again = tmp_path / "Издание 2.xlsx"
    assert run("edition", "export", KEY, "--campaign", campaign.path, "-o", again).exit_code == 0
    switched_off(again, "Показатели", "Доля молодых специалистов")
    assert run("edition", "build", again, "--campaign", campaign.path).exit_code == 0

    checked = check_file(filled, forms=forms_beside([filled]))
    assert checked.reading.template_version == f"{KEY}.1"
    assert checked.reading.submission is not None
    assert checked.reading.submission["ind.1.2-5.y1.num"] == 2
    assert "FIL-004" in {one.code for one in checked.findings}

    copy = tmp_path / "Копия.xlsx"
    done = CliRunner().invoke(commands, ["repair", str(filled), "-o", str(copy)])
    assert done.exit_code == 0, done.output
    assert "Не нашлось места в бланке: 1." in done.output
    shutil.copy(copy, campaign.incoming / "копия.xlsx")
    moved = check_file(campaign.incoming / "копия.xlsx", forms=forms_beside([filled])).reading
    assert moved.template_version == f"{KEY}.2"
    assert moved.submission is not None
    assert [moved.submission[key] for key in ("ege.rus.total", "ind.1.3-1.y1.num")] == [3, 4]


def switched_off(path: Path, sheet: str, label: str) -> None:
    """«Действует» — нет in the row with this text."""
    workbook = load_workbook(path)
    row = next(r for r in workbook[sheet].iter_rows() if label in [c.value for c in r])
    row[1].value = "нет"
    workbook.save(path)
