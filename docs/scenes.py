"""The workbooks that the pictures show: the demo's schools, and a district after its last day."""

from __future__ import annotations

import hashlib
import sys
from datetime import date
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.properties import PageSetupProperties

from roadmap_xl.addin.check_book import check_on
from roadmap_xl.addin.protocol import PROTOCOL
from roadmap_xl.campaign.collect import collect_campaign, write_summary
from roadmap_xl.campaign.creating import create_campaign
from roadmap_xl.campaign.demo.invented import demo_registry, district_name, real_school_place
from roadmap_xl.campaign.demo.run import write_demo_files
from roadmap_xl.campaign.demo.schools import DemoSchool, demo_schools
from roadmap_xl.campaign.folder import CampaignFolder
from roadmap_xl.campaign.opening import open_campaign
from roadmap_xl.district.journal import Journal, JournalEntry
from roadmap_xl.district.registry import Registry, SchoolEntry
from roadmap_xl.district.settings import Settings
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.submission import Value, blank
from roadmap_xl.school.document import document_file
from roadmap_xl.summary.publishing.workbook import write_published_workbook
from roadmap_xl.workbook.school_workbook import write_school_workbook

sys.path.append(str(Path(__file__).parents[1] / "tests"))
from remote_book import Applied, opened

FORM = form_of("2020")
DEADLINE, DAY = date(2020, 10, 1), date(2020, 10, 5)
CLEAN, FAULTY, LATE, WITHOUT_FILE, WITHOUT_DATA = "230503", "230508", "230509", "230506", "230504"
MISSING = (WITHOUT_FILE, WITHOUT_DATA)
STRANGE = real_school_place().code
"""Whose file does not say which school sent it."""
WARNED: dict[str, Value] = {
    "meta.stage": "На сдачу",
    "prob.n_olymp": 157,
    "acc.1.what": "PRB-014 Паспорт, C32",
    "acc.1.comment": "Посчитаны и ученики, выбывшие после олимпиады",
}
"""What is typed into the faultless workbook so that it has a warning, and a reason for it."""
MENDED: dict[str, Value] = {"ege.phys.b_51_60": 1}
"""What a school with an error typed before it sent its workbook again."""
PROTOCOL_WIDTHS = (13, 32, 62, 76, 10, 46)


def scenes(folder: Path) -> dict[str, Path]:
    """By name, the file that a picture is taken of."""
    folder.mkdir(parents=True)
    schools = {school.code: school for school in demo_schools(FORM)}
    faulty = written(folder / "faulty.xlsx", schools[FAULTY])
    paper = folder / "paper.docx"
    document_file(written(folder / "clean.xlsx", schools[CLEAN]), paper, created=DEADLINE)
    summary, published = district(folder / "Сбор 2020")
    return {
        "faulty": faulty,
        "accepted": written(folder / "accepted.xlsx", schools[CLEAN], WARNED),
        "checked": checked(faulty, folder / "checked.xlsx"),
        "paper": paper,
        "summary": summary,
        "published": published,
    }


def written(path: Path, school: DemoSchool, typed: dict[str, Value] | None = None) -> Path:
    """The school's workbook, with what is typed into it besides."""
    submission = blank(FORM, {**school.raw, **(typed or {})})
    write_school_workbook(path, submission, created=DEADLINE)
    return path


def checked(source: Path, target: Path) -> Path:
    """The workbook after «Проверить», through xlwings' remote engine as the tests do it."""
    workbook = load_workbook(source, data_only=True)
    book = opened(workbook, source.name)
    check_on(book, DEADLINE)
    Applied(workbook, book.json()["actions"])
    protocol = workbook[PROTOCOL]
    for name in workbook.sheetnames:
        if name != PROTOCOL:
            del workbook[name]
    for column, width in zip("ABCDEG", PROTOCOL_WIDTHS, strict=True):
        protocol.column_dimensions[column].width = width  # Excel fits them, openpyxl does not
    protocol.page_setup.orientation, protocol.page_setup.fitToHeight = "landscape", 0
    protocol.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    workbook.save(target)
    return target


def district(path: Path) -> tuple[Path, Path]:
    """The summary of a campaign in which a file is missing, one is late and one was sent again."""
    registry = Registry([SchoolEntry.model_validate(entry) for entry in demo_registry()])
    settings = Settings(district_name(), "2020", deadline=DEADLINE)
    folder = CampaignFolder(path)
    sent = {file.code: file.path for file in write_demo_files(folder.incoming, FORM, created=DAY)}
    for code in MISSING:
        sent[code].unlink()
    schools = {school.code: school for school in demo_schools(FORM)}
    again = written(folder.incoming / "СОШ 5 новая.xlsx", schools[FAULTY], MENDED)
    early = (code for code in sent if code not in (*MISSING, FAULTY, LATE, STRANGE))
    journal = Journal([
        *(entry(sent[code], date(2020, 9, 29), 1) for code in early),
        entry(sent[FAULTY], date(2020, 9, 29), 1),
        entry(again, date(2020, 9, 30), 2),
        entry(sent[LATE], date(2020, 10, 3), 3),
        entry(sent[STRANGE], DEADLINE, 3, school=STRANGE, remark="Пришла с почты школы"),
        JournalEntry(school=WITHOUT_DATA, no_data=True, remark="Звонили: 11 класса нет"),
    ])  # fmt: skip
    create_campaign(path, settings, registry=registry, journal=journal, created=DAY)
    summary = collect_campaign(open_campaign(folder), DAY)
    write_summary(folder.summary(DAY), summary, created=DAY, books=folder.incoming)
    published = folder.summaries / "Для публикации.xlsx"
    write_published_workbook(published, summary, created=DAY)
    return folder.summary(DAY), published


def entry(
    path: Path, received: date, run: int, *, school: str = "", remark: str = ""
) -> JournalEntry:
    """What the journal says of a file."""
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return JournalEntry(
        sha256=sha256, file=path.name, school=school, received=received, run=run, remark=remark
    )
