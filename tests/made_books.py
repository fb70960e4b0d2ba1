"""Every kind of workbook that the program writes, for tests of what all of them have in common."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import hurt
from district_files import CITY, EDITION, REGISTRY, STATION, VILLAGE, consolidate, error, sent
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from roadmap_xl.addin.building.books import district_buttons, school_buttons
from roadmap_xl.district.journal import Journal, JournalEntry
from roadmap_xl.district.journal_workbook import write_journal
from roadmap_xl.district.registry_workbook import write_campaign_workbook, write_registry_workbook
from roadmap_xl.district.settings import Settings
from roadmap_xl.district.workbook import write_district_workbook
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.layout import EGE, PLAN
from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.form.score_list import ScoreList, ScoreRow
from roadmap_xl.form.submission import Submission, blank
from roadmap_xl.rules.findings import Excludes
from roadmap_xl.school.repair import repair_file
from roadmap_xl.summary.numbers.summary import DistrictSummary
from roadmap_xl.summary.publishing.workbook import write_published_workbook
from roadmap_xl.summary.sheets.workbook import write_summary_workbook
from roadmap_xl.workbook.school_workbook import write_school_workbook

DAY = date(2026, 11, 1)
BLANK, BLANK_2020, FAULTY, FILLED, REPAIRED, WITH_BUTTONS = (
    "чистый бланк",
    "чистый бланк 2020",
    "с ошибками",
    "заполненная",
    "исправленная",
    "с кнопками",
)
SCHOOL_BOOKS = (BLANK, BLANK_2020, FAULTY, FILLED, REPAIRED, WITH_BUTTONS)
WITH_SCORES = "с баллами"
SUMMARY, PUBLISHED, REGISTRY_BOOK, JOURNAL, CAMPAIGN, DISTRICT = (
    "сводка",
    "для публикации",
    "реестр",
    "журнал",
    "реестр и настройки сбора",
    "книга района",
)
DISTRICT_BOOKS = (SUMMARY, PUBLISHED, REGISTRY_BOOK, JOURNAL, CAMPAIGN, DISTRICT)
ALL_BOOKS = (*SCHOOL_BOOKS, *DISTRICT_BOOKS)


def edition_of(book: str) -> str:
    """The edition whose form a school's workbook is of."""
    return "2026" if book in (BLANK, FAULTY, WITH_BUTTONS) else "2020"


def faulty() -> Submission:
    """Errors, warnings, an accepted warning and a good row."""
    values = {
        "meta.school_name": "СОШ № 5 ст. Раздольная",
        "meta.results_year": form_of("2026").edition.results_year,
        "meta.stage": "На сдачу",
        "meta.grade11": "есть",
        "ege.rus.total": 5,
        "ege.rus.below": 6,
        "ege.phys.total": 2,
        "ege.phys.below": 1,
        "ege.phys.b_51_60": 1,
        "prob.avg.rus": 20,
        "prob.avg.phys": 99,
        "ind.1.1-3.y1.num": 5,
        "ind.1.1-3.y1.den": 4,
        "pln.1-02.responsible": "—",
    }
    form = form_of("2026")
    return blank(form, {key: value for key, value in values.items() if key in form.by_id})


def summary() -> DistrictSummary:
    """Three schools of four, with faults; the same district a year before."""

    def of(*marks: int) -> DistrictSummary:
        averages = dict(zip(("prob.avg.rus", "prob.avg.phys"), marks, strict=True))
        done = {"pln.1-01.term": "до 01.10.2020", "pln.1-01.mark": "выполнено 01.10.2020"}
        late = {"pln.1-01.term": "до 01.10.2020"}
        counts = {"ind.1.3-1.y1.num": 5, "ind.1.3-1.y1.den": 20}
        files = [
            sent(CITY, changes={"ege.phys.total": 4, **averages, **done, **counts}),
            sent(VILLAGE, changes=late, more=[error("ege.rus.below", Excludes.CELL)]),
            sent(STATION, changes={**averages, **counts}),
        ]
        return consolidate(
            files, EDITION, REGISTRY, district="Степной район", today=date(2020, 11, 1),
            previous=before,
        )  # fmt: skip

    before: DistrictSummary | None = None
    before = of(70, 50)
    return of(62, 52)


def journal() -> Journal:
    entries = [
        JournalEntry(sha256="a" * 64, file="а.xlsx", recognised="СОШ № 1", school="101"),
        JournalEntry(sha256="b" * 64, file="б.xlsx", withdrawn=True, received=DAY, remark="письмо"),
    ]
    return Journal(entries)


def _repaired(path: Path) -> None:
    def spoiled(workbook: Workbook) -> None:
        ege, plan = workbook[EGE], workbook[PLAN]
        ege["D8"], ege["D9"] = "5 чел.", "много"
        ege["X40"] = "приписка школы"
        ege.delete_rows(12)
        plan["C9"] = "до 31 февраля 2021"

    source = hurt.hurt(path.parent, spoiled)
    repair_file(source, path, created=DAY)


def _filled(path: Path) -> None:
    hurt.clean(path)


def _school(submission: Callable[[], Submission]) -> Callable[[Path], None]:
    return lambda path: write_school_workbook(path, submission(), created=DAY)


def _with_scores(path: Path) -> None:
    """A list on «Баллы», with a row that is not understood."""
    rows = (ScoreRow(1, "Русский язык", 55), ScoreRow(2, "р/я", 100), ScoreRow(1, "Труд", 5))
    write_school_workbook(path, prefilled(form_of("2026")), created=DAY, scores=ScoreList(rows))


def _with_buttons(path: Path) -> None:
    blank_one = prefilled(form_of("2026"))
    write_school_workbook(path, blank_one, created=DAY, buttons=school_buttons())


MADE: dict[str, Callable[[Path], object]] = {
    BLANK: _school(lambda: prefilled(form_of("2026"))),
    BLANK_2020: _school(lambda: prefilled(form_of("2020"))),
    FAULTY: _school(faulty),
    FILLED: _filled,
    REPAIRED: _repaired,
    WITH_BUTTONS: _with_buttons,
    WITH_SCORES: _with_scores,
    SUMMARY: lambda path: write_summary_workbook(path, summary(), created=DAY),
    PUBLISHED: lambda path: write_published_workbook(path, summary(), created=DAY),
    REGISTRY_BOOK: lambda path: write_registry_workbook(path, REGISTRY, journal(), created=DAY),
    JOURNAL: lambda path: write_journal(path, journal(), created=DAY),
    CAMPAIGN: lambda path: write_campaign_workbook(
        path, REGISTRY, Settings("Степной район"), created=DAY
    ),
    DISTRICT: lambda path: write_district_workbook(
        path, REGISTRY, created=DAY, buttons=district_buttons()
    ),
}


class MadeBooks:
    """The workbooks by name, each made when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opened: dict[tuple[str, bool], Workbook] = {}

    def __getitem__(self, name: str) -> Path:
        path = self._folder / f"{name}.xlsx"
        if not path.exists():
            MADE[name](path)
        return path

    def opened(self, name: str, *, values: bool = False) -> Workbook:
        """The workbook as openpyxl sees it, to be looked at only."""
        if (name, values) not in self._opened:
            self._opened[name, values] = load_workbook(self[name], data_only=values)
        return self._opened[name, values]

    def visible(self, name: str) -> list[Worksheet]:
        """Its sheets that people see."""
        return [sheet for sheet in self.opened(name).worksheets if sheet.sheet_state == "visible"]
