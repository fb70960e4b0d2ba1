"""A campaign's folder as a district specialist uses it: made, filled, collected, misused."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result
from made_once import visible
from openpyxl import load_workbook

from roadmap_xl.campaign.demo.run import DemoResult
from roadmap_xl.campaign.folder import LONGEST, CampaignFolder, campaign_at, safe_name, safe_names
from roadmap_xl.campaign.opening import open_campaign
from roadmap_xl.cli import commands
from roadmap_xl.errors import RegistryError
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.form.submission import blank
from roadmap_xl.reader.workbook import read_workbook
from roadmap_xl.workbook.school_workbook import write_school_workbook

DAY = "2020-10-06"
SETTINGS = (
    "--edition", "2020", "--district", "Степной район", "--deadline", "2020-10-05",
    "--send-to", "на почту otdel@example.ru", "--ring", "Петрова А. А.", "--date", "2020-09-01",
)  # fmt: skip


def run(*arguments: str | Path) -> Result:
    """The answer of a command; an exception that comes through fails the test."""
    return CliRunner().invoke(commands, [str(a) for a in arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def prepared(demo_district: DemoResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign with the demo's registry and its twelve files, not yet collected."""
    place = tmp_path_factory.mktemp("district") / "Сбор"
    done = run("init", place, *SETTINGS, "--registry", demo_district.registry)
    assert done.exit_code == 0, done.output
    shutil.copytree(demo_district.real_school.parent, place / "Книги школ", dirs_exist_ok=True)
    return place


@pytest.fixture
def campaign(prepared: Path, tmp_path: Path) -> CampaignFolder:
    return CampaignFolder(Path(shutil.copytree(prepared, tmp_path / "Сбор")))


