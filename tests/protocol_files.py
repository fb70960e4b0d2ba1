"""Protocols of РЦОИ with invented people, in the layouts and formats they are handed out in."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlwt  # type: ignore[import-untyped]
from openpyxl import Workbook

Rows = list[list[Any]]
SURNAMES = (
    "Аистова", "Бобрищев", "Вьюнкова", "Горихвостов", "Дергачёва", "Ежевикин", "Жаворонкова",
    "Зимородков", "Иволгина", "Коростелёв", "Лещинская", "Малиновкин",
)  # fmt: skip
FIRST = ("Евстолия", "Пантелеймон", "Аглая", "Лукьян")
PATRONYMICS = ("Мефодьевна", "Спиридонович", "Автономовна", "Кондратович")
SECRETS = (*SURNAMES, *FIRST, *PATRONYMICS, "780451")
"""What stands in the protocols and may stand nowhere else."""


@dataclass(frozen=True)
class Pupil:
    """An invented participant."""

    number: int
    school: str = "301"
    grade: str = "11"

    @property
    def surname(self) -> str:
        return SURNAMES[self.number % len(SURNAMES)]

    @property
    def first(self) -> str:
        return FIRST[self.number % len(FIRST)]

    @property
    def patronymic(self) -> str:
        return PATRONYMICS[self.number // len(SURNAMES) % len(PATRONYMICS)]

    @property
    def document(self) -> str:
        return f"7804{510000 + self.number}"


def pupils(number: int, school: str = "301", first: int = 0) -> list[Pupil]:
    return [Pupil(first + one, school) for one in range(number)]


Scores = Sequence[tuple[Pupil, Any]]
SUBJECT = "04 - Химия 2026.06.01"
MASK, LONG = "++-+3-", "1(2)0(3)"


def report(scores: Scores, subject: str = SUBJECT, titles: str = "Балл") -> Rows:
    """As the report viewer exports it: titles over merged cells, so that columns are empty."""
    rows: Rows = [
        ["Протокол проверки результатов единого государственного экзамена"],
        ["20 - Республика Степная"],
        [],
        [subject],
        [],
        ["№", None, "Код МСУ", "Код ОО", None, "Класс", "Код ППЭ", "Аудитория", "Фамилия", None,
         "Имя", "Отчество", "Серия", "Номер", "Задания с кратким ответом",
         "Задания с развёрнутым ответом", "Первичный балл", None, titles],
        [*map(str, range(1, 20))],
    ]  # fmt: skip
    for number, (one, score) in enumerate(scores, start=1):
        series, digits = one.document[:4], one.document[4:]
        rows.append(
            [number, None, 5, one.school, None, one.grade, 12, "0007", one.surname, None, one.first,
             one.patronymic, series, digits, MASK, LONG, 21, None, score]
        )  # fmt: skip
    return [*rows, ["Средние", *[None] * 15, 20.5, None, 51.3], ["Минимальная граница", 36],
            ["Всего участников", len(scores)], ["Председатель ГЭК", "Снегирёва И. П."]]  # fmt: skip


def narrow(scores: Scores, subject: str = SUBJECT) -> Rows:
    """Few columns in another order, one for the document."""
    rows: Rows = [[subject], ["Фамилия", "Имя", "Отчество", "Документ", "Тестовый балл",
                             "Первичный балл", "Класс", "Код ОО"]]  # fmt: skip
    return rows + [
        [one.surname, one.first, one.patronymic, one.document, score, 20, one.grade, one.school]
        for one, score in scores
    ]


def coded(scores: Scores, subject: str = SUBJECT) -> Rows:
    """Without names: a code tells the participants apart."""
    rows: Rows = [[subject], ["Код ОО", "Код участника", "Часть с кратким ответом", "Балл"]]
    return rows + [[one.school, f"У-{one.document}", MASK, score] for one, score in scores]


def language(scores: Scores, subject: str = "") -> Rows:
    """A foreign language with its two parts."""
    rows: Rows = [
        [subject or "Английский язык п:2026.06.14; у:2026.06.16"],
        ["№", "Код ОО", "Класс", "Фамилия", "Имя", "Отчество", "Номер", "Устная часть",
         "Первичный балл устной части", "Первичный балл письм. части", "Первичный балл", "Балл"],
    ]  # fmt: skip
    return rows + [
        [at, one.school, one.grade, one.surname, one.first, one.patronymic, one.document, "1(2)",
         18, 60, 78, score]
        for at, (one, score) in enumerate(scores, start=1)
    ]  # fmt: skip


def base(scores: Scores, subject: str = "22 - Математика базовая 2026.06.08") -> Rows:
    return report(scores, subject, "Оценка")


def appeals(scores: Scores, exam: str = "Химия(2026.06.01)") -> Rows:
    """After appeals: what it was and what it is now, below two rows of titles."""
    top = ["№", "Код ОО", "Класс", "Экзамен", "Фамилия", "Имя", "Отчество", "Тип апелляции",
           "Состояние", "Балл до изменения", "Текущие", None]  # fmt: skip
    rows: Rows = [["Изменения результатов"], top, [*[None] * 10, "Первичный балл", "Балл"]]
    return rows + [
        [at, one.school, one.grade, exam, one.surname, one.first, one.patronymic,
         "О несогласии с баллами", "Обработана", 11, 30, score]
        for at, (one, score) in enumerate(scores, start=1)
    ]  # fmt: skip


def one_under_another(*tables: Rows) -> Rows:
    return [row for table in tables for row in [*table, []]]


# Formats.


def xlsx(path: Path, rows: Rows) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Page 1"
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def xls(path: Path, rows: Rows) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Page 1")
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(at, column, value)
    book.save(str(path))
    return path


def csv_bytes(rows: Rows, encoding: str = "utf-8-sig") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


def csv_in(encoding: str) -> Callable[[Path, Rows], Path]:
    def write(path: Path, rows: Rows) -> Path:
        path.write_bytes(csv_bytes(rows, encoding))
        return path

    return write


FORMATS: dict[str, tuple[str, Callable[[Path, Rows], Path]]] = {
    "xlsx": (".xlsx", xlsx),
    "xls": (".xls", xls),
    "csv cp1251": (".csv", csv_in("cp1251")),
    "csv utf-8": (".csv", csv_in("utf-8-sig")),
}


def names_in(texts: Iterable[bytes]) -> set[str]:
    """Which of the secrets stand in these bytes, in any encoding."""
    found = set()
    for data in texts:
        for secret in SECRETS:
            if any(secret.encode(one) in data for one in ("utf-8", "cp1251", "utf-16-le")):
                found.add(secret)
    return found
