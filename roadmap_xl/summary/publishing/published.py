"""What of a summary may be published: subjects by bands, and subjects by schools.

Nothing else is: who sent what, findings, names of persons, files, averages and texts stay inside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...district.counted import CountedSchool
from ...form.edition import Edition
from ...form.rows import SchoolColumn
from ...form.tables import BANDS, SchoolMeasures, SubjectResults
from ...form.vocabulary import WITHOUT_EXAMS
from ..figures import Figures
from ..numbers.schools import MEASURES
from ..numbers.subjects import FOREIGN, TOTAL, groups
from ..numbers.summary import DistrictSummary
from .suppression import (
    WHOLE,
    Measures,
    ProtectedRow,
    Published,
    Shown,
    hidden_schools,
    is_small,
    protected_row,
)

NOT_PASSED, BELOW_60, FROM_80 = "not_passed", "below60", "n80_plus"
_UPPER = ("b_71_90", "b_91_99", "b_100")


@dataclass(frozen=True, slots=True)
class PublishedSubject:
    """A line of «Предметы»."""

    key: str
    label: str
    row: ProtectedRow


@dataclass(frozen=True, slots=True)
class PublishedColumn:
    """A subject's column of «По школам»: the measures that are published in it."""

    key: str
    label: str
    measures: tuple[str, ...]
    """Empty where the column is withheld."""
    totals: Mapping[str, int]
    schools: Mapping[str, Measures]
    """By key, the numbers of the schools that may have sat it."""
    hidden: frozenset[str]
    unknown: frozenset[str]
    """The schools whose numbers here are in no total, because of an error."""

    def cell(self, school: str, measure: str) -> Published:
        """What stands in a school's cell."""
        if measure not in self.measures:
            return Shown.WITHHELD
        if school in self.unknown:
            return Shown.UNKNOWN
        if school in self.hidden:
            nobody = not sum(self.schools[key][measure] for key in self.hidden)
            return 0 if nobody else Shown.HIDDEN
        sat_it = school in self.schools and self.schools[school][WHOLE]
        return self.schools[school][measure] if sat_it else None

    def total(self, measure: str) -> Published:
        return self.totals[measure] if measure in self.measures else Shown.WITHHELD


@dataclass(frozen=True, slots=True)
class Publication:
    """The published tables."""

    least: int
    subjects: tuple[PublishedSubject, ...]
    languages_withheld: bool
    columns: tuple[PublishedColumn, ...]
    schools: tuple[tuple[str, str], ...]
    """Key and name of each school in the summary."""

    @property
    def shown(self) -> list[PublishedColumn]:
        """The columns of «По школам» that have any number."""
        return [column for column in self.columns if column.measures]

    @property
    def measures(self) -> list[str]:
        """The measures that are published in any column."""
        return [name for name in MEASURES if any(name in one.measures for one in self.columns)]


def publication(summary: DistrictSummary) -> Publication:
    """The tables with small groups hidden; a group of fewer than `settings.min_group` is small."""
    least, edition = summary.settings.min_group, summary.edition
    if not edition.has(SubjectResults):
        return Publication(least, (), languages_withheld=False, columns=(), schools=())
    subjects = [_subject(summary.figures, key, label, least) for key, label, _ in groups(edition)]
    rows = {one.key: one.row for one in subjects}
    languages = {one.key for key, _, many in groups(edition) if key == FOREIGN for one in many}
    withheld = any(_has_hidden(rows[key]) for key in (*languages, FOREIGN))
    published = (one for one in subjects if not (withheld and one.key in languages))
    return Publication(
        least,
        tuple(published),
        withheld and bool(languages),
        tuple(_columns(summary, rows, least)),
        tuple((school.key, school.name) for school in summary.counted.schools),
    )


def _subject(figures: Figures, key: str, label: str, least: int) -> PublishedSubject:
    """A subject that nobody sat looks like one that a few did: else «few» would be 1 and more."""
    whole, *parts = [_number(figures, f"ege.{key}.{column}") for column in (TOTAL, *BANDS)]
    row = protected_row(whole, parts, least)
    if whole == 0:
        row = ProtectedRow(Shown.HIDDEN, tuple(Shown.HIDDEN for _ in parts))
    return PublishedSubject(key, label, row)


def _number(figures: Figures, key: str) -> int:
    return int(figures[key].value or 0)


def _has_hidden(row: ProtectedRow) -> bool:
    return Shown.HIDDEN in (row.whole, *row.parts)


def _columns(
    summary: DistrictSummary, rows: Mapping[str, ProtectedRow], least: int
) -> Iterator[PublishedColumn]:
    edition = summary.edition
    columns = edition.school_columns if edition.has(SchoolMeasures) else ()
    measures = {
        column.key: _measures(
            summary.figures, column.key, rows.get(_row_of(edition, column), None), least
        )
        for column in columns
    }
    numbers, left_out = _by_school(summary, measures)
    for column in columns:
        key = column.key
        totals = {name: _number(summary.figures, f"org.{name}.{key}") for name in measures[key]}
        yield _column(column, totals, numbers[key], left_out[key], least)