@pytest.fixture(scope="module")
def blanks(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The campaign with a blank for each school, and what the command said."""
    place = Path(shutil.copytree(prepared, tmp_path_factory.mktemp("blanks") / "Сбор"))
    done = run("template", "--all", place, "--date", "2020-09-02")
    assert done.exit_code == 0, done.output
    return place, done.output


@pytest.fixture
def with_blanks(blanks: tuple[Path, str], tmp_path: Path) -> CampaignFolder:
    return CampaignFolder(Path(shutil.copytree(blanks[0], tmp_path / "Сбор")))


def collected(campaign: CampaignFolder, day: str = DAY) -> Result:
    done = run("consolidate", campaign.path, "--date", day)
    assert done.exit_code == 0, done.output
    return done


def rows(path: Path, sheet: str, header: int) -> list[dict[str, Any]]:
    """The rows below a header (one-based) by their titles."""
    values = list(load_workbook(path)[sheet].iter_rows(min_row=header, values_only=True))
    titles = [str(title) for title in values[0]]
    return [dict(zip(titles, row, strict=False)) for row in values[1:] if any(row)]


def receipt(campaign: CampaignFolder, day: str = DAY) -> dict[str, dict[str, Any]]:
    """«Сдача» by the name of the file; a line without a file by its school's code."""
    path = campaign.summary(date.fromisoformat(day))
    return {row["Файл"] or row["Код"]: row for row in rows(path, "Сдача", 6)}


# --- the folder ---


def settings_of(place: Path) -> dict[object, object]:
    """What stands beside each label on «Настройки»."""
    sheet = load_workbook(place / "Реестр школ.xlsx")["Настройки"]
    return {row[1]: row[2] for row in sheet.iter_rows(values_only=True)}


def test_init_makes_what_a_district_needs_and_nothing_twice(tmp_path: Path) -> None:
    place = tmp_path / "Сбор 2026"
    first = run("init", place, "--date", "2026-11-01")
    assert first.exit_code == 0
    names = sorted(path.name for path in place.iterdir())
    assert names == [
        "Бланки", "Данные РЦОИ.xlsx", "Журнал.xlsx", "Книги школ", "Прочтите.txt",
        "Реестр школ.xlsx", "Сводки", "Собрать свод.cmd",
    ]  # fmt: skip
    shipped = Path("workbook_templates") / "Собрать свод.cmd"
    assert (place / shipped.name).read_bytes() == shipped.read_bytes()
    assert settings_of(place)["Стадия"] == "На сдачу"
    text = (place / "Прочтите.txt").read_bytes()
    assert text.startswith("\ufeffСбор".encode())
    assert text.count(b"\n") == text.count(b"\r\n")
    before = {path: path.read_bytes() for path in place.iterdir() if path.is_file()}
    (place / "Бланки").rmdir()
    again = run("init", place, "--district", "Другой район", "--date", "2026-11-02")
    assert "Сделано: «Бланки»." in again.output
    assert "Уже было, не изменено: «Реестр школ.xlsx», «Журнал.xlsx»" in again.output
    assert {path: path.read_bytes() for path in place.iterdir() if path.is_file()} == before


def test_the_settings_that_were_told_are_read_back(campaign: CampaignFolder) -> None:
    settings = open_campaign(campaign).settings
    assert (settings.district, settings.edition) == ("Степной район", "2020")
    assert settings.deadline == date(2020, 10, 5)
    assert settings.send_to == "на почту otdel@example.ru"
    assert (settings.min_group, settings.risks.fail_share) == (5, 25)


@pytest.mark.parametrize(
    ("typed", "name", "expected"),
    [
        (("Срок сдачи", "12.11.2026 г."), "deadline", date(2026, 11, 12)),
        (("Срок сдачи", datetime(2026, 11, 12)), "deadline", date(2026, 11, 12)),
        (("Наименьшая группа, чел.", "7"), "min_group", 7),
        (("Наименьшая группа, чел.", None), "min_group", 5),
        (("Риск: не преодолели порог, % сдававших", "30 %"), "fail_share", 30),
        (("Риск: средний балл ниже районного на, баллов", "4,5"), "below_district", 4.5),
        (("Стадия", "на сдачу"), "stage", "На сдачу"),
    ],
)
def test_settings_as_people_type_them(
    typed: tuple[str, object], name: str, expected: object, campaign: CampaignFolder
) -> None:
    edit(campaign.registry, "Настройки", *typed)
    assert open_campaign(campaign).settings.value(name) == expected


def edit(path: Path, sheet: str, label: str, value: object) -> None:
    """Types a value beside a label."""
    workbook = load_workbook(path)
    for row in workbook[sheet].iter_rows():
        for cell, beside in pairwise(row):
            if cell.value == label:
                beside.value = value
                workbook.save(path)
                return
    raise AssertionError(f"no {label} on {sheet}")


@pytest.mark.parametrize(
    ("parts", "is_campaign"),
    [
        (("Реестр школ.xlsx", "Журнал.xlsx", "Книги школ"), True),
        (("Журнал.xlsx", "Книги школ"), True),
        (("Реестр школ.xlsx", "Книги школ"), True),
        (("Книги школ",), False),
        (("Журнал.xlsx",), False),
        ((), False),
    ],
)
def test_a_campaigns_folder_is_told_from_any_other(
    parts: tuple[str, ...], is_campaign: bool, tmp_path: Path
) -> None:
    for part in parts:
        path = tmp_path / part
        path.touch() if path.suffix else path.mkdir()
    assert (campaign_at(tmp_path) is not None) == is_campaign


# --- blanks ---


def test_every_school_gets_its_blank_and_the_district_its_own(blanks: tuple[Path, str]) -> None:
    campaign, said = CampaignFolder(blanks[0]), blanks[1]
    registry = open_campaign(campaign).registry
    assert "Записано бланков: 13" in said
    found = {}
    for path in campaign.blanks.iterdir():
        submission = read_workbook(path).submission
        assert submission is not None
        assert path.name in said
        found[str(submission["meta.school_id"] or submission.form.edition.key)] = path
        title = [str(cell.value) for row in visible(path)["Титул"] for cell in row]
        assert any("Срок: 05.10.2020. Вопросы: Петрова А. А." in text for text in title)
        of_school = submission["meta.school_id"] is not None
        assert any("на почту otdel@example.ru" in text for text in title) == of_school
    assert set(found) == {*registry.by_code, "2020-район"}
    for code, path in found.items():
        if code in registry.by_code:
            assert path.name == f"{code} {registry.by_code[code].name}.xlsx"


def test_a_blank_that_somebody_has_typed_into_stays(with_blanks: CampaignFolder) -> None:
    campaign = with_blanks
    path = campaign.blanks / "230504 Ключевская ООШ.xlsx"
    edit(path, "Титул", "Примечание", "заполняем")
    typed = path.read_bytes()
    (campaign.blanks / "230505 МБОУ СОШ п. Берёзовый.xlsx").unlink()
    again = run("template", "--all", campaign.path, "--date", "2020-09-09")
    assert "Записано бланков: 1." in again.output
    assert "Уже были такими же: 11." in again.output
    assert again.output.rstrip().endswith("удалите файл:\n  230504 Ключевская ООШ.xlsx")
    assert path.read_bytes() == typed


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ('101 МБОУ СОШ "Лидер"', "101 МБОУ СОШ Лидер"),
        ("101/2 СОШ: филиал?", "101 2 СОШ филиал"),
        ("СОШ с. Ивановка. ", "СОШ с. Ивановка"),
        ("..", "_"),
        ("CON", "_CON"),
        ("nul.школа", "_nul.школа"),
        ("COM1", "_COM1"),
        ("Контора", "Контора"),
        ("a\tb\nc\x00d", "a b c d"),
        ("я" * 200, "я" * LONGEST),
        ("😀" * 100, "😀" * 45),
    ],
)
def test_names_that_every_system_takes(wanted: str, name: str, tmp_path: Path) -> None:
    assert safe_name(wanted) == name
    (tmp_path / f"{name} - бланк 2026 года (2).xlsx").touch()


