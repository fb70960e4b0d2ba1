"""The results of the regional exam centre (РЦОИ): their table read, and compared with the schools'.

What differs is the finding XWB-004.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Final, NamedTuple

from ..errors import RoadmapError
from ..expressions.numbers import round_half_up, show_value
from ..form.edition import Edition
from ..form.results import BASE_MATH, BASE_MATH_NAMES
from ..form.tables import BANDS, Average, BaseMath, SubjectResults
from ..reader.files.faults import Refused
from ..reader.files.tables import Rows, table_bytes, tables_of
from ..reader.protocols.subjects import SubjectNames
from ..rules.findings import Finding
from ..texts.squeezing import normalize, squeeze
from ..texts.typed import as_text, quote_value
from .codes import SchoolCodes
from .counted import CountedSchool
from .matching import receipt_finding
from .names import school_name
from .school import School

CODE, NAME, SUBJECT, MEAN = "code", "name", "subject", "mean"
OFFICIAL_SHEET = "Данные РЦОИ"
LABELS: Final = {
    CODE: "Код школы",
    NAME: "Школа",
    SUBJECT: "Предмет",
    **{name: SubjectResults.columns[name][1].label for name in ("total", *BANDS)},
    MEAN: "Средний балл",
}
"""The columns of РЦОИ's table in the form's words."""
MOST_NAMED = 10
"""Of the rows that are not compared, as many are named."""


class OfficialRow(NamedTuple):
    """What РЦОИ says of one school in one subject."""

    place: str
    code: str
    name: str
    subject: str
    numbers: Mapping[str, float]
    """By column, those that are filled."""
    texts: tuple[str, ...] = ()
    """What stands in place of a number."""


@dataclass(frozen=True, slots=True)
class OfficialTable:
    """The table as it was read."""

    file: str
    sha256: str
    rows: tuple[OfficialRow, ...]


class Official:
    """The table by this district's schools and this year's subjects."""

    def __init__(self, table: OfficialTable, edition: Edition, schools: Sequence[School]) -> None:
        self.table = table
        self._subjects = SubjectNames(edition)
        self._codes = SchoolCodes((school.code, school) for school in schools)
        self._schools = SchoolsByName(schools)
        self._rows: dict[tuple[str, str], list[OfficialRow]] = {}
        self._left: dict[str, dict[str, None]] = {}
        for row in table.rows:
            self._add(row)
        for twice in [key for key, rows in self._rows.items() if len(rows) > 1]:
            for row in self._rows.pop(twice):
                self._leave("повторяются строки одной школы и предмета", row.place)

    @property
    def compared(self) -> int:
        """The rows that are some school's."""
        return len(self._rows)

    def _add(self, row: OfficialRow) -> None:
        school = self._codes.get(row.code) or self._schools.get(row.name)
        subject = self._subjects.get(row.subject)
        for text in row.texts:
            self._leave("не числа", f"{row.place} («{text}»)")
        if school is None:
            self._leave("нет в перечне школ", f"«{row.code or row.name}»")
        elif subject is None:
            self._leave("нет в бланке предметов", f"«{row.subject}»")
        else:
            self._rows.setdefault((school.key, subject), []).append(row)

    def _leave(self, why: str, what: str) -> None:
        self._left.setdefault(why, {})[what] = None

    def not_compared(self) -> tuple[Finding, ...]:
        """What of the table could not be compared, in one finding."""
        if not self._left:
            return ()
        reasons = "; ".join(f"{why}: {_list_names(list(what))}" for why, what in self._left.items())
        return (receipt_finding("official-not-compared", file=self.table.file, why=f"{reasons}."),)

    def differences(self, school: CountedSchool) -> Iterator[Finding]:
        """Every number of the school's that is not the one of РЦОИ, with its place."""
        for subject in school.submission.form.edition.subjects:
            for row in self._rows.get((school.key, subject.key), ()):
                for column, official in row.numbers.items():
                    prefix = Average.prefix if column == MEAN else SubjectResults.prefix
                    field_id = f"{prefix}.{subject.key}" + ("" if column == MEAN else f".{column}")
                    yield from _compare(school, field_id, subject.label, column, official)
        for row in self._rows.get((school.key, BASE_MATH), ()):
            for column, official in row.numbers.items():
                if field_id := _of_base_math(school, column):
                    yield from _compare(school, field_id, BASE_MATH_NAMES[0], column, official)


