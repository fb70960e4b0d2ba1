"""The district's summary: who sent what, the sums, and for every number where it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from ...district.counted import CountedSchool
from ...district.lines import Status, SubmissionLine, best_lines
from ...district.official import Official
from ...district.received import Files
from ...district.school import School
from ...district.settings import Settings
from ...form.edition import Edition
from ...form.fields import Form
from ...rules.findings import Finding
from ..figures import Figures
from .subjects import SubjectTotal, subject_totals


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many schools were counted, and of how many."""

    counted: int
    of: int
    which: str = ""
    """Which schools, where not all of the district: « с 11 классом»."""

    @property
    def words(self) -> str:
        """«учтено 11 из 12 школ»."""
        return f"учтено {self.short} {schools_of(self.of)}{self.which}"

    @property
    def short(self) -> str:
        """«11 из 12»."""
        return f"{self.counted} из {self.of}"


def schools_of(number: int) -> str:
    """The word after «из»: «из 21 школы», «из 12 школ»."""
    return "школы" if number % 10 == 1 and number % 100 != 11 else "школ"


# --- The summary ---


class KeptIn(NamedTuple):
    """The snapshot that a summary was read from."""

    file: str
    sha256: str


class CountedSchools:
    """The schools whose files are in the totals, opened one after the other, each time anew.

    It is no record: whoever goes through it reads files.
    """

    def __init__(self, lines: Sequence[SubmissionLine], files: Files) -> None:
        self.lines = tuple(line for line in lines if line.status.counts)
        self._files = files
        self._by_key = {line.school.key: line for line in self.lines if line.school}

    def __contains__(self, key: str) -> bool:
        return key in self._by_key

    def __len__(self) -> int:
        return len(self.lines)

    def __iter__(self) -> Iterator[CountedSchool]:
        return (self.open(line) for line in self.lines)

    @property
    def schools(self) -> Iterator[School]:
        """Which they are; no file is opened."""
        return (line.school for line in self.lines if line.school)

    def of(self, key: str) -> CountedSchool | None:
        """The school with this key; None where no file of it is in the totals."""
        line = self._by_key.get(key)
        return None if line is None else self.open(line)

    def open(self, line: SubmissionLine) -> CountedSchool:
        """The school of a line that counts."""
        if line.school is None or line.received is None:
            raise ValueError(f"{line.status} without a school or a file")
        return CountedSchool(line.school, line.received, self._files.contents(line.received))


WITH_GRADE11 = " с 11 классом"
INTERNAL = "для работы внутри района, не для публикации"
"""Of the summary, its snapshot and the tidy data: they hold small groups and names."""


@dataclass(frozen=True, eq=False)
class DistrictSummary:
    """The district's summary, as a record: it opens no file (`from_files.py` does)."""

    settings: Settings
    today: date | None
    form: Form
    """The schools'; the district's own is `form.of_district`."""
    has_registry: bool
    schools: tuple[School, ...]
    lines: tuple[SubmissionLine, ...]
    counted: CountedSchools
    figures: Figures
    """Every number over the district, by key."""
    files: Files
    own_lines: tuple[SubmissionLine, ...] = ()
    """The district's own books, the one that counts first; they are no school's."""
    added: tuple[Finding, ...] = ()
    """What there is to say of the summary as a whole."""
    previous: DistrictSummary | None = None
    """The campaign before, from its snapshot: its figures, and its schools to open by key."""
    official: Official | None = None
    """The results of РЦОИ, where they are given."""
    kept_in: KeptIn | None = None
    """None for a summary of files."""
    derived: dict[Callable[..., object], object] = field(
        default_factory=dict, init=False, repr=False
    )
    """What is worked out of it once, by the function that did: see `derived`."""

    @property
    def edition(self) -> Edition:
        return self.form.edition

    @property
    def coverage(self) -> Coverage:
        return Coverage(len(self.counted), len(self.schools))

    @property
    def exam_coverage(self) -> Coverage:
        """Of the schools that ЕГЭ concerns."""
        counted = sum(
            line.school.has_grade11(line.received) for line in self.counted.lines if line.school
        )
        return self.covered_of_exams(counted)

    def covered_of_exams(self, counted: int) -> Coverage:
        """So many of the schools that ЕГЭ concerns."""
        which = WITH_GRADE11 if self.exam_schools < len(self.schools) else ""
        return Coverage(counted, self.exam_schools, which)

    @cached_property
    def exam_schools(self) -> int:
        """The schools that have grade 11, by their file or by the registry."""
        return sum(self._has_grade11(line) for line in self.best_lines)

    @property
    def exam_schools_without_data(self) -> int:
        """Those of them whose file is in no total."""
        return sum(self._has_grade11(one) for one in self.best_lines if not one.status.counts)

    @staticmethod
    def _has_grade11(line: SubmissionLine) -> bool:
        return line.school is not None and line.school.has_grade11(line.received)

    @cached_property
    def best_lines(self) -> tuple[SubmissionLine, ...]:
        """Each school once, in the schools' order, with its best file."""
        return tuple(best_lines(self.lines))

    def schools_with(self, *statuses: Status) -> list[SubmissionLine]:
        """The schools whose best file has one of these statuses."""
        return [line for line in self.best_lines if line.status in statuses]

    @cached_property
    def subjects(self) -> tuple[SubjectTotal, ...]:
        """The lines of «Предметы», the foreign languages together as the last."""
        return subject_totals(self.edition, self.figures)

    @property
    def unknown(self) -> int:
        """The number of files whose school is not known."""
        return self.number_of(Status.UNKNOWN)

    @property
    def all_lines(self) -> tuple[SubmissionLine, ...]:
        """Every line of «Сдача»: the schools', the unknown, the district's own."""
        return (*self.lines, *self.own_lines)

    @property
    def own(self) -> SubmissionLine | None:
        """The district's own book that counts, if there is one."""
        return next((line for line in self.own_lines if line.status.counts), None)

    def number_of(self, *statuses: Status) -> int:
        """The number of files; schools are counted by `schools_with`."""
        return sum(line.status in statuses for line in self.lines)