def test_names_that_would_clash_are_numbered() -> None:
    assert safe_names(["1/2 СОШ", "1 2 сош", "1:2 СОШ", "я" * 99, "я" * 98]) == [
        "1 2 СОШ", "1 2 сош (2)", "1 2 СОШ (3)", "я" * 80, "я" * 74 + " (2)",
    ]  # fmt: skip


# --- collecting ---


def test_a_campaign_is_collected_from_its_own_parts(campaign: CampaignFolder) -> None:
    done = collected(campaign)
    assert "учтено 12 из 12 школ" in done.output
    found = receipt(campaign)
    assert len(found) == 12
    late = found["полевская.xlsx"]
    assert (late["Дата получения"], late["Дней опоздания"]) == (datetime(2020, 10, 6), 1)
    early = found["Дорожная карта СОШ.xlsx"]  # the journal of the demo says 1 October
    assert (early["Дата получения"], early["Дней опоздания"]) == (datetime(2020, 10, 1), 0)
    said = rows(campaign.summary(date(2020, 10, 6)), "Замечания", 5)
    of_code = [row["Школа"] for row in said if row["Код"] == "XWB-002"]
    assert len(of_code) == 10
    assert not any(row["Код"] in ("XWB-001", "XWB-007", "XWB-009") for row in said)
    assert sum(row["Код"] == "SCH-011" for row in said) == 1  # the demo's own assignment alone


def test_collecting_again_gives_the_same_bytes(campaign: CampaignFolder) -> None:
    collected(campaign)
    files = (campaign.journal, campaign.summary(date(2020, 10, 6)))
    first = [path.read_bytes() for path in files]
    collected(campaign)
    assert [path.read_bytes() for path in files] == first


def test_a_school_leads_to_its_file(campaign: CampaignFolder) -> None:
    long = campaign.incoming / ("папка " + "д" * 110) / ("ещё " + "д" * 115)
    long.mkdir(parents=True)
    shutil.move(campaign.incoming / "полевская.xlsx", long / "полевская.xlsx")
    odd = campaign.incoming / "№ 5 #1 100%25.xlsx"
    shutil.move(campaign.incoming / "ДК СОШ5 ИСПРАВЛЕННАЯ!!!.xlsx", odd)
    collected(campaign)
    path = campaign.summary(date(2020, 10, 6))
    links = {
        cell.value: cell.hyperlink.target if cell.hyperlink else None
        for (cell,) in load_workbook(path)["Сдача"].iter_rows(min_row=7, min_col=7, max_col=7)
    }
    assert links["Дорожная карта СОШ.xlsx"] == "..\\Книги%20школ\\Дорожная%20карта%20СОШ.xlsx"
    assert links[odd.name] is None
    assert links[(long / "полевская.xlsx").relative_to(campaign.incoming).as_posix()] is None
    assert len(links) == 12
    for name, target in links.items():
        if target:
            way = target.replace("\\", "/").replace("%20", " ")
            assert (path.parent / way).resolve() == (campaign.incoming / name).resolve()


