"""«Предметы»: each subject over the district. Counts are summed, percents come from the sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...district.counted import CountedSchool, LeftOut
from ...form.edition import Edition
from ...form.fields import Form
from ...form.rows import Subject
from ...form.tables import BANDS, SubjectResults
from ..figures import Basis, Contribution, Exact, Figure, Figures, Ratio, Recipe, Total, as_number

TOTAL = "total"
COLUMNS = (TOTAL, *BANDS)
FOREIGN = "foreign"
FOREIGN_LABEL = "Итого по иностранным"


@dataclass(frozen=True, slots=True)
class Sitters:
    """The schools that sat it: 1 where any of the cells has a number other than 0.

    Left out is a school whose row is not wholly in the sums.
    """

    slots: tuple[int, ...]

    def contribution(self, school: CountedSchool) -> Contribution | None:
        return Contribution(1) if any(school.number(slot) for slot in self.slots) else None

    def left_out(self, school: CountedSchool) -> LeftOut | None:
        return school.left_out(self.slots)

    def value(self, count: Exact, whole: Exact) -> float | None:
        return as_number(count)


@dataclass(frozen=True, slots=True)
class BandShare:
    """The percent of a band. A school counts in it only with both numbers, the band and «Всего».

    What the printed sums hold beyond that is `count_less` and `whole_less`, mostly 0.
    """

    percent: float | None
    count_less: float
    whole_less: float


@dataclass(frozen=True)
class SubjectTotal:
    """One subject, or a group of them, over the schools that count."""

    key: str
    label: str
    subjects: tuple[Subject, ...]
    figures: Figures

    def _figure(self, name: str) -> Figure:
        return self.figures[f"ege.{self.key}.{name}"]

    @property
    def sat(self) -> int:
        """The schools that sat it: a blank or zero row is «не сдавали»."""
        return self._figure("sat").gave

    @property
    def counted(self) -> int:
        """The schools whose whole row is in the sums, those that did not sit it included."""
        return self._figure("sat").counted

    @property
    def left_out(self) -> str:
        """What an error leaves out, in words."""
        return self._figure("sat").left_out.words

    def value(self, column: str) -> float | None:
        """The sum of a column. A blank band is 0 once anybody sat the subject."""
        value = self._figure(column).value
        return 0 if value is None and self.sat else value

    def share(self, band: str) -> BandShare:
        pairs = self._figure(f"{band}.share")
        count, whole = pairs.count or 0, pairs.whole
        return BandShare(
            pairs.value,
            as_number((self._figure(band).count or 0) - count),
            as_number((self._figure(TOTAL).count or 0) - whole),
        )


def subject_recipes(basis: Basis) -> dict[str, Recipe]:
    """By key: «ege.rus.total», «ege.rus.below», «ege.rus.below.share», «ege.rus.sat»."""
    form = basis.form
    found: dict[str, Recipe] = {}
    for key, _, subjects in groups(form.edition):
        slots = {column: _slots(form, subjects, column) for column in COLUMNS}
        for column in COLUMNS:
            found[f"ege.{key}.{column}"] = Total(slots[column])
        for band in BANDS:
            pairs = tuple(zip(slots[band], slots[TOTAL], strict=True))
            found[f"ege.{key}.{band}.share"] = Ratio(pairs)
        found[f"ege.{key}.sat"] = Sitters(tuple(s for column in COLUMNS for s in slots[column]))
    return found


def subject_totals(edition: Edition, figures: Figures) -> tuple[SubjectTotal, ...]:
    """The subjects in the form's order, the foreign languages together at the end.

    Each language is among the subjects too, so never add both.
    """
    return tuple(
        SubjectTotal(key, label, tuple(subjects), figures)
        for key, label, subjects in groups(edition)
    )


def groups(edition: Edition) -> list[tuple[str, str, Sequence[Subject]]]:
    """Key, label and subjects of each line of «Предметы»; none in a form without «ЕГЭ»."""
    if not edition.has(SubjectResults):
        return []
    foreign = {column.key for column in edition.school_columns if not column.single}
    languages = [s for s in edition.subjects if s.school_column in foreign]
    return [
        *((subject.key, subject.label, [subject]) for subject in edition.subjects),
        (FOREIGN, FOREIGN_LABEL, languages),
    ]


def _slots(form: Form, subjects: Sequence[Subject], column: str) -> tuple[int, ...]:
    by_id: Mapping[str, object] = form.by_id
    ids = [f"{SubjectResults.prefix}.{subject.key}.{column}" for subject in subjects]
    return tuple(form.by_id[one].slot for one in ids if one in by_id)