def _of_base_math(school: CountedSchool, column: str) -> str:
    """The field of this year's exam: its persons, and the marks «2»; empty for other numbers."""
    mark = {"total": "total", "below": "g2"}.get(column)
    submission = school.submission
    edition = submission.form.edition
    of_year = [
        row.key
        for row in edition.base_math
        if str(edition.exam_year) in str(submission[f"{BaseMath.prefix}.{row.key}.year"])
    ]
    return f"{BaseMath.prefix}.{of_year[0]}.{mark}" if mark and of_year else ""


def _compare(
    school: CountedSchool, field_id: str, subject: str, column: str, official: float
) -> Iterator[Finding]:
    """A blank is 0 persons; a text in place of a number has an error of its own."""
    submission = school.submission
    field = submission.form.by_id.get(field_id)
    if field is None or field.slot in submission.unasked:
        return
    stated = school.values[field.slot]
    is_usable = stated is None or isinstance(stated, int | float)
    if not is_usable or field.slot in submission.rejected | submission.lost:
        return
    if not _same(stated if isinstance(stated, int | float) else 0, official):
        place = submission.place(field)
        found = receipt_finding(
            "official-differs",
            school=school.name,
            what=f"{subject}, {LABELS[column]}",
            said=show_value(stated),
            official=show_value(official),
        )
        yield replace(found, sheet=place.sheet, cell=place.cell, field=field_id)


def _same(stated: float, official: float) -> bool:
    """As exact as the less exact of the two: 64.5 is 64.53 rounded."""
    digits = min(_digits(stated), _digits(official))
    return round_half_up(stated, digits) == round_half_up(official, digits)


def _digits(number: float) -> int:
    exponent = Decimal(repr(number)).normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


class SchoolsByName:
    """The district's schools by what РЦОИ calls them: their own words, or words that say the same,
    with the settlement or without it."""

    def __init__(self, schools: Sequence[School]) -> None:
        self._exact = _of_one_school(
            [
                (name, school)
                for school in schools
                for name in {normalize(school.name), normalize(school.full_name)}
            ]
        )
        self._schools = [
            (school_name(school.name).in_settlement(school.settlement), school)
            for school in schools
        ]
        self._found: dict[str, School | None] = {}

    def get(self, name: str) -> School | None:
        """The one school that may be meant; None where there is none, or are several."""
        exact = self._exact.get(normalize(name))
        if exact is not None:
            return exact
        if name not in self._found:
            parsed = school_name(name)
            fitting = [
                one for known, one in self._schools if parsed.is_usable and parsed.may_be(known)
            ]
            self._found[name] = fitting[0] if len(fitting) == 1 else None
        return self._found[name]


def _of_one_school(named: Sequence[tuple[str, School]]) -> dict[str, School]:
    """What two schools are called is nobody's."""
    times = Counter(name for name, _ in named)
    return {name: school for name, school in named if name and times[name] == 1}


def _list_names(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" и ещё {more}" if more > 0 else "")


# The table: a workbook or a CSV file, a row for each school and subject.

ALSO_CALLED: Mapping[str, tuple[str, ...]] = {
    CODE: ("Код ОО", "Код ОУ", "Код организации", "Код"),
    NAME: ("Наименование ОО", "Наименование", "Образовательная организация", "ОО"),
    SUBJECT: ("Наименование предмета", "Учебный предмет"),
    "total": ("Участников", "Количество участников", "Кол-во участников", "Численность участников"),
    "below": ("Ниже порога", "Не преодолели", "Не преодолели минимальный порог", "Не сдали"),
    MEAN: ("Средний тестовый балл", "Ср. балл", "Средний"),
}
"""What РЦОИ calls the columns that the form calls otherwise."""
MOST_ROWS_ABOVE = 20
_NOTHING = frozenset({"", "-"})