def resent(campaign: CampaignFolder, source: str, name: str, changes: dict[str, Any]) -> Path:
    """A file of the folder with some values changed, as the school sends it again."""
    submission = read_workbook(campaign.incoming / source).submission
    assert submission is not None
    values = [*submission.values]
    for field, value in changes.items():
        values[submission.form.by_id[field].slot] = value
    path = campaign.incoming / name
    write_school_workbook(
        path, replace(submission, values=tuple(values)), created=date(2020, 10, 7)
    )
    return path


def test_a_newer_file_replaces_the_older_and_says_what_changed(campaign: CampaignFolder) -> None:
    collected(campaign)
    old = "Дорожная карта Ивановка.xlsx"
    submission = read_workbook(campaign.incoming / old).submission
    assert submission is not None
    changes = {"meta.contact": "Новый завуч", "plan.1-01.responsible": None}
    changes = {key: value for key, value in changes.items() if key in submission.form.by_id}
    resent(campaign, old, "Ивановка, исправлено.xlsx", changes)
    collected(campaign)  # on the same day: the later run decides
    found = receipt(campaign)
    assert found["Ивановка, исправлено.xlsx"]["Статус"].startswith("принято")
    assert found[old]["Статус"] == "заменено"
    said = f"изменено значений: {len(changes)}"
    assert found[old]["Примечание"].endswith(said)
    listed = rows(campaign.summary(date(2020, 10, 6)), "Замены", 5)
    assert len(listed) == len(changes)
    (contact,) = [row for row in listed if row["Поле"] == "Исполнитель, телефон, e-mail"]
    assert (contact["Было"], contact["Стало"]) == (submission["meta.contact"], "Новый завуч")
    assert (contact["Лист"], contact["Ячейка"]) == ("Титул", "C14")
    assert load_workbook(campaign.incoming / "Ивановка, исправлено.xlsx")["Титул"]["C14"].value == (
        "Новый завуч"
    )


def test_two_files_that_came_together_wait_for_a_day(campaign: CampaignFolder) -> None:
    resent(campaign, "полевская.xlsx", "полевская 2.xlsx", {"meta.contact": "Другой"})
    done = collected(campaign)
    assert "не принято: 2" in done.output
    found = receipt(campaign)
    assert "какой новее — неизвестно" in found["полевская 2.xlsx"]["Примечание"]
    workbook = load_workbook(campaign.journal)
    for row in workbook["Журнал"].iter_rows(min_row=4):
        if row[0].value == "полевская 2.xlsx":
            row[3].value = datetime(2020, 10, 7)
    workbook.save(campaign.journal)
    assert "не принято" not in collected(campaign).output
    assert receipt(campaign)["полевская.xlsx"]["Статус"] == "заменено"


def test_a_document_that_is_no_workbook_waits_in_the_journal(campaign: CampaignFolder) -> None:
    """It came, so it has a day and a place for its school's code; locks and drafts did not come."""
    scan, sent = b"%PDF-1.4 scan", campaign.incoming
    (sent / "Скан.pdf").write_bytes(scan)
    (sent / "Книги.zip").write_bytes(b"PK archive")
    for passing in ("~$Скан.xlsx", ".~lock.Скан.xlsx#", "~WRL0001.tmp", "Thumbs.db"):
        (sent / passing).write_bytes(passing.encode())
    (named,) = sent.glob("ДК СОШ5*")
    named.unlink()  # the school of the scan has sent no workbook
    collected(campaign)
    noted = {row["Файл"]: row for row in rows(campaign.journal, "Журнал", 3)}
    assert {"Скан.pdf", "Книги.zip"} < noted.keys()
    assert not [file for file in noted if file.startswith(("~", ".")) or file == "Thumbs.db"]
    assert noted["Скан.pdf"]["SHA-256"] == hashlib.sha256(scan).hexdigest()
    assert noted["Скан.pdf"]["Дата получения"].date() == date.fromisoformat(DAY)
    assert receipt(campaign)["Скан.pdf"]["Статус"] == "не опознано"
    assert receipt(campaign)["230508"]["Статус"] == "не сдано"
    number = [row["Файл"] for row in rows(campaign.journal, "Журнал", 3)].index("Скан.pdf") + 4
    book = load_workbook(campaign.journal)
    titles = [cell.value for cell in book["Журнал"][3]]
    book["Журнал"].cell(number, titles.index("Код школы") + 1).value = "230508"
    book.save(campaign.journal)
    collected(campaign)
    assert "230508" not in receipt(campaign)
    line = receipt(campaign)["Скан.pdf"]
    assert (line["Код"], line["Статус"], line["Дней опоздания"]) == ("230508", "не принято", 1)
    assert "сохранён как .pdf" in line["Примечание"]
    before = campaign.journal.read_bytes()
    collected(campaign, "2020-10-07")
    assert campaign.journal.read_bytes() == before


