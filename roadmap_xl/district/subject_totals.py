"""«Предметы»: each subject over the district. Counts are summed, percents come from the sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..expressions.numbers import percent
from ..form.fields import Form
from ..form.rows import Subject
from ..form.tables import BANDS, SubjectResults
from .counted import CountedSchool, LeftOut
from .sums import Part, Sum

TOTAL = "total"
COLUMNS = (TOTAL, *BANDS)


@dataclass(frozen=True, slots=True)
class BandShare:
    """The percent of a band. A school counts in it only with both numbers, the band and «Всего».

    What the printed sums hold beyond that is `count_less` and `whole_less`, mostly 0.
    """

    count: float
    whole: float
    count_less: float = 0
    whole_less: float = 0

    @property
    def percent(self) -> int | None:
        return percent(self.count - self.count_less, self.whole - self.whole_less)


@dataclass(frozen=True)
class SubjectTotal:
    """One subject, or a group of them, summed over the schools that count."""

    label: str
    subjects: tuple[Subject, ...]
    sums: Mapping[str, Sum]
    """By column: «Всего» and the bands."""
    counted: int
    """The schools whose whole row is in the sums, those that did not sit it included."""
    left_out: tuple[LeftOut, ...]
    unpaired: Mapping[str, tuple[float, float]]
    """By band, what to take off the band's sum and off «Всего» for its percent."""

    @property
    def sat(self) -> int:
        """The schools that sat it: a blank or zero row is «не сдавали»."""
        return len(frozenset().union(*(total.schools for total in self.sums.values())))

    def value(self, column: str) -> float | None:
        """The sum of a column. A blank band is 0 once anybody sat the subject."""
        value = self.sums[column].value
        return 0 if value is None and self.sat else value

    def share(self, band: str) -> BandShare:
        return BandShare(self.value(band) or 0, self.value(TOTAL) or 0, *self.unpaired[band])


def subject_total(
    form: Form, schools: Sequence[CountedSchool], label: str, subjects: Sequence[Subject]
) -> SubjectTotal:
    """The subjects together: one for its own row, several for a group of languages."""
    slots = {column: [_slot(form, s, column) for s in subjects] for column in COLUMNS}
    row_slots = [slot for column in COLUMNS for slot in slots[column]]
    left_out = [found for school in schools for found in _left_out(school, row_slots)]
    whole_rows = sum(school.left_out(row_slots) is None for school in schools)
    return SubjectTotal(
        label=label,
        subjects=tuple(subjects),
        sums={column: summed(schools, slots[column]) for column in COLUMNS},
        counted=whole_rows,
        left_out=tuple(left_out),
        unpaired={band: _unpaired(schools, slots[band], slots[TOTAL]) for band in BANDS},
    )


def summed(schools: Sequence[CountedSchool], slots: Sequence[int]) -> Sum:
    """Each cell over the schools; a school counts where all of its cells do."""
    parts: list[Part] = []
    for school in schools:
        parts += school.parts(slot for slot in slots if school.left_out([slot]) is None)
    return Sum(tuple(parts), sum(school.left_out(slots) is None for school in schools))


def _slot(form: Form, subject: Subject, column: str) -> int:
    return form.by_id[f"{SubjectResults.prefix}.{subject.key}.{column}"].slot


def _left_out(school: CountedSchool, slots: Sequence[int]) -> list[LeftOut]:
    """What of a school is missing in the sums, a whole row said once."""
    found = [one for slot in slots if (one := school.left_out([slot])) is not None]
    return list({one.words: one for one in found}.values())


def _unpaired(
    schools: Sequence[CountedSchool], bands: Sequence[int], totals: Sequence[int]
) -> tuple[float, float]:
    """The numbers of rows where only one of the band and «Всего» counts."""
    lone_band = lone_total = 0.0
    for school in schools:
        for band, total in zip(bands, totals, strict=True):
            band_counts = school.left_out([band]) is None
            total_counts = school.left_out([total]) is None
            if band_counts and not total_counts:
                lone_band += sum(part.value for part in school.parts([band]))
            if total_counts and not band_counts:
                lone_total += sum(part.value for part in school.parts([total]))
    return lone_band, lone_total