def _column(
    column: SchoolColumn,
    totals: Mapping[str, int],
    numbers: Mapping[str, Measures],
    left_out: LeftOut,
    least: int,
) -> PublishedColumn:
    """The column with as many measures as can be protected; withheld where none can."""
    names, unknown = list(totals), left_out.get(WHOLE, frozenset())
    schools = {key: one for key, one in numbers.items() if key not in unknown}
    while names and not _is_clear(numbers, names, totals):
        names.pop()
    while names:
        parts = {key: {name: one[name] for name in names} for key, one in schools.items()}
        doubtful = {key for name in names for key in left_out[name]} - unknown
        hidden = hidden_schools(parts, doubtful, least)
        if hidden is not None:
            there = tuple(names)
            return PublishedColumn(column.key, column.label, there, totals, parts, hidden, unknown)
        names.pop()
    return PublishedColumn(column.key, column.label, (), {}, {}, frozenset(), frozenset())


def _is_clear(
    schools: Mapping[str, Measures], names: Sequence[str], totals: Mapping[str, int]
) -> bool:
    """The schools' numbers add up to the district's, and no school's parts exceed its whole."""
    return all(sum(one[n] for one in schools.values()) == totals[n] for n in names) and all(
        sum(one[n] for n in names if n != WHOLE) <= one[WHOLE] for one in schools.values()
    )


def _row_of(edition: Edition, column: SchoolColumn) -> str:
    """The line of «Предметы» with the same persons; empty where there is none."""
    mine = [subject.key for subject in edition.subjects if subject.school_column == column.key]
    if len(mine) == 1:
        return mine[0]
    foreign = next(many for key, _, many in groups(edition) if key == FOREIGN)
    return FOREIGN if mine == [subject.key for subject in foreign] else ""


def _measures(
    figures: Figures, column: str, row: ProtectedRow | None, least: int
) -> tuple[str, ...]:
    """The measures whose sums over the district are published too, and the same there."""
    if row is None or not isinstance(row.whole, int):
        return ()
    total = {name: _number(figures, f"org.{name}.{column}") for name in MEASURES}
    if total[WHOLE] != row.whole:
        return ()
    bands = dict(zip(BANDS, row.parts, strict=True))
    found = [WHOLE]
    if total[NOT_PASSED] == bands["below"]:
        found.append(NOT_PASSED)
    if total[BELOW_60] == _sum(bands, ("b_min_50", "b_51_60")):
        found.append(BELOW_60)
    if _fits(total[FROM_80], bands, least):
        found.append(FROM_80)
    return tuple(found)


def _sum(bands: Mapping[str, Published], names: Sequence[str]) -> int | None:
    """The sum of bands; None where one is hidden."""
    found = [band for name in names if isinstance(band := bands[name], int)]
    return sum(found) if len(found) == len(names) else None


def _fits(from_80: int, bands: Mapping[str, Published], least: int) -> bool:
    """«80 и более» parts the band 71–90: neither part of it may be a small group."""
    upper, above_90 = _sum(bands, _UPPER), _sum(bands, _UPPER[1:])
    if upper is None or above_90 is None or not above_90 <= from_80 <= upper:
        return False
    return not any(is_small(n, least) for n in (from_80, from_80 - above_90, upper - from_80))


Numbers = dict[str, dict[str, Measures]]
LeftOut = Mapping[str, frozenset[str]]
"""By measure, the schools whose number an error leaves out."""


def _by_school(
    summary: DistrictSummary, measures: Mapping[str, Sequence[str]]
) -> tuple[Numbers, dict[str, LeftOut]]:
    """By column and school that has graduates, the numbers that are in the sums; whose are not."""
    numbers: Numbers = {column: {} for column in measures}
    left_out: dict[str, dict[str, set[str]]] = {
        column: {name: set() for name in names} for column, names in measures.items()
    }
    for school in summary.counted:
        for column, names in measures.items():
            recipes = {name: summary.figures[f"org.{name}.{column}"].recipe for name in names}
            contributions = {name: recipe.contribution(school) for name, recipe in recipes.items()}
            found = {name: int(one.count) if one else 0 for name, one in contributions.items()}
            if any(found.values()) or _has_graduates(school):
                numbers[column][school.key] = found
            for name, recipe in recipes.items():
                if recipe.left_out(school):
                    left_out[column][name].add(school.key)
    frozen: dict[str, LeftOut] = {
        column: {name: frozenset(keys) for name, keys in one.items()}
        for column, one in left_out.items()
    }
    return numbers, frozen


def _has_graduates(school: CountedSchool) -> bool:
    """Everybody knows which schools have none, so their zeros hide nobody."""
    return school.has_grade11 and school.received.text("meta.grade11") not in WITHOUT_EXAMS