def test_what_is_no_school_s_book_is_named_with_its_reason(campaign: CampaignFolder) -> None:
    """Also the summary itself, whose sheets look like a form's."""
    collected(campaign)
    written = campaign.summary(date.fromisoformat(DAY))
    shutil.copy(written, campaign.incoming / "Свод.xlsx")
    (campaign.incoming / "Скан.pdf").write_bytes(b"%PDF-1.4 scan")
    said = collected(campaign).stdout.splitlines()
    assert "    Свод.xlsx. Файл «Свод.xlsx» — сводка района, а не книга школы." in said
    assert "    Скан.pdf. Файл «Скан.pdf» сохранён как .pdf." in said
    assert any("впишите код школы в журнал" in line for line in said)


def test_a_colleagues_file_under_another_name_is_seen(campaign: CampaignFolder) -> None:
    as_another = {"meta.school_id": "230509", "meta.school_name": "МКОУ Полевская СОШ"}
    (campaign.incoming / "полевская.xlsx").unlink()
    resent(campaign, "Гимназия 1 дорожная карта.xlsx", "полевская.xlsx", as_another)
    collected(campaign)
    said = rows(campaign.summary(date(2020, 10, 6)), "Замечания", 5)
    alike = [row for row in said if row["Код"] == "SCH-007"]
    assert len(alike) == 2
    assert all("гимназия № 1" in row["Замечание"] for row in alike)
    assert all("Полевская" in row["Замечание"] for row in alike)


def typed_row(campaign: CampaignFolder, **cells: object) -> None:
    """A row that somebody types below the journal's last, by the titles of its columns."""
    workbook = load_workbook(campaign.journal)
    sheet = workbook["Журнал"]
    titles = {cell.value: cell.column for cell in sheet[3]}
    row = sheet.max_row + 1
    for title, value in cells.items():
        sheet.cell(row, titles[title.replace("_", " ")], value)
    workbook.save(campaign.journal)


NO_DATA = {"Нет данных — подтверждено": "да", "Примечание": "звонили, выпускников нет"}


def test_missing_and_confirmed_to_have_nothing(campaign: CampaignFolder) -> None:
    (campaign.incoming / "полевская.xlsx").unlink()
    assert "не сдано: 1\n    МКОУ Полевская СОШ" in collected(campaign).output
    line = receipt(campaign)["230509"]
    assert (line["Статус"], line["Дней опоздания"]) == ("не сдано", 1)
    codes = {row["Код"] for row in rows(campaign.summary(date(2020, 10, 6)), "Замечания", 5)}
    assert {"XWB-001", "XWB-007"} <= codes

    typed_row(campaign, Код_школы="230509", **NO_DATA)
    assert "нет данных — подтверждено: 1" in collected(campaign).output
    line = receipt(campaign)["230509"]
    assert (line["Статус"], line["Примечание"]) == (
        "нет данных — подтверждено", "звонили, выпускников нет",
    )  # fmt: skip
    codes = {row["Код"] for row in rows(campaign.summary(date(2020, 10, 6)), "Замечания", 5)}
    assert "XWB-001" not in codes
    assert "XWB-007" in codes


def test_a_file_counts_although_no_data_was_confirmed(campaign: CampaignFolder) -> None:
    typed_row(campaign, Код_школы="230509", **NO_DATA)
    assert "учтено 12 из 12" in collected(campaign).output


