"""What lies on the desk when a page's commands are typed, and what people do between them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import protocol_files
from demo_files import demo_files
from openpyxl import load_workbook

from roadmap_xl.campaign.collect import collect, write_summary
from roadmap_xl.campaign.demo.invented import demo_registry
from roadmap_xl.campaign.demo.schools import demo_schools
from roadmap_xl.campaign.folder import CampaignFolder
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.school.document import document_file
from roadmap_xl.workbook.school_workbook import write_school_workbook

CLEAN = "230503"
DAY = date(2026, 12, 1)
"""The day on which the pages are read."""
CAMPAIGN = "Сбор 2026"
Hands = Callable[[Path], None]


def book(path: Path, edition: str = "2026") -> Path:
    """The workbook of a school that has nothing to mend."""
    school = next(one for one in demo_schools(form_of(edition)) if one.code == CLEAN)
    write_school_workbook(path, school.submission(form_of(edition)), created=DAY)
    return path


def readme(desk: Path) -> None:
    book(desk / "Книга.xlsx")
    (desk / "папка").mkdir()
    shutil.copy(desk / "Книга.xlsx", desk / "папка")


def district(desk: Path) -> None:
    """Last year's book and summary, an old document, a protocol of РЦОИ and a school's blank."""
    book(desk / "Прошлогодняя.xlsx", "2020")
    document_file(book(desk / "прежняя.xlsx"), desk / "Дорожная карта.docx", created=DAY)
    (desk / "Протоколы РЦОИ").mkdir()
    results = [(pupil, 60) for pupil in protocol_files.pupils(3)]
    protocol_files.xlsx(desk / "Протоколы РЦОИ" / "Химия.xlsx", protocol_files.report(results))
    known = {"meta.school_id": "301"}
    blank = prefilled(form_of("2026"), school=known)
    write_school_workbook(desk / "Книга школы.xlsx", blank, created=DAY)
    (desk / "2020").mkdir()
    shutil.copy(desk / "Прошлогодняя.xlsx", desk / "2020")
    write_summary(desk / "Прошлая сводка.xlsx", collect(desk / "2020"), created=DAY)


def schools_are_entered(desk: Path) -> None:
    """People type the schools into the registry."""
    path = CampaignFolder(desk / CAMPAIGN).registry
    registry = load_workbook(path)
    for row, entry in enumerate(demo_registry(), start=2):
        values = (entry["code"], entry["name"], entry["settlement"])
        for column, value in enumerate(values, start=1):
            registry["Реестр"].cell(row, column, str(value))
    registry.save(path)


def books_have_come(desk: Path) -> None:
    """The schools' books lie in the campaign's folder."""
    incoming = CampaignFolder(desk / CAMPAIGN).incoming
    demo_files(incoming, "2026")


OWN_CAMPAIGN, OWN = "Сбор Степного района", "2026-степной"


def edition_is_edited(desk: Path) -> None:
    """People name the edition, rename an indicator, switch one off and add one."""
    path = desk / "Издание.xlsx"
    workbook = load_workbook(path)
    edits = {"key": (2, OWN), "Доля наставников": (3, "Доля тьюторов"),
             "Доля молодых специалистов": (1, "нет")}  # fmt: skip
    for sheet in ("Общее", "Показатели"):
        for row in workbook[sheet].iter_rows():
            for cell in row[:4]:
                if cell.value in edits:
                    column, value = edits[str(cell.value)]
                    row[column].value = value
                    break
    workbook.save(path)


def edition_is_edited_again(desk: Path) -> None:
    path = desk / "Издание 2.xlsx"
    workbook = load_workbook(path)
    for row in workbook["Показатели"].iter_rows():
        if row[3].value == "Доля тьюторов":
            row[3].value = "Доля тьюторов и наставников"
    workbook.save(path)


def own_schools_are_entered(desk: Path) -> None:
    """A school in the registry, and the edition among the settings."""
    path = CampaignFolder(desk / OWN_CAMPAIGN).registry
    registry = load_workbook(path)
    for column, value in enumerate(("17", "СОШ № 17", "с. Ивановка"), start=1):
        registry["Реестр"].cell(2, column, value)
    for row in registry["Настройки"].iter_rows():
        if row[2].value in (2026, "2026"):
            row[2].value = OWN
    registry.save(path)


DESKS: dict[str, Hands] = {
    "README.md": readme,
    "docs/district.md": district,
}
"""By page, what was there before its first command."""
BEFORE: dict[str, Hands] = {
    'roadmap-xl template --all "Сбор 2026"': schools_are_entered,
    'roadmap-xl consolidate "Сбор 2026"': books_have_come,
    f'roadmap-xl edition build Издание.xlsx --campaign "{OWN_CAMPAIGN}"': edition_is_edited,
    f'roadmap-xl template --all "{OWN_CAMPAIGN}"': own_schools_are_entered,
    f'roadmap-xl edition build "Издание 2.xlsx" --campaign "{OWN_CAMPAIGN}"': (
        edition_is_edited_again
    ),
}
"""By a line of a page, what people did before they typed it."""
