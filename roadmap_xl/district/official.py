"""The results of the regional exam centre (РЦОИ) beside what the schools say: XWB-004."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, NamedTuple

from ..expressions.numbers import round_half_up, shown
from ..findings import Finding
from ..form.edition import Edition
from ..form.fields import columns_of
from ..form.rows import Subject
from ..form.tables import BANDS, Average, SubjectResults
from ..texts.squeezing import labelled
from .counted import CountedSchool
from .matching import receipt_finding
from .school import School

CODE, NAME, SUBJECT, MEAN = "code", "name", "subject", "mean"
OFFICIAL_SHEET = "Данные РЦОИ"
LABELS: Final = {
    CODE: "Код школы",
    NAME: "Школа",
    SUBJECT: "Предмет",
    **{name: columns_of(SubjectResults)[name][1].label for name in ("total", *BANDS)},
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
        self._subjects = {name: one for one in edition.subjects for name in _names_of(one)}
        self._codes, self._names = _by_code(schools), _by_name(schools)
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
        school = self._codes.get(row.code) or self._codes.get(_without_zeros(row.code))
        school = school or self._names.get(labelled(row.name))
        subject = self._subjects.get(labelled(row.subject))
        for text in row.texts:
            self._leave("не числа", f"{row.place} («{text}»)")
        if school is None:
            self._leave("нет в перечне школ", f"«{row.code or row.name}»")
        elif subject is None:
            self._leave("нет в бланке предметов", f"«{row.subject}»")
        else:
            self._rows.setdefault((school.key, subject.key), []).append(row)

    def _leave(self, why: str, what: str) -> None:
        self._left.setdefault(why, {})[what] = None

    def not_compared(self) -> tuple[Finding, ...]:
        """What of the table could not be compared, in one finding."""
        if not self._left:
            return ()
        said = "; ".join(f"{why}: {_listed(list(what))}" for why, what in self._left.items())
        return (receipt_finding("official-not-compared", file=self.table.file, why=f"{said}."),)

    def differences(self, school: CountedSchool) -> Iterator[Finding]:
        """Every number of the school's that is not the one of РЦОИ, with its place."""
        for subject in school.submission.form.edition.subjects:
            for row in self._rows.get((school.key, subject.key), ()):
                for column, official in row.numbers.items():
                    yield from _compared(school, subject, column, official)


def _compared(
    school: CountedSchool, subject: Subject, column: str, official: float
) -> Iterator[Finding]:
    """A blank is 0 persons; a text in place of a number has an error of its own."""
    prefix = Average.prefix if column == MEAN else f"{SubjectResults.prefix}"
    field_id = f"{prefix}.{subject.key}" + ("" if column == MEAN else f".{column}")
    submission = school.submission
    field = submission.form.by_id[field_id]
    said = school.values[field.slot]
    is_usable = said is None or isinstance(said, int | float)
    if not is_usable or field.slot in submission.rejected | submission.lost:
        return
    if not _same(said if isinstance(said, int | float) else 0, official):
        place = submission.place(field)
        found = receipt_finding(
            "official-differs",
            school=school.name,
            what=f"{subject.label}, {LABELS[column]}",
            said=shown(said),
            official=shown(official),
        )
        yield replace(found, sheet=place.sheet, cell=place.cell, field=field_id)


def _same(said: float, official: float) -> bool:
    """As exact as the less exact of the two: 64.5 is 64.53 rounded."""
    digits = min(_digits(said), _digits(official))
    return round_half_up(said, digits) == round_half_up(official, digits)


def _digits(number: float) -> int:
    exponent = Decimal(repr(number)).normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _names_of(subject: Subject) -> Iterator[str]:
    return map(labelled, (subject.label, subject.average_label, *subject.aliases))


def _by_name(schools: Iterable[School]) -> dict[str, School]:
    names = [
        (name, school)
        for school in schools
        for name in {labelled(school.name), labelled(school.full_name)}
    ]
    return _of_one_school(names)


def _by_code(schools: Iterable[School]) -> dict[str, School]:
    """Also without the zeros that Excel drops at the beginning of a code."""
    coded = [school for school in schools if school.code]
    shortened = _of_one_school([(_without_zeros(school.code), school) for school in coded])
    return shortened | {school.code: school for school in coded}


def _of_one_school(named: Sequence[tuple[str, School]]) -> dict[str, School]:
    """What two schools are called is nobody's."""
    times = Counter(name for name, _ in named)
    return {name: school for name, school in named if name and times[name] == 1}


def _without_zeros(code: str) -> str:
    return code.lstrip("0")


def _listed(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" и ещё {more}" if more > 0 else "")