def test_the_districts_own_book_is_no_schools(campaign: CampaignFolder) -> None:
    for name, note in (("Район.xlsx", "первая"), ("Район 2.xlsx", "вторая")):
        own = prefilled(form_of("2020-район"))
        values = {"meta.note": note} if "meta.note" in own.form.by_id else {}
        path = campaign.incoming / name
        filled = blank(own.form, {f.id: v for f, v in zip(own.form.fields, own.values, strict=True)}
                       | values)  # fmt: skip
        write_school_workbook(path, filled, created=date(2020, 10, 6))
        done = collected(campaign)
        assert "учтено 12 из 12 школ" in done.output
        assert "не опознано" not in done.output
    found = receipt(campaign)
    assert found["Район 2.xlsx"]["Школа"] == "Район"
    assert found["Район 2.xlsx"]["Статус"].startswith("принято")
    assert found["Район.xlsx"]["Статус"] == "заменено"
    assert found["Район 2.xlsx"]["№"] is None


def test_options_stand_over_the_settings_for_one_run(campaign: CampaignFolder) -> None:
    run("consolidate", campaign.path, "--date", DAY, "--district", "Иной район")
    path = campaign.summary(date(2020, 10, 6))
    assert "Иной район" in str(load_workbook(path)["Сдача"]["A2"].value)
    assert open_campaign(campaign).settings.district == "Степной район"


def test_the_snapshot_of_the_settings_is_compared_with(campaign: CampaignFolder) -> None:
    """From the campaign's folder, where its path is relative; an option stands over it."""
    collected(campaign, "2020-10-05")
    edit(campaign.registry, "Настройки", "Снимок прошлой сводки", "Сводки/нет.json")
    done = run("consolidate", campaign.path, "--date", DAY)
    assert done.exit_code == 2
    assert "нет.json" in done.output
    was = campaign.summary(date(2020, 10, 5)).with_suffix(".json")
    assert run("consolidate", campaign.path, "--date", DAY, "--previous", was).exit_code == 0
    edit(campaign.registry, "Настройки", "Снимок прошлой сводки", f"Сводки/{was.name}")
    collected(campaign)
    found = load_workbook(campaign.summary(date.fromisoformat(DAY)))["Динамика"]
    shown = [str(cell) for row in found.iter_rows(values_only=True) for cell in row]
    assert not [text for text in shown if "--previous" in text]


# --- what goes wrong is one sentence ---


def no_registry(campaign: CampaignFolder) -> None:
    campaign.registry.unlink()


def no_journal(campaign: CampaignFolder) -> None:
    campaign.journal.unlink()


def damaged_registry(campaign: CampaignFolder) -> None:
    campaign.registry.write_bytes(b"not a zip")


def damaged_journal(campaign: CampaignFolder) -> None:
    campaign.journal.write_bytes(campaign.journal.read_bytes()[:3000])


def no_settings(campaign: CampaignFolder) -> None:
    workbook = load_workbook(campaign.registry)
    del workbook["Настройки"]
    workbook.save(campaign.registry)


def no_header(campaign: CampaignFolder) -> None:
    workbook = load_workbook(campaign.journal)
    workbook["Журнал"].delete_rows(3)
    workbook.save(campaign.journal)


def doubled_code(campaign: CampaignFolder) -> None:
    workbook = load_workbook(campaign.registry)
    workbook["Реестр"]["A3"].value = workbook["Реестр"]["A2"].value
    workbook.save(campaign.registry)


def no_schools(campaign: CampaignFolder) -> None:
    workbook = load_workbook(campaign.registry)
    workbook["Реестр"].delete_rows(2, 50)
    workbook.save(campaign.registry)


def wrong_setting(campaign: CampaignFolder) -> None:
    edit(campaign.registry, "Настройки", "Наименьшая группа, чел.", "много")


def part_of_a_share(campaign: CampaignFolder) -> None:
    edit(campaign.registry, "Настройки", "Риск: просрочено, % наступивших сроков", 0.3)


def no_incoming(campaign: CampaignFolder) -> None:
    shutil.rmtree(campaign.incoming)


def nothing_came(campaign: CampaignFolder) -> None:
    no_incoming(campaign)
    campaign.incoming.mkdir()
    (campaign.incoming / "~$полевская.xlsx").touch()
    (campaign.incoming / ".скрытый.xlsx").touch()