class OfficialError(RoadmapError):
    """A table of РЦОИ that cannot be read."""


def read_official(path: Path, *, may_be_empty: bool = False) -> OfficialTable:
    """The table of the first sheet that has its columns. Raises `OfficialError`."""
    try:
        data = table_bytes(path)
        sheets = dict(tables_of(data, path.name))
    except Refused as refused:
        raise OfficialError(f"Данные РЦОИ не прочитаны. {refused.fault.message}") from refused
    for name, rows in sheets.items():
        found = _header(rows)
        if found is not None:
            read = tuple(_rows(name, rows, *found))
            if not read and not may_be_empty:
                raise OfficialError(
                    f"В таблице РЦОИ «{path.name}» нет ни одной строки со школой и предметом."
                )
            return OfficialTable(path.name, hashlib.sha256(data).hexdigest(), read)
    raise OfficialError(
        f"В файле «{path.name}» нет таблицы РЦОИ. Нужны графы «{LABELS[CODE]}» (или "
        f"«{LABELS[NAME]}»), «{LABELS[SUBJECT]}» и хотя бы одна с числами: «{LABELS['total']}», "
        f"«{LABELS['below']}», «{LABELS[MEAN]}»."
    )


def _header(rows: Rows) -> tuple[int, Mapping[str, int]] | None:
    """The row of the titles and the place of each column."""
    for at, row in enumerate(rows[:MOST_ROWS_ABOVE]):
        places: dict[str, int] = {}
        for column, title in enumerate(row):
            name = _TITLES.get(_letters(as_text(title))) if title is not None else None
            if name is not None:
                places.setdefault(name, column)
        numbers = set(places) - {CODE, NAME, SUBJECT}
        if SUBJECT in places and numbers and {CODE, NAME} & set(places):
            return at, places
    return None


def _rows(sheet: str, rows: Rows, header: int, places: Mapping[str, int]) -> Iterator[OfficialRow]:
    for number, row in enumerate(rows[header + 1 :], start=header + 2):
        cells = {name: row[at] for name, at in places.items() if at < len(row)}
        who = {name: _text(cells.get(name)) for name in (CODE, NAME, SUBJECT)}
        if who[SUBJECT] and (who[CODE] or who[NAME]):  # else a total, or a note below the table
            numbers: dict[str, float] = {}
            texts: list[str] = []
            for name in cells.keys() - who.keys():
                value = _number(cells[name])
                if value is not None:
                    numbers[name] = value
                elif _text(cells[name]) not in _NOTHING:
                    texts.append(quote_value(cells[name], 20))
            in_order = {name: numbers[name] for name in LABELS if name in numbers}
            place = f"лист «{sheet}», строка {number}"
            yield OfficialRow(
                place, who[CODE], who[NAME], who[SUBJECT], in_order, tuple(sorted(texts))
            )


def _text(value: object) -> str:
    return "" if value is None else squeeze(as_text(value))


def _number(value: object) -> float | None:
    if isinstance(value, bool) or (isinstance(value, float) and not isfinite(value)):
        return None
    if isinstance(value, int | float):
        return int(value) if value == int(value) else value
    try:
        found = float(_text(value).replace(" ", "").replace(",", "."))
    except ValueError:
        return None
    return _number(found) if abs(found) < 1e9 else None


def _letters(title: str) -> str:
    return normalize(title).replace(" ", "").replace("-", "").replace(".", "")


_TITLES = {
    _letters(title): name
    for name, label in LABELS.items()
    for title in (label, *ALSO_CALLED.get(name, ()))
}
