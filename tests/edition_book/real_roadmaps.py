"""Three public roadmaps of other places as editions of one's own, made as people make them.

Of each only the beginning is to be had in public copies; sections and activities are retold in
short, names of persons are left out. Everything goes through the workbook of the edition.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from roadmap_xl.edition_book.building import BuiltEdition, build_edition
from roadmap_xl.edition_book.reading import read_edition_book
from roadmap_xl.edition_book.stored import stored, toml_of
from roadmap_xl.edition_book.writing import write_edition_book
from roadmap_xl.form.edition import Edition
from roadmap_xl.form.loading import read_edition

DAY = date(2026, 11, 1)
HEADER = 3


class Roadmap(NamedTuple):
    """What of a public document becomes an edition."""

    key: str
    source: str
    title: str
    plan: tuple[tuple[str, str, str], ...]
    """«Вид», text, who answers."""
    indicators: tuple[str, ...]
    """Shares of teachers."""


ROADMAPS = (
    Roadmap(
        "2026-осетия",
        "Республика Северная Осетия — Алания, приказ министерства от 05.10.2022 № 976: "
        "base.garant.ru/405682245",
        "подготовки к государственной итоговой аттестации в {exam_year} году",
        (
            ("раздел", "Качество преподавания учебных предметов", ""),
            ("мероприятие", "Медиаплан подготовки и проведения ГИА", "район"),
            ("мероприятие", "Сведения об итоговой аттестации на сайте школы", "школа"),
            ("своя строка школы", "своя строка", ""),
        ),
        ("Доля педагогов, прошедших обучение по подготовке к ГИА",),
    ),
    Roadmap(
        "2026-кубань",
        "Краснодарский край, приказ министерства от 13.11.2015 № 5976: base.garant.ru/43653516",
        "организации и проведения ГИА-11 в {exam_year} году",
        (
            ("раздел", "Анализ работы по подготовке и проведению ГИА-11", ""),
            ("мероприятие", "Статистический анализ итогов ГИА-11", "школа"),
            ("мероприятие", "Отчёты предметных комиссий по форме ФИПИ, до 10 августа", "район"),
            ("мероприятие", "Сборник «ЕГЭ: итоги года»", "район"),
            ("раздел", "Обучение и информирование", ""),
            ("подраздел", "Педагоги", ""),
            ("мероприятие", "Семинары для учителей выпускных классов", "совместно"),
        ),
        ("Доля педагогов — экспертов предметных комиссий", "Доля педагогов, ведущих консультации"),
    ),
    Roadmap(
        "2026-медвежьегорск",
        "Медвежьегорский район, система работы со школами с низкими результатами: "
        "obrazovanie-medgora.edusite.ru/p403aa1.html",
        "работы со школами с низкими результатами обучения на {exam_year}-{last_year} годы",
        (
            ("раздел", "Муниципальный план-график", ""),
            ("мероприятие", "Выявление школ с низкими результатами для плана-графика", "район"),
            ("мероприятие", "Выявление причин, от которых зависит качество", "совместно"),
            ("мероприятие", "План и дорожная карта школы по мерам поддержки", "школа"),
            ("раздел", "Ресурсы и консультации", ""),
            ("мероприятие", "Организационные и информационные ресурсы поддержки", "район"),
            ("мероприятие", "Консультации участников по мероприятиям проекта", "совместно"),
        ),
        (),
    ),
)


def built(roadmap: Roadmap, folder: Path) -> BuiltEdition:
    """The edition: the newest exported, edited cell by cell, built."""
    path = folder / "Издание.xlsx"
    write_edition_book(path, stored("2026").raw, "", created=DAY)
    workbook = load_workbook(path)
    _general(workbook, roadmap)
    _plan(workbook, roadmap)
    _indicators(workbook, roadmap)
    _control(workbook)
    workbook.save(path)
    return build_edition(read_edition_book(path))


def edition_in(folder: Path, done: BuiltEdition) -> Edition:
    """The built edition written into a folder and read from there."""
    path = folder / f"{done.raw['key']}.toml"
    path.write_bytes(toml_of(done.raw))
    return read_edition(path)


def _titles(workbook: Workbook, sheet: str) -> dict[object, int]:
    return {cell.value: cell.column for cell in workbook[sheet][HEADER]}


def _add(workbook: Workbook, sheet: str, **cells: object) -> None:
    """A row below the last one that is filled."""
    page, titles = workbook[sheet], _titles(workbook, sheet)
    label = titles.get("Название", titles.get("Сообщение"))
    rows = range(HEADER + 1, page.max_row + 1)
    row = max((r for r in rows if page.cell(r, label).value), default=HEADER) + 1
    for title, value in {"Действует": "да", **cells}.items():
        page.cell(row, titles[title.replace("_", " ")]).value = value


def _general(workbook: Workbook, roadmap: Roadmap) -> None:
    for row in workbook["Общее"].iter_rows(min_row=HEADER + 1):
        if row[0].value == "key":
            row[2].value = roadmap.key
        elif row[0].value == "titles.document":
            row[2].value = f"ДОРОЖНАЯ КАРТА\n{roadmap.title}"


def _plan(workbook: Workbook, roadmap: Roadmap) -> None:
    page, titles = workbook["Мероприятия"], _titles(workbook, "Мероприятия")
    for row in range(HEADER + 1, page.max_row + 1):
        if page.cell(row, titles["Название"]).value:
            page.cell(row, titles["Действует"]).value = "нет"
    for kind, text, owner in roadmap.plan:
        said = {"Кто_отвечает": owner} if owner else {}
        _add(workbook, "Мероприятия", Вид=kind, Название=text, **said)


def _indicators(workbook: Workbook, roadmap: Roadmap) -> None:
    if roadmap.indicators:
        _add(workbook, "Показатели", Вид="группа", Название="Подготовка к ГИА")
    for text in roadmap.indicators:
        _add(workbook, "Показатели", Вид="доля", Название=text, Доля_от="Численность педагогов")


def _control(workbook: Workbook) -> None:
    names = [str(cell.value) for cell in workbook["_fields"]["A"]]

    def field(key: str) -> str:
        return next(name for name in names if name.endswith(f"({key})"))

    _add(
        workbook, "Контроли", Что_проверить=field("prob.n_olymp"), Сравнение="не больше",
        С_чем=field("meta.pupils_total.y1"), Важность="предупреждение",
        Сообщение="Победителей олимпиад больше, чем обучающихся.",
        Что_сделать="Проверьте оба числа.", Пример_верно="3; 100", Пример_неверно="101; 100",
    )  # fmt: skip