def summary_in_the_way(campaign: CampaignFolder) -> None:
    campaign.summary(date(2020, 10, 6)).mkdir()


def summaries_are_a_file(campaign: CampaignFolder) -> None:
    campaign.summaries.rmdir()
    campaign.summaries.touch()


def unknown_code(campaign: CampaignFolder) -> None:
    typed_row(campaign, Код_школы="999", **NO_DATA)


def row_of_nothing(campaign: CampaignFolder) -> None:
    typed_row(campaign, Файл="Полевская.xlsx", Код_школы="230509", Примечание="пришлют")


SPOILT: list[tuple[Callable[[CampaignFolder], None], str]] = [
    (no_registry, "нет реестра школ «Реестр школ.xlsx»"),
    (no_journal, "нет журнала «Журнал.xlsx»"),
    (damaged_registry, "Реестр не прочитан"),
    (damaged_journal, "Журнал не прочитан"),
    (no_settings, "нет листа «Настройки»"),
    (no_header, "На листе «Журнал» не найдена строка заголовков"),
    (doubled_code, "повторяется код школы: 230501"),
    (no_schools, "На листе «Реестр» нет ни одной школы"),
    (wrong_setting, "стоит «много», а нужно число от 0 до 100"),
    (part_of_a_share, "стоит «0,3», а нужно целое число от 0 до 100, например 25"),
    (no_incoming, "Нет папки"),
    (nothing_came, "нет ни одной книги"),
    (summary_in_the_way, "Не удалось записать «Сводка 06.10.2020.xlsx»"),
    (summaries_are_a_file, "Не удалось создать папку"),
    (unknown_code, "подтверждено для кода 999, а в реестре такого кода нет"),
    (row_of_nothing, "строка 6: нет SHA-256"),
]


@pytest.mark.parametrize(
    ("spoil", "said"), SPOILT, ids=lambda found: getattr(found, "__name__", "")
)
def test_what_is_wrong_with_a_campaign_is_said(
    spoil: Callable[[CampaignFolder], None], said: str, campaign: CampaignFolder
) -> None:
    spoil(campaign)
    done = run("consolidate", campaign.path, "--date", DAY)
    assert done.exit_code == 2
    assert done.stderr.startswith("Не получилось: ")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not campaign.summary(date(2020, 10, 6)).is_file()
    left = [path.name for path in campaign.path.rglob(".roadmap-*")]
    assert left == []


def test_a_subfolder_that_the_system_refuses_is_said(
    campaign: CampaignFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = campaign.incoming / "закрытая"
    closed.mkdir()
    scandir = os.scandir

    def refusing(path: Any) -> Any:
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    done = run("consolidate", campaign.path, "--date", DAY)
    assert done.exit_code == 2
    assert "закрытая» не открывается: нет доступа" in done.stderr


@pytest.mark.parametrize("encoding", ["cp866", "cp1251"])
def test_a_campaign_on_other_consoles(encoding: str, campaign: CampaignFolder) -> None:
    (campaign.incoming / "☃ снеговик.xlsx").write_bytes(b"")
    raw = os.path.join(os.fsencode(campaign.incoming), "Школа.xlsx".encode("cp866"))  # noqa: PTH118
    Path(os.fsdecode(raw)).write_bytes(b"")
    for command, status in (("consolidate", 0), ("consolidate", 0)):
        done = subprocess.run(
            [sys.executable, "-m", "roadmap_xl", command, str(campaign.path), "--date", DAY],
            env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
            capture_output=True,
        )
        said = (done.stdout + done.stderr).decode(encoding)
        assert done.returncode == status, said
        assert "Traceback" not in said
        assert "не опознано: 2" in said


def test_paths_of_three_hundred_letters(tmp_path: Path, prepared: Path) -> None:
    deep = tmp_path
    while len(str(deep)) < 320:
        deep /= "Очень длинное название папки района"
    deep.mkdir(parents=True)
    campaign = CampaignFolder(Path(shutil.copytree(prepared, deep / "Сбор")))
    assert "учтено 12 из 12 школ" in collected(campaign).output
    assert run("template", "--all", campaign.path).exit_code == 0


# --- outputs are replaced at once or not at all ---


def test_an_open_summary_stays_and_is_named(
    campaign: CampaignFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to replace a file that Excel has open."""
    path = campaign.summary(date(2020, 10, 6))
    collected(campaign)
    before = path.read_bytes()
    renamed = Path.replace

    def refusing(self: Path, target: Any) -> Any:
        if Path(target) == path:
            raise PermissionError(13, "Permission denied", str(target))
        return renamed(self, target)

    monkeypatch.setattr(Path, "replace", refusing)
    done = run("consolidate", campaign.path, "--date", DAY)
    assert done.exit_code == 2
    assert "возможно, файл открыт в Excel" in done.stderr
    assert "Закройте файл и повторите" in done.stderr
    assert path.read_bytes() == before
    assert {one.name for one in path.parent.iterdir()} == {
        path.name,
        path.with_suffix(".json").name,
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "{folder}"], "на этом месте папка"),
        (["-o", "{folder}/нет/Сводка.xlsx"], "нет папки «"),
        (["--snapshot", "{folder}/нет/Снимок.json"], "нет папки «"),
        (["--tidy", "{folder}/нет/Таблица.csv"], "нет папки «"),
        (["--publish", "{folder}/открыт.xlsx"], "возможно, файл открыт в Excel"),
    ],
)
def test_what_cannot_be_written_is_said_before_the_books_are_read(
    arguments: list[str],
    said: str,
    campaign: CampaignFolder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened = Path.open
    (tmp_path / "открыт.xlsx").touch()

    def kept_by_excel(self: Path, mode: str = "r", *more: Any, **named: Any) -> Any:
        if self.name == "открыт.xlsx":
            raise PermissionError(13, "Permission denied", str(self))
        return opened(self, mode, *more, **named)

    monkeypatch.setattr(Path, "open", kept_by_excel)
    given = [one.format(folder=tmp_path) for one in arguments]
    done = run("consolidate", campaign.path, "--date", DAY, *given)
    assert done.exit_code == 2
    assert said in done.stderr
    assert not campaign.results.exists()
    assert not list(campaign.summaries.iterdir())


def test_an_interrupted_summary_leaves_the_old_one(
    campaign: CampaignFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = campaign.summary(date(2020, 10, 6))
    collected(campaign)
    before = path.read_bytes()

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ZipFile, "write", interrupted)
    monkeypatch.setattr(ZipFile, "writestr", interrupted)
    done = CliRunner().invoke(commands, ["consolidate", str(campaign.path), "--date", DAY])
    assert done.exit_code != 0
    assert path.read_bytes() == before
    assert {one.name for one in path.parent.iterdir()} == {
        path.name,
        path.with_suffix(".json").name,
    }


# --- wrong calls ---


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["init"], "Не указано обязательное: ПАПКА"),
        (["init", "x", "--edition", "1999"], "Нет бланка за «1999» год"),
        (["init", "{file}"], "— файл, а нужна папка"),
        (["template"], "Не указано обязательное: -o / --output"),
        (["template", "--all", "{file}"], "— файл, а нужна папка"),
        (["template", "--all", "{campaign}", "-o", "x.xlsx"], "С --all указывают только папку"),
        (["consolidate", "{campaign}", "--registry", "x.xlsx"], "реестр свой"),
    ],
)
def test_a_wrong_call_is_said(
    arguments: list[str], said: str, campaign: CampaignFolder, tmp_path: Path
) -> None:
    file = tmp_path / "файл"
    file.touch()
    done = run(*(one.format(file=file, campaign=campaign.path) for one in arguments))
    assert done.exit_code == 2
    assert said in done.stderr
    assert not re.search("usage|error|missing", done.stderr, re.IGNORECASE)


def test_a_year_is_needed_for_blanks(campaign: CampaignFolder) -> None:
    edit(campaign.registry, "Настройки", "Год бланка", None)
    done = run("template", "--all", campaign.path)
    assert done.exit_code == 2
    assert "не указан год бланка" in done.stderr


def test_a_campaign_without_a_registry_is_no_plain_folder(campaign: CampaignFolder) -> None:
    no_registry(campaign)
    with pytest.raises(RegistryError, match="roadmap-xl init"):
        open_campaign(campaign)
